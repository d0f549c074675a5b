import { expect } from "vitest";
import { testHandEdits, testLostMark } from "./hand-edits";

const listener = "Listener lls-listener";
const loadBalancer = "LoadBalancer lls-lb";
const targetGroup = "TargetGroup lls-tg";
const attachment = "Attachment lls-target-eks-compute-0a000001";
const namespace = "Namespace lls-proxy-namespace";
const release = "Release lls-proxy-release";
const mediaRule = "SecurityGroupIngressRule lls-nlb-in-udp-media-0.0.0.0/0";
const healthRule = "SecurityGroupEgressRule lls-nlb-out-tcp-30800-sg-0a000000000000001";
const nodeRule = (traffic: string): string => `SecurityGroupIngressRule lls-sg-0a000000000000001-in-${traffic}`;

const healthCheck = {
  enabled: true,
  port: "30800",
  interval: 30,
  timeout: 6,
  healthyThreshold: 5,
  unhealthyThreshold: 2,
};

testHandEdits("dev", [
  {
    name: "rules removed and changed",
    edits: [
      { touches: mediaRule },
      { touches: healthRule },
      { touches: nodeRule("udp-30504-nlb") },
      { touches: nodeRule("tcp-30800-nlb"), change: { fromPort: 30801, toPort: 30801 } },
    ],
    repair: [
      `create ${mediaRule}`,
      `create ${healthRule}`,
      `create ${nodeRule("udp-30504-nlb")}`,
      `update ${nodeRule("tcp-30800-nlb")}: fromPort, toPort`,
    ],
  },
  {
    name: "another path of the health check, another port of the listener, cross-zone load balancing, nodes deregistered",
    edits: [
      {
        touches: targetGroup,
        change: { healthCheck: { ...healthCheck, protocol: "HTTP", path: "/", matcher: "200" } },
      },
      { touches: listener, change: { port: 443 } },
      { touches: loadBalancer, change: { enableCrossZoneLoadBalancing: true } },
      { touches: attachment },
    ],
    repair: [
      `update ${targetGroup}: healthCheck`,
      `update ${listener}: port`,
      `update ${loadBalancer}: enableCrossZoneLoadBalancing`,
      `create ${attachment}`,
    ],
  },
  {
    name: "another protocol of the health check, the listener deleted, the release uninstalled",
    edits: [
      { touches: targetGroup, change: { healthCheck: { ...healthCheck, protocol: "TCP" } } },
      { touches: listener },
      { touches: release },
    ],
    repair: [`update ${targetGroup}: healthCheck`, `create ${listener}`, `create ${release}`],
  },
  {
    name: "the load balancer deleted",
    edits: [{ touches: loadBalancer }],
    repair: [`create ${loadBalancer}`, `create ${listener}`, `update ${release}: values`],
  },
  {
    name: "the namespace deleted",
    edits: [{ touches: namespace }],
    repair: [`create ${namespace}`, `create ${release}`],
  },
]);

const markedRule = nodeRule("udp-3478-sg-0a000000000000001");

testLostMark(
  "dev",
  markedRule,
  { tags: {} },
  (message, id) => {
    const [, tags = ""] = new RegExp(`aws ec2 create-tags --resources ${id} --tags ([^;]+);`).exec(message) ?? [];
    const marks = [...tags.matchAll(/Key=([^,]+),Value=(\S+)/g)].map(([, key, value]) => [key!, value!] as const);
    expect(marks.length).toBeGreaterThan(0);
    return { tags: Object.fromEntries(marks) };
  },
  [`update ${markedRule}: tags`],
);
