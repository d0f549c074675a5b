import { isMap, map, oneOf, type Check } from "../checks";
import { nodePorts, ports } from "../lls";
import { inputOf, isAbsent, isPlain, type Problems } from "../problems";
import { AksEndpointKind, AksOwnership, type AksLlsArgs, type AksNetworkSecurityGroup, type AksPublicIp } from "./args";
import { dnsLabelProblem, locationProblem, principalIdProblem, resourceGroupProblem } from "./azure-names";
import { nodePortProblem } from "./node-port";
import {
  networkResourceId,
  networkSecurityGroupIdProblem,
  publicIpIdProblem,
  type NetworkResourceId,
} from "./resource-id";
import { usesLoadBalancer } from "./settings";
import { usedBy } from "./unused-inputs";

/** What is wrong with the NodePort of the load balancer's probe, or undefined. */
const healthCheckNodePortProblem: Check = (value) =>
  value === ports.mediaNodePort || value === ports.healthNodePort
    ? "is a NodePort of the proxy itself; choose another"
    : nodePortProblem(value);

/** Checks where browsers send to: each endpoint has what it needs, and nothing that it ignores. */
export function endpointProblems(problems: Problems, args: AksLlsArgs): void {
  if (!problems.optional("endpoint", args.endpoint, oneOf(AksEndpointKind))) return;
  const endpoint = args.endpoint ?? AksEndpointKind.NodePorts;
  nodePortProblems(problems, args, endpoint);
  problems.optional(
    "healthCheckNodePort",
    args.healthCheckNodePort,
    usedBy(args, "healthCheckNodePort", healthCheckNodePortProblem),
  );
  if (usesLoadBalancer({ endpoint })) {
    if (isAbsent(args.streamingProxy?.mediaPort)) {
      const reason = `is required with endpoint ${endpoint}: the UDP container port to which the load balancer's Service sends`;
      problems.add("streamingProxy.mediaPort", reason);
    }
    publicIpProblems(problems, args, endpoint);
    if (Array.isArray(args.firewallAddresses) && args.firewallAddresses.length > 0) firewallHostProblem(problems, args);
    return;
  }
  if (isAbsent(args.endpointHost)) {
    const reason = `is required with endpoint ${endpoint}: the public name or address of a node, or of the firewall in front, that browsers are told`;
    problems.add("endpointHost", reason);
  }
  for (const key of ["publicIp", "probeRules"] as const) {
    const value = args[key];
    if (isAbsent(value) || (Array.isArray(value) && value.length === 0)) continue;
    problems.add(key, `must be absent with endpoint ${endpoint}, which has no load balancer`);
  }
}

/** Behind a firewall the load balancer's own address takes nothing from browsers. */
function firewallHostProblem(problems: Problems, { endpoint, endpointHost }: AksLlsArgs): void {
  if (!isAbsent(endpointHost)) return;
  const reason = `is required with firewallAddresses and endpoint ${endpoint}: the firewall's public name or address, because the load balancer admits the firewall only`;
  problems.add("endpointHost", reason);
}

function nodePortProblems(problems: Problems, args: AksLlsArgs, endpoint: AksEndpointKind): void {
  const [from, to] = [args.nodePortFrom ?? nodePorts.from, args.nodePortTo ?? nodePorts.to];
  const usable = [
    problems.optional("nodePortFrom", args.nodePortFrom, usedBy(args, "nodePortFrom", nodePortProblem)),
    problems.optional("nodePortTo", args.nodePortTo, usedBy(args, "nodePortTo", nodePortProblem)),
  ];
  if (usable.includes(false)) return;
  if (from > to) problems.add("nodePortTo", `must not be less than nodePortFrom, which is ${from}`, to);
  else if (endpoint === AksEndpointKind.NodePorts && (from > ports.mediaNodePort || to < ports.mediaNodePort)) {
    const reason = `must leave ${ports.mediaNodePort} in the range ${from}-${to}: it is the NodePort that browsers are told`;
    problems.add(from > ports.mediaNodePort ? "nodePortFrom" : "nodePortTo", reason);
  }
}

