import type * as pulumi from "@pulumi/pulumi";
import { ipv4AsCidr } from "../cidr";
import { networkRule, nodePorts, ports, proxyNodeSelector, publicService, workerNodeSelector } from "../lls";
import { given } from "../given";
import { guarded } from "../problems";
import { ProxyRollout, type ExternalTrafficPolicy } from "../streaming-proxy-args";
import {
  AksEndpointKind,
  AksNicMode,
  AksOwnership,
  type AksLlsArgs,
  type AksNetworkSecurityGroup,
  type AksPublicIp,
} from "./args";
import { locationProblem, principalIdProblem, resourceGroupProblem } from "./azure-names";
import { networkResourceId, networkSecurityGroupIdProblem, publicIpIdProblem } from "./resource-id";

/** A network security group under its stable name. */
export interface AksGroup {
  key: string;
  id: pulumi.Input<string>;
}

/**
 * The checked arguments of `AksLls` with every default filled in; values that are not known yet are checked when they are.
 * It is also what state and policies see as the component's inputs: no secret, no discovered fact.
 */
export interface AksSettings {
  cluster: string;
  resourceGroup?: string;
  location: string;
  availabilityZone?: string;
  port: number;
  allowedSources: string[];
  clients: string[];
  endpoint: AksEndpointKind;
  nodePortFrom: number;
  nodePortTo: number;
  endpointHost?: string;
  subnetNetworkSecurityGroups: AksGroup[];
  nicNetworkSecurityGroups: AksGroup[];
  nicMode: AksNicMode;
  nsgRules: AksOwnership;
  ruleName: string;
  rulePriority: number;
  probePriority: number;
  probeRules: string[];
  publicIp?: AksPublicIp;
  healthCheckNodePort: number;
  firewallAddresses: string[];
  proxyNodeSelector: Record<string, string>;
  workerNodeSelector: Record<string, string>;
  mediaPort?: number;
  externalTrafficPolicy?: ExternalTrafficPolicy;
  rollout: ProxyRollout;
  tags: Record<string, string>;
}

/** The service tag that covers everything outside the virtual network. */
export const internetTag = "Internet";

/** Fills in the defaults of arguments that have passed `validateAksLls`. */
export function aksSettings(subject: string, args: AksLlsArgs): AksSettings {
  const allowedSources = args.allowedSources ?? [internetTag];
  const proxy = args.streamingProxy ?? {};
  return {
    cluster: args.cluster,
    resourceGroup: args.resourceGroup,
    location: args.location,
    availabilityZone: args.availabilityZone,
    port: args.port ?? ports.listener,
    allowedSources,
    clients: args.clients ?? (allowedSources.includes(internetTag) ? ["0.0.0.0/0"] : allowedSources),
    endpoint: args.endpoint ?? AksEndpointKind.NodePorts,
    nodePortFrom: args.nodePortFrom ?? nodePorts.from,
    nodePortTo: args.nodePortTo ?? nodePorts.to,
    endpointHost: args.endpointHost,
    subnetNetworkSecurityGroups: groups(subject, "subnetNetworkSecurityGroups", args.subnetNetworkSecurityGroups),
    nicNetworkSecurityGroups: groups(subject, "nicNetworkSecurityGroups", args.nicNetworkSecurityGroups),
    nicMode: args.nicMode ?? AksNicMode.NsgRules,
    nsgRules: args.nsgRules ?? AksOwnership.Create,
    ruleName: args.ruleName ?? networkRule.name,
    rulePriority: args.rulePriority ?? networkRule.priority,
    probePriority: args.probePriority ?? networkRule.probePriority,
    probeRules: args.probeRules ?? [],
    publicIp: args.publicIp && publicIp(subject, given(args.publicIp)),
    healthCheckNodePort: args.healthCheckNodePort ?? publicService.healthCheckNodePort,
    firewallAddresses: args.firewallAddresses ?? [],
    proxyNodeSelector: proxy.nodeSelector ?? proxyNodeSelector,
    workerNodeSelector: args.workerNodeSelector ?? workerNodeSelector,
    mediaPort: proxy.mediaPort,
    externalTrafficPolicy: proxy.externalTrafficPolicy,
    rollout: proxy.rollout ?? ProxyRollout.Surge,
    tags: args.tags ?? {},
  };
}

/** Whether browsers send to NodePorts, so that the interfaces' groups have to be opened for these. */
export function usesNodePorts({ endpoint }: { endpoint: string }): boolean {
  return endpoint !== AksEndpointKind.LoadBalancer;
}

/** Whether browsers send to a load balancer. */
export function usesLoadBalancer({ endpoint }: { endpoint: string }): boolean {
  return endpoint !== AksEndpointKind.NodePorts;
}

/** Who may send, as rules write it: the firewall in front, which is all that nodes see then, or the allowed sources. */
export function sourcesOf({ firewallAddresses, allowedSources }: AksSettings): string[] {
  const sources = firewallAddresses.length > 0 ? firewallAddresses.map(ipv4AsCidr) : allowedSources;
  return [...sources].sort();
}

/** What tells a cluster from others of its name: where it is, and its node resource group, where that is known. */
export function placeOf({ location, nicNetworkSecurityGroups }: AksSettings): string[] {
  const id = nicNetworkSecurityGroups.map((group) => group.id).find((one) => typeof one === "string");
  const managed = id === undefined ? undefined : networkResourceId(id);
  return [location, managed?.subscription ?? "", managed?.resourceGroup ?? ""].map((part) => part.toLowerCase());
}

/** Key of a group: its own, else its name. */
export function keyOfGroup({ id, key }: AksNetworkSecurityGroup): string {
  return key ?? networkResourceId(id as string).name;
}

/** Where a group stands in the arguments, for messages. */
export function pathOfGroup(settings: AksSettings, key: string): string {
  const onSubnet = settings.subnetNetworkSecurityGroups.findIndex((group) => group.key === key);
  if (onSubnet >= 0) return `subnetNetworkSecurityGroups[${onSubnet}]`;
  return `nicNetworkSecurityGroups[${settings.nicNetworkSecurityGroups.findIndex((group) => group.key === key)}]`;
}

function groups(subject: string, path: string, list: AksNetworkSecurityGroup[]): AksGroup[] {
  return list.map((group, index) => ({
    key: keyOfGroup(group),
    id: guarded(subject, `${path}[${index}].id`, group.id, networkSecurityGroupIdProblem),
  }));
}

function publicIp(subject: string, ip: AksPublicIp): AksPublicIp {
  const { id, resourceGroup, location, clusterPrincipalId } = ip;
  return {
    dnsLabel: ip.dnsLabel,
    roleAssignment: ip.roleAssignment ?? AksOwnership.Create,
    ...(id !== undefined && { id: guarded(subject, "publicIp.id", id, publicIpIdProblem) }),
    ...(resourceGroup !== undefined && {
      resourceGroup: guarded(subject, "publicIp.resourceGroup", resourceGroup, resourceGroupProblem),
    }),
    ...(location !== undefined && { location: guarded(subject, "publicIp.location", location, locationProblem) }),
    ...(clusterPrincipalId !== undefined && {
      clusterPrincipalId: guarded(subject, "publicIp.clusterPrincipalId", clusterPrincipalId, principalIdProblem),
    }),
  };
}
