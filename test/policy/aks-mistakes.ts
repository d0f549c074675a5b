import { change, changeNetwork, remove, set, type Edit } from "./edited-stack";
import type { Mistake } from "./mistake";

const managed = "aks-agentpool-10000001-nsg";
const subnetGroup = "nvcf-dev-aks-nodes";
const subnetRule = /nvcf-dev-aks-nodes-media$/;
const nicRule = /aks-agentpool-10000001-nsg-media$/;

/** A rule of a network security group that is not ours. */
function foreignRule(group: string, rule: Record<string, unknown>): Edit {
  return changeNetwork((network) => {
    network.networkSecurityGroups
      .find(({ name }: { name: string }) => name === group)
      .rules.push({
        ...{ inbound: true, allow: false, protocol: "*", sources: ["*"], sourcePorts: ["*"] },
        ...{ destinations: ["*"], destinationPorts: ["*"] },
        ...{ sourceApplicationSecurityGroupIds: [], destinationApplicationSecurityGroupIds: [] },
        ...rule,
      });
  });
}

/** The same stack for one network of clients, so that a wrong rule is not a hole for the whole world besides. */
const forOneNetwork: Edit[] = [
  set("nvcf-lls:index:AksLls", { clients: ["203.0.113.0/24"], allowedSources: ["203.0.113.0/24"] }),
  set(/-media$/, { sourceAddressPrefix: "203.0.113.0/24" }),
];

const layers = "both-nsg-layers-open";

const nodePorts: Omit<Mistake, "stack">[] = [
  {
    title: "the subnet's group has no rule",
    edits: [remove(subnetRule)],
    caughtBy: layers,
    says: ["A1", `subnet NSG '${subnetGroup}'`, "UDP 30000-32767", "DenyAllInBound"],
  },
  {
    title: "the interfaces' group has no rule, as with the subnet's alone",
    edits: [remove(nicRule)],
    caughtBy: layers,
    says: ["A1", `NIC NSG '${managed}'`, "UDP 30000-32767", "DenyAllInBound"],
  },
  {
    title: "TCP for UDP",
    edits: [...forOneNetwork, set(subnetRule, { protocol: "Tcp" })],
    caughtBy: layers,
    says: ["A1", subnetGroup],
  },
  {
    title: "the range is a port short",
    edits: [set(nicRule, { destinationPortRange: "30000-32766" })],
    caughtBy: layers,
    says: ["A1", "partial", managed, "32767"],
  },
  {
    title: "a foreign rule above ours denies a part of the range",
    edits: [
      foreignRule(subnetGroup, {
        ...{ name: "block-games", priority: 300, protocol: "Udp", sources: ["Internet"] },
        ...{ destinationPorts: ["31000-31999"] },
      }),
    ],
    caughtBy: layers,
    says: ["A1", "partial", "block-games", "priority 300", "31000-31999"],
  },
  {
    title: "the source is the virtual network",
    edits: [set(subnetRule, { sourceAddressPrefix: "VirtualNetwork" })],
    caughtBy: layers,
    says: ["A1", subnetGroup],
  },
  {
    title: "the destination is another subnet",
    edits: [set(subnetRule, { destinationAddressPrefix: "192.0.2.128/25" })],
    caughtBy: layers,
    says: ["A1", subnetGroup],
  },
  {
    title: "the rule is for packets that leave",
    edits: [...forOneNetwork, set(nicRule, { direction: "Outbound" })],
    caughtBy: layers,
    says: ["A1", managed],
  },
  {
    title: "the rule denies",
    edits: [set(nicRule, { access: "Deny" })],
    caughtBy: layers,
    says: ["A1", managed, "allow-udp-nodeports-webrtc", "priority 400"],
  },
  {
    title: "admin rules of Virtual Network Manager deny",
    edits: [
      changeNetwork((network) =>
        network.adminRules.push({
          ...{ name: "no-udp", priority: 10, inbound: true, access: "Deny", protocol: "Udp", sources: ["Internet"] },
          ...{ sourcePorts: ["0-65535"], destinations: ["*"], destinationPorts: ["0-65535"] },
        }),
      ),
    ],
    caughtBy: layers,
    says: ["A1", "no-udp", "Virtual Network Manager"],
  },
  {
    title: "nodes have no public addresses",
    edits: [changeNetwork((network) => network.agentPools.forEach((pool: any) => (pool.nodePublicIp = false)))],
    caughtBy: layers,
    says: ["A1", "public address"],
  },
  {
    title: "answers leave through a firewall",
    edits: [
      changeNetwork((network) => {
        const id = "/subscriptions/x/resourceGroups/nvcf-network/providers/Microsoft.Network/routeTables/udr";
        const route = { name: "default", destination: "0.0.0.0/0", nextHopType: "VirtualAppliance" };
        network.routeTables.push({ id, name: "udr", routes: [{ ...route, nextHopAddress: "10.1.0.4" }] });
        for (const subnet of network.subnets) subnet.routeTableId = id;
      }),
    ],
    caughtBy: layers,
    says: ["A1", "return route", "10.1.0.4"],
  },
  {
    title: "workers do not reach the proxy",
    edits: [
      foreignRule(subnetGroup, {
        ...{ name: "no-stun", priority: 200, protocol: "Udp", destinationPorts: ["3478"] },
        sources: ["VirtualNetwork", "198.51.100.0/24"],
      }),
      set("nvcf-lls:index:AksLls", { mediaPort: 49100 }),
    ],
    caughtBy: "node-to-node-open",
    says: ["A4", "UDP 3478", "no-stun"],
  },
  {
    title: "browsers are told a NodePort that is off by one",
    edits: [change("lls-proxy-release", ({ values }) => (values.env.lbPort = "30505"))],
    caughtBy: "ports-agree",
    says: ["30505", "30504", "env.lbPort"],
  },
  {
    title: "the range does not hold the NodePort that browsers are told",
    edits: [
      set("nvcf-lls:index:AksLls", { nodePortFrom: 31000, nodePortTo: 31999 }),
      set(/-media$/, { destinationPortRange: "31000-31999" }),
    ],
    caughtBy: "ports-agree",
    says: ["30504", "31000-31999"],
  },
  {
    title: "the release asks for a zone where no pool is",
    edits: [change("lls-proxy-release", ({ values }) => (values.availabilityZones.zones = ["westeurope-4"]))],
    caughtBy: "target-pool-in-zone",
    says: ["no pool with its labels is in zone westeurope-4 (pools: compute: label node-type, zones 1, 2, 3; gpu: "],
  },
  {
    title: "the release asks for labels that no pool has together",
    edits: [change("lls-proxy-release", ({ values }) => (values.nodeSelector["nvcf.nvidia.com/workload"] = "gpu"))],
    caughtBy: "target-pool-in-zone",
    says: ["no pool has all of the labels node-type, nvcf.nvidia.com/workload (pools: compute: label node-type, "],
  },
  {
    title: "the release asks for a label that no pool has",
    edits: [change("lls-proxy-release", ({ values }) => (values.nodeSelector = { "node-type": "media" }))],
    caughtBy: "target-pool-in-zone",
    says: [
      "no pool has the label node-type with the value that is asked for",
      "(pools: compute: label node-type with another value, zones 1, 2, 3; gpu: label nvcf.nvidia.com/workload, zone 1)",
    ],
  },
  {
    title: "admin rules were not read",
    edits: [changeNetwork((network) => delete network.adminRules)],
    caughtBy: "media-path-known",
    says: ["open (assumed)", "A1", "admin rules"],
  },
];