function publicIpProblems(problems: Problems, args: AksLlsArgs, endpoint: AksEndpointKind): void {
  const ip = args.publicIp;
  if (isAbsent(ip)) {
    const reason = `is required with endpoint ${endpoint}: the id of a public IP, or the resourceGroup and location of a new one`;
    return problems.add("publicIp", reason);
  }
  if (!problems.required("publicIp", ip, map) || !isMap(ip)) return;
  if (isAbsent(ip.id)) newPublicIpProblems(problems, ip, args);
  else existingPublicIpProblems(problems, ip, args);
  problems.optional("publicIp.roleAssignment", ip.roleAssignment, oneOf(AksOwnership));
  if (ip.roleAssignment === AksOwnership.Assume) return;
  problems.required("publicIp.clusterPrincipalId", ip.clusterPrincipalId, inputOf(principalIdProblem));
}

function newPublicIpProblems(problems: Problems, ip: AksPublicIp, args: AksLlsArgs): void {
  if (problems.required("publicIp.resourceGroup", ip.resourceGroup, inputOf(resourceGroupProblem))) {
    if (isNodeResourceGroup(ip.resourceGroup, args)) {
      const reason = "is the node resource group, which AKS deletes with the cluster; name one of your own";
      problems.add("publicIp.resourceGroup", reason, ip.resourceGroup);
    }
  }
  problems.optional("publicIp.dnsLabel", ip.dnsLabel, dnsLabelProblem);
  const usable = problems.required("publicIp.location", ip.location, inputOf(locationProblem));
  if (usable && isPlain(ip.location) && typeof args.location === "string" && ip.location !== args.location) {
    const reason = `must be the cluster's, ${args.location}: a load balancer takes no address of another location`;
    problems.add("publicIp.location", reason, ip.location);
  }
}

/** AKS keeps the groups of interfaces there. */
function isNodeResourceGroup(resourceGroup: unknown, { nicNetworkSecurityGroups }: AksLlsArgs): boolean {
  const managed = idsOf(nicNetworkSecurityGroups).map((id) => id.resourceGroup.toLowerCase());
  return typeof resourceGroup === "string" && managed.includes(resourceGroup.toLowerCase());
}

/** Ids of groups, as far as they are known. */
function idsOf(groups: unknown): NetworkResourceId[] {
  if (!Array.isArray(groups)) return [];
  return groups.flatMap((group: AksNetworkSecurityGroup) =>
    networkSecurityGroupIdProblem(group?.id) === undefined ? [networkResourceId(group.id as string)] : [],
  );
}

function existingPublicIpProblems(problems: Problems, ip: AksPublicIp, args: AksLlsArgs): void {
  const { endpointHost, nicNetworkSecurityGroups } = args;
  const usable = problems.required("publicIp.id", ip.id, inputOf(publicIpIdProblem));
  // AKS makes the groups of interfaces in the cluster's subscription.
  const [own] = idsOf(nicNetworkSecurityGroups).map(({ subscription }) => subscription);
  if (usable && typeof ip.id === "string" && own !== undefined) {
    const { subscription, resourceGroup } = networkResourceId(ip.id);
    const reason = `must be in the cluster's subscription, ${own}: the cloud controller looks for it there`;
    if (subscription.toLowerCase() !== own.toLowerCase()) problems.add("publicIp.id", reason, ip.id);
    else if (isNodeResourceGroup(resourceGroup, args)) {
      const lost =
        "lies in the node resource group, which AKS deletes with the cluster; name one in a group of your own";
      problems.add("publicIp.id", lost, ip.id);
    }
  }
  for (const key of ["resourceGroup", "location", "dnsLabel"] as const) {
    if (!isAbsent(ip[key])) problems.add(`publicIp.${key}`, "must be absent with publicIp.id, which is not changed");
  }
  if (isAbsent(endpointHost)) {
    problems.add("endpointHost", "is required with publicIp.id: the address of an existing public IP, or its name");
  }
}
