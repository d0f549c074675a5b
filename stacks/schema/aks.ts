import * as z from "zod";
import { AksEndpointKind, AksNicMode, AksOwnership } from "../../components/aks/args";
import { dnsLabelProblem, resourceGroupProblem, ruleNameProblem } from "../../components/aks/azure-names";
import { nodePortProblem } from "../../components/aks/node-port";
import { networkSecurityGroupIdProblem, publicIpIdProblem } from "../../components/aks/resource-id";
import { clashingPriorities, samePriority } from "../../components/aks/rule-priority";
import { unusedInput } from "../../components/aks/unused-inputs";
import { ipv4AddressOrCidrProblem } from "../../components/cidr";
import { publicHostProblem } from "../../components/host";
import { networkRule, nodePorts, ports, publicService, workerNodeSelector } from "../../components/lls";
import { across, listOf, nodeLabels, shaped, text, wholeNumber } from "./values";

/** What stands between the browsers and the nodes. */
export const FrontDoorKind = { None: "none", Firewall: "firewall" } as const;

const frontDoor = across(
  z.strictObject({
    kind: z
      .enum(FrontDoorKind)
      .describe("none: browsers reach nodes or load balancer directly. firewall: a firewall with DNAT rules in front."),
    addresses: listOf(text(ipv4AddressOrCidrProblem), ": the firewall's private address, which nodes see as the source")
      .optional()
      .describe(
        "Private IPv4 addresses or CIDRs of the firewall, which nodes see as the source; of Azure Firewall the range of its AzureFirewallSubnet. Required with kind firewall.",
      ),
  }),
  ({ kind, addresses }) => ({
    addresses:
      kind === FrontDoorKind.Firewall
        ? addresses === undefined && "is required with kind firewall"
        : addresses !== undefined && kind === FrontDoorKind.None && "must be absent with kind none",
  }),
);

const publicIp = across(
  z.strictObject({
    id: text(publicIpIdProblem)
      .optional()
      .describe(
        "Existing static Standard public IP; endpointHost is required then. A change gives browsers another address.",
      ),
    resourceGroup: text(resourceGroupProblem)
      .optional()
      .describe(
        "Resource group of the new public IP, which exists and is not the node resource group. Required without id. A change gives browsers another address; leave dnsLabel out until the old address is gone, because Azure gives a label once.",
      ),
    dnsLabel: text(dnsLabelProblem)
      .optional()
      .describe("DNS label of the new public IP, which browsers are then told. A change restarts the proxy."),
    roleAssignment: z
      .enum(AksOwnership)
      .default(AksOwnership.Create)
      .describe("Whether the cluster's identity gets the right to use the public IP, or has it already."),
  }),
  ({ id, resourceGroup, dnsLabel }) => ({
    resourceGroup:
      id === undefined
        ? resourceGroup === undefined && "is required without id"
        : resourceGroup !== undefined && "must be absent with id",
    dnsLabel: id !== undefined && dnsLabel !== undefined && "must be absent with id, which is not changed",
  }),
);

const priority = () => wholeNumber(100, 4096);
const nodePort = () => wholeNumber(nodePorts.from, nodePorts.to, nodePortProblem);

