import type { AzureNetwork } from "../../reachability/azure/network";
import { add, addLike, change, changeNetwork, comesFrom, one, remove, set, type Edit } from "./edited-stack";
import { byTargetGroupBinding, secondTargetGroup } from "./eks-mistakes";

/** A stack that complies, written in another style than ours. */
export interface Variant {
  title: string;
  /** As `compliant` takes it. */
  stack: string;
  edits: Edit[];
}

const nodeGroup = "sg-0a000000000000001";
const secondGroup = "sg-0a0000000000000aa";
const balancerRules = /^lls-nlb-(in|out)-/;
const nodeRules = new RegExp(`^lls-${nodeGroup}-in-.*-nlb$`);

/** A rule resource of the provider's newer style as an inline rule of a group. */
function inlineRule({ ipProtocol, fromPort, toPort, cidrIpv4, referencedSecurityGroupId }: any): object {
  return {
    ...{ protocol: ipProtocol, fromPort, toPort },
    ...(cidrIpv4 && { cidrBlocks: [cidrIpv4] }),
    ...(referencedSecurityGroupId && { securityGroups: [referencedSecurityGroupId] }),
  };
}

/** The load balancer's rules inside its group. */
export const inlineBalancerRules: Edit = (graph) => {
  const rules = graph.resources.filter(({ name }) => balancerRules.test(name));
  const inline = (direction: string): object[] =>
    rules.filter(({ type }) => type.includes(direction)).map(({ inputs }) => inlineRule(inputs));
  set("lls-nlb", { ingress: inline("Ingress"), egress: inline("Egress") })(graph);
  remove(balancerRules)(graph);
};

/** Rules as the provider's older resource `aws.ec2.SecurityGroupRule`. */
export function olderRules(which: RegExp): Edit {
  return change(which, (inputs, resource) => {
    const { ipProtocol, fromPort, toPort, cidrIpv4, referencedSecurityGroupId, securityGroupId } = inputs;
    const type = resource.type.includes("Egress") ? "egress" : "ingress";
    resource.type = "aws:ec2/securityGroupRule:SecurityGroupRule";
    for (const key of Object.keys(inputs)) delete inputs[key];
    Object.assign(inputs, {
      ...{ type, protocol: ipProtocol, fromPort, toPort, securityGroupId },
      ...(cidrIpv4 && { cidrBlocks: [cidrIpv4] }),
      ...(referencedSecurityGroupId && { sourceSecurityGroupId: referencedSecurityGroupId }),
    });
  });
}

/** Moves the rules picked to a second group, which every node of the proxy's pool has besides. */
function onSecondGroup(which: RegExp | string): Edit[] {
  return [
    set(which, { securityGroupId: secondGroup }),
    changeNetwork((network) => {
      network.securityGroups.push({ id: secondGroup, name: "media", tags: {}, rules: [] });
      for (const pool of network.nodePools) {
        for (const nic of pool.interfaces) nic.securityGroupIds = [...nic.securityGroupIds, secondGroup].sort();
      }
    }),
  ];
}

/** The subnet's group as a resource of the stack, with its rules inside; what was open to the world before is not. */
export const inlineAzureRules: Edit = (graph) => {
  const { network } = one(graph, "nvcf-lls:index:AksLls").outputs as { network: AzureNetwork };
  const { id, name, rules = [] } = network.networkSecurityGroups.find(({ managed }) => !managed)!;
  const { securityRuleName, resourceGroupName, ...ours } = one(graph, /nvcf-dev-aks-nodes-media$/).inputs;
  delete ours.networkSecurityGroupName;
  remove(/nvcf-dev-aks-nodes-media$/)(graph);
  const securityRules = [
    ...rules.map((rule) => ({
      ...{ name: rule.name, priority: rule.priority, protocol: rule.protocol },
      ...{ direction: rule.inbound ? "Inbound" : "Outbound", access: rule.allow ? "Allow" : "Deny" },
      ...{ sourceAddressPrefix: "VirtualNetwork", sourcePortRanges: rule.sourcePorts },
      ...{ destinationAddressPrefixes: rule.destinations, destinationPortRanges: rule.destinationPorts },
    })),
    { ...ours, name: securityRuleName },
  ];
  const inputs = { networkSecurityGroupName: name, resourceGroupName, securityRules };
  add({ type: "azure-native:network:NetworkSecurityGroup", name: "subnet-group", id, inputs })(graph);
};

const audience = (cidr: string, component: string): Edit => set(component, { clients: [cidr] });

