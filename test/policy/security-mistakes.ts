import { credentials } from "./credentials";
import { add, addLike, change, changeNetwork, one, set, type Edit } from "./edited-stack";
import { inlineAzureRules } from "./compliant-variants";
import type { Mistake } from "./mistake";

const nodeGroup = "sg-0a000000000000001";
const clientsIn = "lls-nlb-in-udp-media-0.0.0.0/0";
const subnetRule = /nvcf-dev-aks-nodes-media$/;

/** One more inbound rule on AWS, made beside ours. */
function alsoOpen(securityGroupId: string, inputs: Record<string, unknown>): Edit {
  return add({
    ...{ type: "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", name: "extra" },
    inputs: { securityGroupId, ipProtocol: "tcp", cidrIpv4: "0.0.0.0/0", ...inputs },
  });
}

/** One more rule on Azure, beside the one of ours that is picked. */
function alsoAllowed(which: RegExp, inputs: Record<string, unknown>): Edit {
  return (graph) => {
    addLike(which, "extra", (all) =>
      Object.assign(all, { securityRuleName: "extra", priority: 410, protocol: "Tcp", ...inputs }),
    )(graph);
    // Without an id the names tell whose it is.
    delete one(graph, "extra").id;
  };
}

/** One more inline rule, like ours. */
function alsoInline(rule: Record<string, unknown>): Edit {
  return change("subnet-group", ({ securityRules }) =>
    securityRules.push({ ...securityRules.at(-1), protocol: "Tcp", ...rule }),
  );
}

const media = "no-world-open-ports";
const admin = "no-world-open-admin-ports";
const unique = "nsg-rule-priority-unique";

const onEks: Omit<Mistake, "stack">[] = [
  {
    title: "SSH to nodes for everyone",
    edits: [alsoOpen(nodeGroup, { fromPort: 22, toPort: 22 })],
    caughtBy: media,
    says: ["Installation lls", "extra", nodeGroup, "nodes", "TCP 22", "UDP 30504"],
  },
  {
    title: "the proxy's API for everyone",
    edits: [alsoOpen(nodeGroup, { fromPort: 8000, toPort: 8000 })],
    caughtBy: media,
    says: ["TCP 8000", "whole internet"],
  },
  {
    title: "health checks from everyone, in two halves of the world",
    edits: [
      alsoOpen(nodeGroup, { fromPort: 30800, toPort: 30800, cidrIpv4: "0.0.0.0/1" }),
      addLike("extra", "other-half", (inputs) => (inputs.cidrIpv4 = "128.0.0.0/1")),
    ],
    caughtBy: media,
    says: ["TCP 30800", "extra", "other-half"],
  },
  {
    title: "every protocol and port to nodes, of IPv6",
    edits: [alsoOpen(nodeGroup, { ipProtocol: "-1", cidrIpv4: undefined, cidrIpv6: "::/0" })],
    caughtBy: media,
    says: ["every TCP port", "UDP 0-30503, 30505-65535"],
  },
  {
    title: "a range for media around the one port",
    edits: [set(clientsIn, { fromPort: 5000, toPort: 5100 })],
    caughtBy: media,
    says: ["UDP 5000-5003, 5005-5100", "load balancer", "UDP 5004"],
  },
  {
    title: "every message of ICMP",
    edits: [set("lls-nlb-in-icmp-3-4-0.0.0.0/0", { fromPort: -1, toPort: -1 })],
    caughtBy: media,
    says: ["ICMP 0/0-3/3", "ICMP 3/4"],
  },
  {
    title: "SSH to a bastion for everyone, in the same stack",
    edits: [
      add({
        ...{ type: "aws:ec2/securityGroup:SecurityGroup", name: "bastion" },
        inputs: { ingress: [{ protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["0.0.0.0/0"] }] },
      }),
    ],
    caughtBy: admin,
    says: ["bastion.ingress[0]", "TCP 22"],
  },
  {
    title: "the kubelet was open to everyone before",
    edits: [
      changeNetwork(({ securityGroups: [group] }) =>
        group.rules.push({
          ...{ id: "sgr-0f000000000000001", egress: false, protocol: "tcp", fromPort: 10250, toPort: 10250 },
          ...{ cidr: "0.0.0.0/0", tags: {} },
        }),
      ),
    ],
    caughtBy: admin,
    says: ["sgr-0f000000000000001", nodeGroup, "TCP 10250"],
  },
  {
    title: "an API key in the values of the chart",
    edits: [change("lls-proxy-release", ({ values }) => (values.env.apiKey = credentials["NGC API key"]))],
    caughtBy: "no-secrets-in-the-wrong-place",
    says: ["values.env.apiKey", "an NGC API key"],
  },
  {
    title: "an access key in a ConfigMap",
    edits: [
      add({
        ...{ type: "kubernetes:core/v1:ConfigMap", name: "settings" },
        inputs: { metadata: { name: "settings" }, data: { key: credentials["AWS access key"] } },
      }),
    ],
    caughtBy: "no-secrets-in-the-wrong-place",
    says: ["data.key", "an AWS access key id"],
  },
  {
    title: "the load balancer's group was made with another provider",
    edits: [add({ type: "aws-native:ec2:SecurityGroup", name: "platform-group", inputs: {} })],
    caughtBy: "unsupported-providers",
    says: ["aws-native", "platform-group", "security group"],
  },
];

