import { ports, proxyNodeSelector, workerNodeSelector } from "../components/lls";
import type { NodePoolFacts } from "../reachability/aws/network";
import type { MediaFront } from "./aws/media-fronts";
import { vpcType } from "./aws/resource-types";
import type { EksDescription } from "./eks-description";
import type { GivenEksInstallation, GivenNodes } from "./given-installation";
import { knownNumber } from "./known";
import { proxyOptions, valuesOf } from "./releases";
import type { GraphResource } from "./resource-graph";
import type { StackIndex } from "./stack-index";

/** What is in a stack of an installation on EKS that no component of ours makes. */
export interface ForeignEks {
  name: string;
  release?: GraphResource;
  front?: MediaFront;
  /** What the policies' configuration says of it. */
  given?: GivenEksInstallation;
}

/** What a stack and the policies' configuration say of an installation that another program makes. */
export function describedByResources(stack: StackIndex, { name, release, front, given }: ForeignEks): EksDescription {
  const values = release ? valuesOf(release) : {};
  const options = release ? proxyOptions(stack, release) : {};
  const [targetGroup] = front?.targetGroups ?? [];
  const listening = front?.listeners.map(({ inputs }) => knownNumber(inputs.port)).find((port) => port !== undefined);
  const zone = given?.availabilityZone === undefined ? undefined : [given.availabilityZone];
  const selector = given?.proxyNodeSelector ?? values.nodeSelector;
  const proxy = { selector: selector ?? proxyNodeSelector, assumed: selector === undefined, groupIds: [] };
  const worker = { selector: given?.workerNodeSelector ?? workerNodeSelector, groupIds: [] };
  return {
    name,
    clients: given?.clients,
    port: given?.port ?? values.port ?? listening ?? ports.listener,
    mediaPort: given?.mediaPort ?? options.mediaPort,
    externalTrafficPolicy: given?.externalTrafficPolicy ?? options.externalTrafficPolicy,
    loadBalancer: front?.loadBalancer,
    loadBalancerElsewhere: given?.loadBalancer,
    listeners: front?.listeners ?? [],
    targetGroups: front?.targetGroups ?? [],
    registrations: front?.registrations ?? [],
    partial: true,
    facts: given?.facts?.network,
    vpcId: targetGroup && stack.idIn(targetGroup, "vpcId", targetGroup.inputs.vpcId, vpcType),
    clusterGroupId: given?.facts?.cluster?.clusterSecurityGroupId,
    targetZones: zone,
    proxyZones: values.zones ?? zone,
    proxy,
    worker,
    pools: [
      ...givenPool("proxy nodes", given?.proxyNodes, proxy.selector),
      ...givenPool("worker nodes", given?.workerNodes, worker.selector),
    ],
  };
}

/** Nodes of which the configuration says the groups, as a pool with the labels of their role. */
function givenPool(name: string, nodes: GivenNodes | undefined, labels: Record<string, string>): NodePoolFacts[] {
  if (!nodes) return [];
  const { subnetIds } = nodes;
  const securityGroupIds = [...nodes.securityGroupIds].sort();
  const interfaces = subnetIds.map((subnetId) => ({ subnetId, securityGroupIds, primary: true }));
  const rest = { instanceTypes: [], nodeCount: 0, autoScalingGroups: [], addresses: [] };
  return [{ name, kind: "given", labels, subnetIds, interfaces, ...rest }];
}
