import { changesEverywhere, testChanges, type Change } from "./changes";
import { addComputePool, relabelledComputePool, secondPublicSubnet } from "./cluster-edits";

const elasticIp = { eks: { addressing: { kind: "elasticIp" } } };
const takenOver = { eks: { adopted: { loadBalancerName: "rp-public-nvcf-dev" } } };
const otherZone = { availabilityZone: "us-west-2b" };
const otherSubnet = { eks: { subnetId: "subnet-0a000000000000003" } };
const targets = {
  addresses: { kind: "addresses", addresses: ["192.0.2.140", "192.0.2.152"] },
  binding: {
    kind: "targetGroupBinding",
    targetGroupBinding: { serviceName: "streaming-proxy", servicePort: 49100 },
  },
};

/** What clients, other teams and running sessions hold on to. */
const network = ["SecurityGroup", "LoadBalancer", "TargetGroup", "Listener", "Eip"];
/** What is left of it where AWS does not allow the change of a load balancer. */
const aroundBalancer = ["SecurityGroup", "TargetGroup", "Eip", "Attachment", "Release"];

const changes: Change[] = [
  { name: "port", after: { config: { port: 443 } }, keeps: [...network, "Release"] },
  {
    name: "port, with an Elastic IP",
    before: { config: elasticIp },
    after: { config: { ...elasticIp, port: 443 } },
    keeps: [...network, "Release"],
  },
  { name: "zone", after: { config: otherZone }, keeps: aroundBalancer },
  {
    name: "zone, with an Elastic IP",
    before: { config: elasticIp },
    after: { config: { ...elasticIp, ...otherZone } },
    keeps: aroundBalancer,
  },
  {
    name: "zone, with a name that was taken over",
    before: { config: takenOver },
    after: { config: { ...takenOver, ...otherZone } },
    keeps: aroundBalancer,
  },
  {
    name: "name that was taken over, given up",
    before: { config: takenOver },
    after: {},
    keeps: aroundBalancer,
  },
  {
    name: "port and zone, with an Elastic IP",
    before: { config: elasticIp },
    after: { config: { ...elasticIp, ...otherZone, port: 443 } },
    keeps: aroundBalancer,
  },
  { name: "subnet", cluster: secondPublicSubnet, after: { config: otherSubnet }, keeps: aroundBalancer },
  { name: "static address on", after: { config: elasticIp }, keeps: aroundBalancer },
  {
    name: "static address off",
    before: { config: elasticIp },
    after: {},
    keeps: ["SecurityGroup", "TargetGroup", "Attachment", "Release"],
  },
  {
    name: "targets by address",
    after: { config: { eks: { targets: targets.addresses } } },
    keeps: ["SecurityGroup", "LoadBalancer", "Listener", "Release"],
  },
  {
    name: "targets by Auto Scaling group again",
    before: { config: { eks: { targets: targets.addresses } } },
    after: {},
    keeps: ["SecurityGroup", "LoadBalancer", "Listener", "Release"],
  },
  {
    name: "targets by binding",
    after: { config: { eks: { targets: targets.binding } } },
    keeps: [...network, "Release"],
  },
  {
    name: "targets by Auto Scaling group after a binding",
    before: { config: { eks: { targets: targets.binding } } },
    after: {},
    keeps: [...network, "Release"],
  },
  {
    name: "targets by address after a binding",
    before: { config: { eks: { targets: targets.binding } } },
    after: { config: { eks: { targets: targets.addresses } } },
    keeps: ["SecurityGroup", "LoadBalancer", "Listener", "Release"],
  },
  {
    name: "targets by binding after addresses",
    before: { config: { eks: { targets: targets.addresses } } },
    after: { config: { eks: { targets: targets.binding } } },
    keeps: ["SecurityGroup", "LoadBalancer", "Listener", "Release"],
  },
  {
    name: "another target by address",
    before: { config: { eks: { targets: targets.addresses } } },
    after: { config: { eks: { targets: { ...targets.addresses, addresses: ["192.0.2.140"] } } } },
    keeps: [...network, "Release"],
  },
  { name: "egress by subnet", after: { config: { eks: { egress: "subnetCidrs" } } }, keeps: [...network, "Release"] },
  { name: "allowed CIDRs", after: { config: { allowedCidrs: ["203.0.113.0/24"] } }, keeps: [...network, "Release"] },
  {
    name: "one more allowed CIDR",
    before: { config: { allowedCidrs: ["203.0.113.0/24"] } },
    after: { config: { allowedCidrs: ["198.51.100.0/24", "203.0.113.0/24"] } },
    keeps: ["*"],
  },
  { name: "one more pool", cluster: addComputePool, after: {}, keeps: ["*"] },
  {
    name: "one pool fewer",
    clusterBefore: addComputePool,
    cluster: relabelledComputePool,
    after: {},
    keeps: [...network, "Release"],
  },
  { name: "host that browsers are told", after: { config: { endpointHost: "stream.example.com" } }, keeps: ["*"] },
  {
    name: "deletion protection off",
    before: { config: { eks: { deletionProtection: true } } },
    after: {},
    keeps: ["*"],
  },
  {
    name: "chart version, with an outage",
    before: { config: { streamingProxy: { rollout: "recreate" } } },
    after: { config: { streamingProxy: { rollout: "recreate", chartVersion: "3.0.1" } } },
    keeps: [...network, "Attachment", "Namespace"],
  },
  ...changesEverywhere,
];

testChanges("dev", changes);
