import { changesEverywhere, testChanges, type Change } from "./changes";
import { readyIp, withReadyIp, withoutLastPool } from "./cluster-edits";

/** What clients and running sessions hold on to. */
const address = ["PublicIPAddress", "RoleAssignment", "Service"];
const publicIp = { resourceGroup: "nvcf-aks-pools", dnsLabel: "nvcf-aks-pools" };

const changes: Change[] = [
  { name: "port", after: { config: { port: 443 } }, keeps: ["*"] },
  { name: "zone", after: { config: { availabilityZone: "1" } }, keeps: ["*"] },
  { name: "node port range", after: { config: { aks: { nodePortTo: 31499 } } }, keeps: ["*"] },
  { name: "priority", after: { config: { aks: { rulePriority: 410 } } }, keeps: ["*"] },
  { name: "allowed CIDRs", after: { config: { allowedCidrs: ["203.0.113.0/24"] } }, keeps: ["*"] },
  { name: "one pool fewer", cluster: withoutLastPool, after: {}, keeps: [...address, "Release"] },
  { name: "one more pool", clusterBefore: withoutLastPool, after: {}, keeps: ["*"] },
  { name: "DNS label", after: { config: { aks: { publicIp: { ...publicIp, dnsLabel: "others" } } } }, keeps: ["*"] },
  {
    name: "DNS label off",
    after: { config: { aks: { publicIp: { resourceGroup: "nvcf-aks-pools" } } } },
    keeps: ["*"],
  },
  {
    name: "DNS label on",
    before: { config: { aks: { publicIp: { resourceGroup: "nvcf-aks-pools" } } } },
    after: {},
    keeps: ["*"],
  },
  {
    name: "public IP in another resource group",
    // Azure gives a label once, so it is left out until the old address is gone.
    after: { config: { aks: { publicIp: { resourceGroup: "nvcf-network" } } } },
    keeps: ["SecurityRule", "Service", "Release"],
  },
  {
    name: "public IP of the network team",
    clusterBefore: withReadyIp,
    cluster: withReadyIp,
    after: { config: { endpointHost: "stream.example.com", aks: { publicIp: { id: readyIp } } } },
    keeps: ["SecurityRule", "Service", "Release"],
  },
  {
    name: "public IP of its own again",
    clusterBefore: withReadyIp,
    cluster: withReadyIp,
    before: { config: { endpointHost: "stream.example.com", aks: { publicIp: { id: readyIp } } } },
    after: {},
    keeps: ["SecurityRule", "Service", "Release"],
  },
  {
    name: "port of the health probe",
    after: { config: { aks: { healthCheckNodePort: 32000 } } },
    keeps: ["PublicIPAddress", "RoleAssignment", "SecurityRule", "Release"],
  },
  {
    name: "endpoint load balancer",
    after: { config: { aks: { endpoint: "loadBalancer", nodePortFrom: undefined, nodePortTo: undefined } } },
    keeps: [...address, "Release"],
  },
  {
    name: "endpoint NodePorts",
    after: {
      config: {
        aks: { endpoint: "nodePorts", nodeAddress: "nodes.example.com", publicIp: undefined, nodePortFrom: 30500 },
      },
    },
    keeps: ["SecurityRule", "Release"],
  },
  ...changesEverywhere,
];

testChanges("aks-pools", changes);
