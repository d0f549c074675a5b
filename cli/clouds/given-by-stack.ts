import { chart } from "../../components/lls";
import type { StackConfig } from "../../stacks/config";

/** What is taken on the stack's word on every cloud: an existing namespace, and further values of the chart, which is not public. */
export function givenByStack({ streamingProxy }: StackConfig): { namespaces: string[]; chartValues: string[] } {
  return {
    namespaces: streamingProxy.namespace === "existing" ? [chart.namespace] : [],
    chartValues: Object.keys(streamingProxy.extraValues ?? {}),
  };
}
