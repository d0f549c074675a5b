import type { NodeInterfaceFacts } from "../../reachability/aws/network";
import { entriesOf, fieldsOf, isHidden, knownNumber, knownText } from "../known";
import type { GraphResource } from "../resource-graph";
import type { StackIndex } from "../stack-index";
import { launchConfigurationType, launchTemplateType, securityGroupSources } from "./resource-types";

/** How instances are wired wherever they are launched. */
export type LaunchedInterface = Omit<NodeInterfaceFacts, "subnetId">;

/**
 * The interfaces for which the launch template (or launch configuration) of a node group or Auto Scaling group names security groups: none if it
 * leaves them to whoever launches, or if there is no template. Undefined: not known.
 */
export function launchedInterfaces(stack: StackIndex, group: GraphResource): LaunchedInterface[] | undefined {
  const { launchTemplate, mixedInstancesPolicy, launchConfiguration } = group.inputs;
  const specification = fieldsOf(fieldsOf(mixedInstancesPolicy).launchTemplate).launchTemplateSpecification;
  const mixed = fieldsOf(specification);
  const named = [
    [
      "launchTemplate",
      launchTemplate,
      fieldsOf(launchTemplate).id ?? fieldsOf(launchTemplate).name,
      launchTemplateType,
    ],
    [
      "mixedInstancesPolicy",
      mixedInstancesPolicy,
      mixed.launchTemplateId ?? mixed.launchTemplateName,
      launchTemplateType,
    ],
    ["launchConfiguration", launchConfiguration, launchConfiguration, launchConfigurationType],
  ] as const;
  const [property, given, reference, type] = named.find(([, value]) => value !== undefined && value !== null) ?? [];
  if (property === undefined) return [];
  const [template, ...others] = stack.referents(group, property, isHidden(given) ? given : reference, type);
  return template && others.length === 0 ? interfacesOf(stack, template) : undefined;
}

function interfacesOf(stack: StackIndex, template: GraphResource): LaunchedInterface[] | undefined {
  const { vpcSecurityGroupIds, securityGroups, networkInterfaces } = template.inputs;
  const nics = entriesOf(networkInterfaces);
  if (!nics) return undefined;
  const lists = [
    { property: "vpcSecurityGroupIds", groups: vpcSecurityGroupIds, primary: true },
    { property: "securityGroups", groups: securityGroups, primary: true },
    ...nics.map((nic) => ({
      ...{ property: "networkInterfaces", groups: nic.securityGroups },
      primary: (knownNumber(nic.deviceIndex) ?? 0) === 0 && (knownNumber(nic.networkCardIndex) ?? 0) === 0,
    })),
  ];
  const interfaces: LaunchedInterface[] = [];
  for (const { property, groups, primary } of lists) {
    const { ids, complete } = stack.idsIn(template, property, groups, ...securityGroupSources);
    if (!complete) return undefined;
    if (ids.length > 0) interfaces.push({ securityGroupIds: ids.sort(), primary });
  }
  return interfaces;
}

/** The labels that an Auto Scaling group's tags give its nodes (Cluster Autoscaler on AWS, "Auto-Discovery Setup"); undefined: none do, so they are not known. */
export function labelsInTags(group: GraphResource): Record<string, string> | undefined {
  const labels = Object.entries(tagsOf(group)).filter(([key]) => key.startsWith(labelTag));
  if (labels.length === 0) return undefined;
  return Object.fromEntries(labels.map(([key, value]) => [key.slice(labelTag.length), value]));
}

/** Whether an Auto Scaling group says to hold nodes of a cluster: without these tags nodes cannot join one, or are not scaled. */
export function holdsNodes(group: GraphResource): boolean {
  return Object.keys(tagsOf(group)).some((key) => nodeTag.test(key));
}

const nodeTag = /^(?:kubernetes\.io\/cluster\/|k8s\.io\/cluster-autoscaler\/)/;
const labelTag = "k8s.io/cluster-autoscaler/node-template/label/";

/** Tags of an Auto Scaling group are a list. */
function tagsOf({ inputs }: GraphResource): Record<string, string> {
  const pairs = (entriesOf(inputs.tags) ?? []).map(({ key, value }) => [knownText(key) ?? "", knownText(value) ?? ""]);
  return Object.fromEntries(pairs) as Record<string, string>;
}