/** The key `aks`: what is chosen on AKS only. Everything that is left out is discovered or has a default. */
export const aksSchema = across(
  z.strictObject({
    endpoint: z
      .enum(AksEndpointKind)
      .default(AksEndpointKind.NodePorts)
      .describe(
        "Where browsers send media to: NodePorts of nodes with public addresses, a load balancer, or both (they are told the load balancer). A change restarts the proxy.",
      ),
    nodeAddress: text(publicHostProblem)
      .optional()
      .describe(
        "Public name or address of the nodes, or of the firewall in front, that browsers are told. With endpoint nodePorts only. A change restarts the proxy.",
      ),
    nodePortFrom: nodePort()
      .prefault(nodePorts.from)
      .describe("First NodePort to open, UDP; AKS has 30000-32767 and no others. Not with endpoint loadBalancer."),
    nodePortTo: nodePort()
      .prefault(nodePorts.to)
      .describe("Last NodePort to open, UDP. Not with endpoint loadBalancer."),
    pools: listOf(
      shaped(/^[a-z][a-z0-9]{0,11}$/, "the name of an agent pool: 1-12 lower-case letters and digits, a letter first"),
    )
      .optional()
      .describe("Agent pools whose network security groups are opened. Default: all."),
    workerNodeSelector: nodeLabels()
      .default({ ...workerNodeSelector })
      .describe("Labels of the nodes that run workers."),
    nicMode: z
      .enum(AksNicMode)
      .default(AksNicMode.NsgRules)
      .describe(
        "How the network security group that AKS manages is opened: by a rule, which Microsoft does not support, or by allowedHostPorts of the agent pools, which must be set then. Not with endpoint loadBalancer.",
      ),
    nsgRules: z
      .enum(AksOwnership)
      .default(AksOwnership.Create)
      .describe(
        "Whether the rules on the network security groups are created, or assumed to stand on every one and only checked.",
      ),
    subnetNsgIds: listOf(text(networkSecurityGroupIdProblem))
      .optional()
      .describe("Network security groups of the nodes' subnets. Default: discovered."),
    ruleName: text(ruleNameProblem)
      .default(networkRule.name)
      .describe("Name of the rule on every network security group."),
    rulePriority: priority()
      .prefault(networkRule.priority)
      .describe("Priority of that rule, 100-4096; the cloud controller takes its own from 500 up."),
    probePriority: priority()
      .prefault(networkRule.probePriority)
      .describe(
        "Priority of the rule for the load balancer's probe, made where another rule denies the probe. Not with endpoint nodePorts.",
      ),
    healthCheckNodePort: nodePort()
      .prefault(publicService.healthCheckNodePort)
      .describe(
        "TCP NodePort of the load balancer's probe. Not with endpoint nodePorts. A change replaces the Service.",
      ),
    publicIp: publicIp
      .optional()
      .describe("Address of the load balancer. Required with endpoint loadBalancer or both."),
    frontDoor: frontDoor.prefault({ kind: FrontDoorKind.None }).describe("What stands in front of the nodes."),
  }),
  (aks) => {
    const { endpoint, nodeAddress, nodePortFrom, nodePortTo, rulePriority, probePriority, publicIp: ip } = aks;
    const balanced = endpoint === AksEndpointKind.LoadBalancer || endpoint === AksEndpointKind.Both;
    const onNodes = endpoint === AksEndpointKind.NodePorts;
    const reversed = Number(nodePortTo) < Number(nodePortFrom);
    const [clashing, other] = clashingPriorities(rulePriority);
    return {
      nodeAddress:
        balanced &&
        nodeAddress !== undefined &&
        `must be absent with endpoint ${endpoint}: browsers are told the load balancer`,
      nodePortFrom:
        onNodes &&
        !reversed &&
        Number(nodePortFrom) > ports.mediaNodePort &&
        `must leave ${ports.mediaNodePort} in the range up to nodePortTo: it is the NodePort that browsers are told`,
      nodePortTo:
        (reversed && "must not be below nodePortFrom") ||
        (onNodes &&
          Number(nodePortTo) < ports.mediaNodePort &&
          `must leave ${ports.mediaNodePort} in the range from nodePortFrom: it is the NodePort that browsers are told`),
      [clashing]: balanced && probePriority === rulePriority && samePriority(other),
      publicIp:
        (balanced &&
          ip === undefined &&
          `is required with endpoint ${endpoint}: an id, or the resourceGroup of a new one`) ||
        (onNodes && ip !== undefined && `must be absent with endpoint ${endpoint}`),
      ...unusedInputs(aks),
    };
  },
);

/** Choices that the endpoint ignores. */
function unusedInputs({ endpoint, ...choices }: Record<string, unknown>): Record<string, string> {
  const reasons = Object.entries(choices).map(([key, value]) => [key, unusedInput(endpoint, key, value)] as const);
  return Object.fromEntries(reasons.flatMap(([key, reason]) => (reason === undefined ? [] : [[key, reason]])));
}
