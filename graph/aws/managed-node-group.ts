import { entriesOf, knownText } from "../known";
import type { GraphResource } from "../resource-graph";

/** The Auto Scaling groups that EKS made for a managed node group, as far as its outputs tell. */
export function scalingGroupsOf({ outputs }: GraphResource): string[] {
  return (entriesOf(outputs.resources) ?? [])
    .flatMap(({ autoscalingGroups }) => entriesOf(autoscalingGroups) ?? [])
    .flatMap(({ name }) => knownText(name) ?? []);
}
