import type { LlsInstallation } from "../../graph/lls-installation";
import { unknownGroup, type EksInstallation } from "../../reachability/aws/installation";
import type { AksInstallation } from "../../reachability/azure/installation";
import type { FlowVerdict, LayerVerdict } from "../../reachability/verdict";
import { enumerate } from "../../reachability/describe";
import { kindOf } from "./layers";

/** What an operator does about a layer that is closed, in one sentence without a full stop; undefined where the reason says it already. */
export function remedyOf(layer: LayerVerdict, flow: FlowVerdict, found: LlsInstallation): string | undefined {
  const packets = `${flow.protocol} ${portsOf(layer, flow)}`;
  const way = layer.name.endsWith("outbound") ? "outbound" : "inbound";
  switch (kindOf(layer)) {
    case "blockPublicAccess":
      return "exclude the load balancer's subnet from VPC Block Public Access (allow-bidirectional)";
    case "scheme":
      return "set `internal` of the load balancer to false, which replaces it";
    case "internetRoute":
      return "route 0.0.0.0/0 of that subnet to an internet gateway, or move the load balancer to a public subnet";
    case "subnetRoute":
      return `lead ${packets} between the subnets along the local route, or let the middlebox pass it`;
    case "networkAcl":
      return `allow ${packets} ${way} there before the entry that denies it (network ACLs are stateless: answers need an entry too)`;
    case "securityGroups":
      return `add to ${groupsOf(layer)} an ${way} rule for ${packets} ${peerOf(layer, flow, way, found)}`;
    case "listener":
      return `forward UDP ${listenerPort(found)} with a UDP listener to a UDP target group of NodePort ${mediaNodePort(found)}`;
    case "adminRules":
      return `ask whoever runs Azure Virtual Network Manager to allow ${packets}: no network security group can open it`;
    case "networkSecurityGroup":
      return `add an ${way} rule that allows ${packets} ${peerOf(layer, flow, way, found)} to destination * there, with a priority number below that of the rule that denies it`;
    case "sourceRanges":
      return "add the missing clients to spec.loadBalancerSourceRanges of the Service, or remove the restriction";
    case "backend":
      return "open the probe (flow A3)";
    case "roundTrip":
      return "let the same clients in and out";
    case "targets":
    case "healthCheck":
    case "nodeAddress":
    case "returnRoute":
    case "other":
      return undefined;
  }
}

/** Those that do not pass, which for answers are others than the flow's. */
function portsOf({ missing }: LayerVerdict, { ports }: FlowVerdict): string {
  const lost = [...new Set(missing.flatMap((packets) => packets.ports))];
  return lost.length > 0 ? enumerate(lost) : ports;
}

function groupsOf({ name }: LayerVerdict): string {
  const [, ids] = /^security group (.+?) of the /.exec(name) ?? [];
  if (ids === undefined) return "the security groups";
  return ids.includes(",") ? `one of ${ids}` : ids;
}

function listenerPort({ installation }: LlsInstallation): number {
  return installation.ports.listener;
}

function mediaNodePort({ cloud, installation }: LlsInstallation): number | undefined {
  return cloud === "eks" ? installation.ports.mediaNodePort : undefined;
}

/** Whom a rule has to name, as this layer sees it. */
function peerOf(layer: LayerVerdict, { id, from, to }: FlowVerdict, way: string, found: LlsInstallation): string {
  const preposition = way === "inbound" ? "from" : "to";
  const other = way === "inbound" ? from : to;
  if (found.cloud === "aks") return `${preposition} ${azurePeer(id, found.installation)}`;
  if (id === "E1") return `from ${clientsOf(layer, found.installation)}`;
  const isOfBalancer = (id === "E2" || id === "E3") && way === "inbound";
  return isOfBalancer ? `from ${balancerPeer(found.installation)}` : `${preposition} the groups of the ${other}`;
}

/** Addresses would do as well, but for UDP those of every browser: the group is the narrower peer, and it is there, or has to be. */
function balancerPeer({ loadBalancer: { securityGroupIds } }: EksInstallation): string {
  const known = (securityGroupIds ?? []).filter((id) => id !== unknownGroup);
  if (known.length > 0) return `the load balancer's group ${enumerate(known)}`;
  const isMissing = securityGroupIds?.length === 0;
  return isMissing ? "the security group that the load balancer has to be made with" : "the load balancer's group";
}

/** Where nobody is let in yet, who is meant to be is for the operator to say: a remedy opens nothing to everybody. */
function clientsOf({ verdict }: LayerVerdict, { clients, clientsUnknown }: EksInstallation): string {
  const isForAll = clients.includes("0.0.0.0/0") && verdict === "closed";
  return clientsUnknown || isForAll ? "the CIDRs of your browsers" : enumerate(clients);
}

function azurePeer(flow: string, { clients, clientsUnknown, firewallAddresses }: AksInstallation): string {
  switch (flow) {
    case "A1":
    case "A2":
      if (clientsUnknown) return "the addresses of your browsers";
      return clients.includes("0.0.0.0/0") ? "Internet" : enumerate(clients);
    case "A3":
      return "AzureLoadBalancer";
    case "A5":
      return enumerate(firewallAddresses);
    default:
      return "VirtualNetwork";
  }
}
