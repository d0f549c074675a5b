import { testChanges, type Change, type ClusterEdit } from "./changes";

/** Every pool allows the NodePorts, for which AKS has opened the interfaces' group. */
const hostPorts: ClusterEdit = ({ network }) => {
  for (const pool of network.agentPools) pool.allowedHostPorts = [{ protocol: "UDP", from: 30000, to: 32767 }];
  const managed = network.networkSecurityGroups.find((group: any) => group.managed);
  const [likeIt] = managed.rules;
  const opened = { protocol: "Udp", destinations: ["*"], destinationPorts: ["30000-32767"] };
  managed.rules.push({ ...likeIt, ...opened, name: "allowed-host-ports", priority: 501 });
};

const balanced = (more: object = {}) => ({
  streamingProxy: { mediaPort: 49100 },
  aks: { endpoint: "loadBalancer", nodeAddress: undefined, publicIp: { resourceGroup: "nvcf-network" }, ...more },
});

const changes: Change[] = [
  { name: "zone", after: { config: { availabilityZone: "2" } }, keeps: ["*"] },
  { name: "zone off", after: { config: { availabilityZone: undefined } }, keeps: ["*"] },
  { name: "node address", after: { config: { aks: { nodeAddress: "others.example.com" } } }, keeps: ["*"] },
  { name: "node port range", after: { config: { aks: { nodePortTo: 31499 } } }, keeps: ["*"] },
  { name: "priority", after: { config: { aks: { rulePriority: 410 } } }, keeps: ["*"] },
  { name: "rule name", after: { config: { aks: { ruleName: "lls-media" } } }, keeps: ["Release", "Namespace"] },
  { name: "allowed CIDRs", after: { config: { allowedCidrs: ["203.0.113.0/24"] } }, keeps: ["*"] },
  {
    name: "interfaces by allowed host ports",
    clusterBefore: hostPorts,
    cluster: hostPorts,
    after: { config: { aks: { nicMode: "allowedHostPorts" } } },
    keeps: ["Release", "Namespace"],
  },
  {
    name: "interfaces by rules again",
    clusterBefore: hostPorts,
    cluster: hostPorts,
    before: { config: { aks: { nicMode: "allowedHostPorts" } } },
    after: {},
    keeps: ["*"],
  },
  {
    name: "endpoint load balancer",
    after: { config: balanced() },
    keeps: ["Release", "Namespace"],
  },
  {
    name: "endpoint both",
    before: { config: balanced() },
    after: { config: balanced({ endpoint: "both" }) },
    keeps: ["*"],
  },
  {
    name: "endpoint both, of NodePorts",
    after: { config: balanced({ endpoint: "both" }) },
    keeps: ["*"],
  },
];

testChanges("aks-dev", changes);