/** A prefix list of the stack in the place of the clients' CIDR and of the load balancer's group. */
export function clientsInList(cidrs: string[], isInline: boolean): Edit[] {
  const list = { type: "aws:ec2/managedPrefixList:ManagedPrefixList", name: "clients", id: "pl-0a000000000000009" };
  const entryType = "aws:ec2/managedPrefixListEntry:ManagedPrefixListEntry";
  const byList = { cidrIpv4: undefined, referencedSecurityGroupId: undefined, prefixListId: list.id };
  return [
    audience("198.51.100.0/24", "nvcf-lls:index:EksLls"),
    add({ ...list, inputs: isInline ? { entries: cidrs.map((cidr) => ({ cidr })) } : {} }),
    ...(isInline ? [] : cidrs).map((cidr, index) =>
      add({ type: entryType, name: `clients-${index}`, inputs: { prefixListId: list.id, cidr } }),
    ),
    set("lls-nlb-in-udp-media-0.0.0.0/0", byList),
    set(/-in-udp-30504-nlb$/, byList),
    comesFrom(/^(?:clients-\d|lls-nlb-in-udp-media-0\.0\.0\.0\/0|.*-in-udp-30504-nlb)$/, "prefixListId", list.name),
  ];
}

const eks: (Omit<Variant, "stack"> & { stack?: string })[] = [
  { title: "inline rules", edits: [inlineBalancerRules] },
  { title: "rules of the older resource", edits: [olderRules(balancerRules), olderRules(nodeRules)] },
  { title: "nodes with two groups that open one port each", edits: onSecondGroup(/-in-tcp-30800-nlb$/) },
  { title: "nodes with a second group that has all the rules", edits: onSecondGroup(nodeRules) },
  {
    title: "node rules for a wider range of clients in place of the load balancer's group",
    edits: [
      audience("198.51.100.0/25", "nvcf-lls:index:EksLls"),
      set("lls-nlb-in-udp-media-0.0.0.0/0", { cidrIpv4: "198.51.100.0/24" }),
      set(/-in-udp-30504-nlb$/, { referencedSecurityGroupId: undefined, cidrIpv4: "198.51.0.0/16" }),
      set(/-in-tcp-30800-nlb$/, { referencedSecurityGroupId: undefined, cidrIpv4: "192.0.2.0/24" }),
    ],
  },
  ...[true, false].map((isInline) => ({
    title: `clients in a prefix list with entries ${isInline ? "inside" : "of their own"}, for load balancer and nodes`,
    edits: clientsInList(["198.51.100.0/25", "198.51.100.128/25"], isInline),
  })),
  {
    title: "several rules that cover the audience together",
    edits: [
      set("lls-nlb-in-udp-media-0.0.0.0/0", { cidrIpv4: "0.0.0.0/1" }),
      addLike("lls-nlb-in-udp-media-0.0.0.0/0", "the-other-half", (inputs) => (inputs.cidrIpv4 = "128.0.0.0/1")),
    ],
  },
  {
    title: "several rules that cover a range together",
    stack: "dev on terraform-groups",
    edits: [
      set(/-in-udp-47998-48020-/, { toPort: 48009 }),
      addLike(/-in-udp-47998-48020-/, "the-rest", (inputs) =>
        Object.assign(inputs, { fromPort: 48008, toPort: 48020 }),
      ),
    ],
  },
  {
    title: "egress to everywhere",
    edits: [set(/^lls-nlb-out-/, { referencedSecurityGroupId: undefined, cidrIpv4: "0.0.0.0/0" })],
  },
  {
    title: "TCP and UDP on one listener",
    edits: [set("lls-listener", { protocol: "TCP_UDP" }), set("lls-tg", { protocol: "TCP_UDP" })],
  },
  {
    title: "a second listener on another port, with a rule of its own",
    edits: [
      addLike("lls-listener", "turn", (inputs) => (inputs.port = 3478)),
      addLike("lls-nlb-in-udp-media-0.0.0.0/0", "turn-in", (inputs) =>
        Object.assign(inputs, { fromPort: 3478, toPort: 3478, cidrIpv4: "198.51.100.0/24" }),
      ),
    ],
  },
  {
    title: "the load balancer's group is an instance's too, with a rule for it",
    edits: [
      addLike("lls-nlb-in-udp-media-0.0.0.0/0", "dns-in", (inputs) =>
        Object.assign(inputs, { fromPort: 53, toPort: 53, cidrIpv4: "198.51.100.0/24" }),
      ),
      (graph) => {
        const vpcSecurityGroupIds = [one(graph, "lls-nlb").id];
        add({ type: "aws:ec2/instance:Instance", name: "dns", inputs: { vpcSecurityGroupIds } })(graph);
      },
    ],
  },
  { title: "sessions shared among two target groups", edits: secondTargetGroup({}) },
  { title: "targets by the load balancer controller", edits: byTargetGroupBinding },
  {
    title: "the zone as a label of the nodes",
    edits: [
      change("lls-proxy-release", ({ values }) => {
        values.availabilityZones = { enabled: false, zones: [] };
        values.nodeSelector["topology.kubernetes.io/zone"] = "us-west-2a";
      }),
    ],
  },
  {
    title: "a release without a zone, on nodes that are in one",
    edits: [
      change("lls-proxy-release", ({ values }) => delete values.availabilityZones),
      changeNetwork((network) => {
        const [compute] = network.nodePools;
        compute.subnetIds = ["subnet-0a000000000000003"];
        compute.interfaces = compute.interfaces.filter(({ subnetId }: any) => subnetId === "subnet-0a000000000000003");
      }),
    ],
  },
  { title: "the port as a number", edits: [change("lls-proxy-release", ({ values }) => (values.env.lbPort = 5004))] },
  {
    title: "the health check's port as a number",
    edits: [change("lls-tg", ({ healthCheck }) => (healthCheck.port = 30800))],
  },
  {
    title: "the protocol of the health check in small letters",
    edits: [change("lls-tg", ({ healthCheck }) => (healthCheck.protocol = "http"))],
  },
  {
    title: "a network ACL with an entry for each thing",
    edits: [
      changeNetwork((network) => {
        const entry = { allow: true, cidr: "0.0.0.0/0" };
        network.networkAcls[0].entries = [
          { ...entry, ruleNumber: 100, egress: false, protocol: "17", fromPort: 1024, toPort: 65535 },
          { ...entry, ruleNumber: 110, egress: false, protocol: "6", fromPort: 1024, toPort: 65535 },
          { ...entry, ruleNumber: 120, egress: false, protocol: "1", icmpType: -1, icmpCode: -1 },
          { ...entry, ruleNumber: 130, egress: true, protocol: "-1" },
        ];
      }),
    ],
  },
];

