import { changesEverywhere, testChanges, type Change } from "./changes";
import { addAgentPool, hostPorts } from "./cluster-edits";

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
  // Its nodes are in the groups that have their rules already.
  { name: "one more pool", cluster: addAgentPool, after: {}, keeps: ["*"] },
  { name: "one pool fewer", clusterBefore: addAgentPool, after: {}, keeps: ["*"] },
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
  ...changesEverywhere.filter(({ name }) => ["tags", "chart version", "pull credentials rotated"].includes(name)),
];

testChanges("aks-dev", changes);