const loadBalancer: Omit<Mistake, "stack">[] = [
  {
    title: "the group of one pool is forgotten",
    edits: [remove(/aks-gpua-20000001-nsg-media$/)],
    caughtBy: layers,
    says: ["A1", "gpua", "aks-gpua-20000001-nsg"],
  },
  {
    title: "the subnet's group does not take the port of the load balancer",
    edits: [set(/nvcf-pools-compute-media$/, { destinationPortRanges: ["31000-31999"] })],
    caughtBy: layers,
    says: ["A2", "UDP 5004", "nvcf-pools-compute"],
  },
  {
    title: "the subnet's group names the node as destination, but the packet has the public address",
    edits: [set(/nvcf-pools-compute-media$/, { destinationAddressPrefix: "192.0.2.0/26" })],
    caughtBy: layers,
    says: ["A2", "UDP 5004", "nvcf-pools-compute"],
  },
  {
    title: "a custom deny takes the probe",
    edits: [foreignRule("nvcf-pools-compute", { name: "no-probes", priority: 4096, sources: ["AzureLoadBalancer"] })],
    caughtBy: layers,
    says: ["A3", "no-probes", "TCP 32504"],
  },
  {
    title: "the Service takes packets from an office only",
    edits: [change("lls-service", ({ spec }) => (spec.loadBalancerSourceRanges = ["203.0.113.0/24"]))],
    caughtBy: layers,
    says: ["A2", "partial", "203.0.113.0/24"],
  },
  {
    title: "the Service is a port off",
    edits: [change("lls-service", ({ spec }) => (spec.ports[0].port = 5005))],
    caughtBy: "ports-agree",
    says: ["5005", "5004", "lls-service"],
  },
  {
    title: "the Service takes TCP",
    edits: [change("lls-service", ({ spec }) => (spec.ports[0].protocol = "TCP"))],
    caughtBy: "ports-agree",
    says: ["lls-service", "no UDP port"],
  },
  {
    title: "the Service leads to another container port",
    edits: [change("lls-service", ({ spec }) => (spec.ports[0].targetPort = 49101))],
    caughtBy: "ports-agree",
    says: ["49101", "49100"],
  },
];

/** Mistakes on AKS. */
export const aksMistakes: Mistake[] = [
  ...nodePorts.map((mistake) => ({ ...mistake, stack: "aks-dev" })),
  ...loadBalancer.map((mistake) => ({ ...mistake, stack: "aks-pools" })),
];
