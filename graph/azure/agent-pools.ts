import ipaddr from "ipaddr.js";
import type { AgentPoolFacts, HostPortRange } from "../../reachability/azure/network";
import { entriesOf, fieldsOf, hiddenKeys, isHidden, knownNumber, knownPairs, knownText, knownTexts } from "../known";
import type { GraphResource } from "../resource-graph";
import type { StackIndex } from "../stack-index";
import { agentPoolType, applicationSecurityGroupType, managedClusterType } from "./resource-types";
import { azureSubnetId } from "./subnets";

/** The cluster of a stack, with what it says of its nodes. */
export interface StackCluster {
  /** Absent: it is in another stack. */
  resource?: GraphResource;
  pools: AgentPoolFacts[];
  /** Undefined: not known, or flat. */
  podCidrs?: string[];
  outboundType?: string;
}

// AKS documentation, "IP address planning for Azure Kubernetes Service": the default for pods.
const defaultPodCidr = "10.244.0.0/16";

/** The cluster of a stack and its agent pools; undefined if there is none, or if there are several and nothing tells which. */
export function stackCluster(stack: StackIndex): StackCluster | undefined {
  const clusters = stack.ofType(managedClusterType);
  const added = stack.ofType(agentPoolType);
  if (clusters.length > 1) return undefined;
  const [resource] = clusters;
  const others = added.filter((pool) => {
    const [own] = stack.referents(pool, "resourceName", pool.inputs.resourceName, managedClusterType);
    return own === resource;
  });
  const pools = others.map((pool) =>
    poolFacts(stack, pool, pool.inputs, knownText(pool.inputs.agentPoolName) ?? pool.name),
  );
  if (!resource) return pools.length === 0 ? undefined : { pools };
  const { networkPlugin, networkPluginMode, podCidr, podCidrs, outboundType } = fieldsOf(
    resource.inputs.networkProfile,
  );
  const isOverlay = networkPluginMode === "overlay" || networkPlugin === "kubenet";
  const given = [podCidr, ...(Array.isArray(podCidrs) ? (podCidrs as unknown[]) : [podCidrs])].filter(
    (cidr) => cidr !== undefined && cidr !== null,
  );
  const written = given.flatMap((cidr) => knownText(cidr) ?? []).filter((cidr) => ipaddr.isValidCIDR(cidr));
  const profiles = entriesOf(resource.inputs.agentPoolProfiles)?.map((profile) =>
    poolFacts(stack, resource, profile, knownText(profile.name) ?? "", "agentPoolProfiles"),
  );
  return {
    resource,
    // Where one is not known, none is: it could have any role.
    pools: profiles ? [...profiles, ...pools] : [],
    ...(networkPlugin === "none" && { podCidrs: written }),
    ...(isOverlay && { podCidrs: given.length > 0 ? [...new Set(written)] : [defaultPodCidr] }),
    ...(knownText(outboundType) && { outboundType: knownText(outboundType) }),
  };
}

/** Id of no subnet: pods have one of their own, not known which. */
const unknownSubnet = "unknown";

/** @param list the input that holds the pool, where it is one of several */
function poolFacts(
  stack: StackIndex,
  from: GraphResource,
  inputs: Record<string, unknown>,
  name: string,
  list?: string,
): AgentPoolFacts {
  const profile = fieldsOf(inputs.networkProfile);
  const subnetId = azureSubnetId(stack, from, list ?? "vnetSubnetID", inputs.vnetSubnetID);
  const podSubnetId = azureSubnetId(stack, from, list ?? "podSubnetID", inputs.podSubnetID);
  const groups = stack.idsIn(
    from,
    list ?? "networkProfile",
    profile.applicationSecurityGroups,
    applicationSecurityGroupType,
  );
  const mode = knownText(inputs.mode)?.toLowerCase();
  const undecidedLabels = hiddenKeys(inputs.nodeLabels);
  const zones = knownTexts(inputs.availabilityZones);
  return {
    name,
    // Those that AKS sets itself (AKS documentation, "Use labels in an Azure Kubernetes Service cluster").
    labels: {
      ...knownPairs(inputs.nodeLabels),
      ...{ agentpool: name, "kubernetes.azure.com/agentpool": name },
      ...(mode && { "kubernetes.azure.com/mode": mode }),
      ...(knownText(inputs.scaleSetPriority) === "Spot" && { "kubernetes.azure.com/scalesetpriority": "spot" }),
    },
    ...(undecidedLabels.length > 0 && { undecidedLabels }),
    ...(isHidden(inputs.nodeLabels) && { undecidedKeys: true }),
    availabilityZones: zones.texts,
    ...(!zones.complete && { undecidedZones: true }),
    ...(subnetId !== undefined && { subnetId }),
    ...((podSubnetId !== undefined || isHidden(inputs.podSubnetID)) && { podSubnetId: podSubnetId ?? unknownSubnet }),
    applicationSecurityGroupIds: groups.ids,
    ...(!isHidden(inputs.enableNodePublicIP) && {
      nodePublicIp: inputs.enableNodePublicIP === true || inputs.enableNodePublicIP === "true",
    }),
    allowedHostPorts: (entriesOf(profile.allowedHostPorts) ?? []).flatMap(hostPorts),
    vmSize: knownText(inputs.vmSize) ?? "",
    nodeCount: knownNumber(inputs.count) ?? 0,
  };
}

function hostPorts({ portStart, portEnd, protocol }: Record<string, unknown>): HostPortRange[] {
  const [from, to] = [knownNumber(portStart), knownNumber(portEnd)];
  return from === undefined || to === undefined ? [] : [{ from, to, protocol: knownText(protocol) ?? "TCP" }];
}