const media = /-media$/;

const aks: Omit<Variant, "stack">[] = [
  {
    title: "several rules that cover the range together",
    edits: [
      set(media, { destinationPortRange: "30000-31000" }),
      (graph) => {
        for (const { name } of graph.resources.filter((resource) => media.test(resource.name))) {
          addLike(name, `${name}-rest`, (inputs) =>
            Object.assign(inputs, {
              ...{ destinationPortRange: undefined, destinationPortRanges: ["31001-32000", "31500-32767"] },
              ...{ priority: 401, securityRuleName: "the-rest" },
            }),
          )(graph);
          const copy = one(graph, `${name}-rest`);
          copy.id = one(graph, name).id!.replace(/[^/]+$/, "the-rest");
          delete copy.inputs.destinationPortRange;
        }
      },
    ],
  },
  { title: "inline rules", edits: [inlineAzureRules] },
  {
    title: "several sources that are the whole internet together",
    edits: [set(media, { sourceAddressPrefix: undefined, sourceAddressPrefixes: ["0.0.0.0/1", "128.0.0.0/1"] })],
  },
  {
    title: "a wider CIDR than the audience",
    edits: [audience("203.0.113.0/25", "nvcf-lls:index:AksLls"), set(media, { sourceAddressPrefix: "203.0.113.0/24" })],
  },
  {
    title: "every protocol and port from the audience",
    edits: [
      audience("203.0.113.0/25", "nvcf-lls:index:AksLls"),
      set(media, { sourceAddressPrefix: "203.0.113.0/24", protocol: "*", destinationPortRange: "*" }),
    ],
  },
  {
    title: "a deny below ours",
    edits: [
      changeNetwork((network) => {
        for (const { rules } of network.networkSecurityGroups) {
          rules.push({
            ...{ name: "deny-internet", priority: 4000, inbound: true, allow: false, protocol: "*" },
            ...{ sources: ["Internet"], sourcePorts: ["*"], destinations: ["*"], destinationPorts: ["*"] },
            ...{ sourceApplicationSecurityGroupIds: [], destinationApplicationSecurityGroupIds: [] },
          });
        }
      }),
    ],
  },
  {
    title: "no group at the subnet",
    edits: [
      remove(/nvcf-dev-aks-nodes-media$/),
      changeNetwork((network) => network.subnets.forEach((subnet: any) => (subnet.networkSecurityGroupId = ""))),
    ],
  },
  {
    title: "admin rules that always allow, and no rule of the subnet's group",
    edits: [
      remove(/nvcf-dev-aks-nodes-media$/),
      changeNetwork((network) =>
        network.adminRules.push({
          ...{ name: "media", priority: 10, inbound: true, access: "AlwaysAllow", protocol: "Udp", sources: ["*"] },
          ...{ sourcePorts: ["0-65535"], destinations: ["*"], destinationPorts: ["30000-32767"] },
        }),
      ),
    ],
  },
];

/** Resources that have nothing to do with LLS. */
const bystanders: Edit[] = [
  add({ type: "aws:s3/bucketV2:BucketV2", name: "logs", inputs: { bucket: "logs" } }),
  add({
    ...{ type: "kubernetes:core/v1:ConfigMap", name: "settings" },
    inputs: { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "settings" }, data: { port: "5004" } },
  }),
];

/** Stacks that comply, in other styles than ours. */
export const compliantVariants: Variant[] = [
  ...eks.map((variant) => ({ stack: "dev", ...variant })),
  ...aks.map((variant) => ({ stack: "aks-dev", ...variant })),
  ...["dev", "aks-dev", "aks-pools"].map((stack) => ({ title: "beside other resources", stack, edits: bystanders })),
];