const onAks: Omit<Mistake, "stack">[] = [
  {
    title: "TCP NodePorts for everyone",
    edits: [alsoAllowed(subnetRule, {})],
    caughtBy: media,
    says: ["extra", "nvcf-dev-aks-nodes", "subnet NSG", "TCP 30000-32767"],
  },
  {
    title: "the range for media begins too low",
    edits: [set(subnetRule, { destinationPortRange: "1024-32767" })],
    caughtBy: media,
    says: ["UDP 1024-29999", "UDP 30000-32767"],
  },
  {
    title: "Remote Desktop for everyone, in an inline rule",
    edits: [inlineAzureRules, alsoInline({ name: "rdp", priority: 410, destinationPortRange: "3389" })],
    caughtBy: media,
    says: ["rdp", "TCP 3389"],
  },
  {
    title: "the Kubernetes API was open to everyone before",
    edits: [
      changeNetwork(({ networkSecurityGroups }) => {
        const { rules } = networkSecurityGroups.find(({ managed }: { managed: boolean }) => !managed);
        rules.push({ ...rules[0], name: "api", priority: 210, destinationPorts: ["6443"] });
      }),
    ],
    caughtBy: admin,
    says: ["Rule api", "nvcf-dev-aks-nodes", "TCP 6443"],
  },
  {
    title: "the guide's priority on the group that AKS writes",
    edits: [set(/aks-agentpool-10000001-nsg-media$/, { priority: 510 })],
    caughtBy: "nsg-rule-priority",
    says: ["510", "500-4096", "such as 400"],
  },
  {
    title: "the priority of a rule that exists already",
    edits: [set(subnetRule, { priority: 200 })],
    caughtBy: unique,
    says: ["priority 200", "allow-https", "SecurityRuleConflict"],
  },
  {
    title: "two rules of the stack with one priority",
    edits: [
      set(subnetRule, { priority: 400 }),
      alsoAllowed(subnetRule, { priority: 400, sourceAddressPrefix: "203.0.113.0/24", destinationPortRange: "22" }),
    ],
    caughtBy: unique,
    says: ["extra", "priority 400", "allow-udp-nodeports-webrtc"],
  },
  {
    title: "two inline rules with one priority",
    edits: [
      inlineAzureRules,
      change("subnet-group", ({ securityRules }) => (securityRules.at(-1).priority = 400)),
      alsoInline({ name: "https", access: "Deny" }),
    ],
    caughtBy: unique,
    says: ["https", "priority 400", "allow-udp-nodeports-webrtc"],
  },
  {
    title: "a private key in an annotation",
    edits: [
      change("lls-proxy-namespace", (inputs) => {
        inputs.metadata.annotations = { "example.com/key": credentials["private key"] };
      }),
    ],
    caughtBy: "no-secrets-in-the-wrong-place",
    says: ["metadata.annotations.example.com/key", "a private key"],
  },
  {
    title: "the subnet's group was made with the classic provider",
    edits: [add({ type: "azure:network/networkSecurityGroup:NetworkSecurityGroup", name: "nodes", inputs: {} })],
    caughtBy: "unsupported-providers",
    says: ["provider azure is", "nodes", "azure-native"],
  },
];

/** Mistakes that open or give away what nobody else should have. */
export const securityMistakes: Mistake[] = [
  ...onEks.map((mistake) => ({ ...mistake, stack: "dev" })),
  ...onAks.map((mistake) => ({ ...mistake, stack: "aks-dev" })),
];
