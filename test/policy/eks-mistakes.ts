import { add, addLike, change, changeNetwork, comesFrom, one, remove, set, type Edit } from "./edited-stack";
import type { Mistake } from "./mistake";

const nodeGroup = "sg-0a000000000000001";
const otherGroup = "sg-0a0000000000000ff";
const publicSubnet = "subnet-0a000000000000001";

/** Names of resources of the dev stack. */
const dev = {
  loadBalancer: "lls-lb",
  listener: "lls-listener",
  targetGroup: "lls-tg",
  attachment: "lls-target-eks-compute-0a000001",
  release: "lls-proxy-release",
  clientsIn: "lls-nlb-in-udp-media-0.0.0.0/0",
  mediaOut: `lls-nlb-out-udp-30504-${nodeGroup}`,
  healthOut: `lls-nlb-out-tcp-30800-${nodeGroup}`,
  mediaIn: `lls-${nodeGroup}-in-udp-30504-nlb`,
  healthIn: `lls-${nodeGroup}-in-tcp-30800-nlb`,
};

/** Names of rules where the pools have groups of their own. */
const groups = {
  forwardedMedia: "lls-sg-0a000000000000002-in-udp-1024-65535-sg-0a000000000000002",
  stun: "lls-sg-0a000000000000002-in-udp-3478-sg-0a000000000000003",
  workerMedia: "lls-sg-0a000000000000002-in-udp-6004-sg-0a000000000000003",
  api: "lls-sg-0a000000000000002-in-tcp-8000-sg-0a000000000000003",
  toWorkers: "lls-sg-0a000000000000003-in-udp-47998-48020-sg-0a000000000000002",
};

/** The same stack for one network of clients, so that a wrong rule is not a hole for the whole world besides. */
const forOneNetwork: Edit[] = [
  set("nvcf-lls:index:EksLls", { clients: ["198.51.100.0/24"], allowedCidrs: ["198.51.100.0/24"] }),
  set(dev.clientsIn, { cidrIpv4: "198.51.100.0/24" }),
];

/** A network ACL of the public subnet alone, with one entry before "allow all". */
function publicAcl(entry: Record<string, unknown>): Edit {
  return changeNetwork((network) => {
    const [shared] = network.networkAcls;
    const entries = [{ ruleNumber: 50, allow: false, cidr: "0.0.0.0/0", ...entry }, ...shared.entries];
    network.networkAcls.push({ id: "acl-0a000000000000002", entries });
    network.subnets.find(({ id }: { id: string }) => id === publicSubnet).networkAclId = "acl-0a000000000000002";
  });
}

const healthCheck = (fields: Record<string, unknown>): Edit =>
  change(dev.targetGroup, (inputs) => {
    Object.assign(inputs.healthCheck, fields);
    for (const [field, value] of Object.entries(fields)) if (value === undefined) delete inputs.healthCheck[field];
  });

const values = (edit: (values: any) => void): Edit => change(dev.release, (inputs) => edit(inputs.values));

const elbHealthChecks = changeNetwork((network) => {
  const pool = network.nodePools.find(({ name }: { name: string }) => name === "compute");
  for (const group of pool.autoScalingGroups) group.healthCheckType = "ELB";
});

/** Targets by the AWS Load Balancer Controller in place of the Auto Scaling group. */
export const byTargetGroupBinding: Edit[] = [
  remove(dev.attachment),
  (graph) => {
    const { urn } = graph.resources.find(({ type }) => type === "nvcf-lls:index:EksLls")!;
    const { arn } = graph.resources.find(({ name }) => name === dev.targetGroup)!.outputs;
    const spec = { targetGroupARN: arn, targetType: "instance", serviceRef: { name: "streaming-proxy", port: 30504 } };
    add({
      ...{ type: "kubernetes:elbv2.k8s.aws/v1beta1:TargetGroupBinding", name: "lls-binding", parent: urn },
      inputs: { apiVersion: "elbv2.k8s.aws/v1beta1", kind: "TargetGroupBinding", metadata: { name: "lls" }, spec },
    })(graph);
  },
];

/** A second target group, which gets a part of the sessions: like the first but for some inputs. */
export function secondTargetGroup(inputs: Record<string, unknown>): Edit[] {
  return [
    addLike(dev.targetGroup, "lls-tg-2", (own) => Object.assign(own, inputs)),
    (graph) => {
      const groups = [dev.targetGroup, "lls-tg-2"].map((name) => one(graph, name));
      const targetGroups = groups.map(({ outputs }) => ({ arn: outputs.arn, weight: 50 }));
      set(dev.listener, { defaultActions: [{ type: "forward", forward: { targetGroups } }] })(graph);
      const lbTargetGroupArn = groups[1]!.outputs.arn;
      addLike(dev.attachment, "lls-target-2", (own) => Object.assign(own, { lbTargetGroupArn }))(graph);
    },
    comesFrom(dev.listener, "defaultActions", dev.targetGroup, "lls-tg-2"),
    comesFrom("lls-target-2", "lbTargetGroupArn", "lls-tg-2"),
  ];
}

const mediaPath = "eks-media-path-open";
const health = "eks-health-check-open";
const nodes = "node-to-node-open";
const check = "target-group-health-check";
const written = "target-group-health-check-written";

/** Mistakes on the way from browsers to nodes. */
const onTheWay: Omit<Mistake, "stack">[] = [
  { title: "no rule lets browsers in", edits: [remove(dev.clientsIn)], caughtBy: mediaPath, says: ["E1", "UDP 5004"] },
  {
    title: "TCP for UDP at the load balancer",
    edits: [...forOneNetwork, set(dev.clientsIn, { ipProtocol: "tcp" })],
    caughtBy: mediaPath,
    says: ["E1", dev.clientsIn, "TCP 5004, not UDP"],
  },
  {
    title: "the rule of the load balancer is a port off",
    edits: [...forOneNetwork, set(dev.clientsIn, { fromPort: 5005, toPort: 5005 })],
    caughtBy: mediaPath,
    says: ["E1", "UDP 5005, not UDP 5004"],
  },
  {
    title: "a part of the audience is not let in",
    edits: [...forOneNetwork, set(dev.clientsIn, { cidrIpv4: "198.51.100.0/25" })],
    caughtBy: mediaPath,
    says: ["E1", "partial", "198.51.100.128/25"],
  },
  {
    title: "media does not leave the load balancer",
    edits: [remove(dev.mediaOut)],
    caughtBy: mediaPath,
    says: ["E2", "UDP 30504", "outbound"],
  },
  {
    title: "media may leave the load balancer for another group only",
    edits: [set(dev.mediaOut, { referencedSecurityGroupId: otherGroup })],
    caughtBy: mediaPath,
    says: ["E2", otherGroup],
  },
  {
    title: "no rule of the nodes takes media",
    edits: [remove(dev.mediaIn)],
    caughtBy: mediaPath,
    says: ["E2", "UDP 30504", nodeGroup],
  },
  {
    title: "the nodes take media from the VPC, but the source is the client",
    edits: [set(dev.mediaIn, { referencedSecurityGroupId: undefined, cidrIpv4: "192.0.2.0/24" })],
    caughtBy: mediaPath,
    says: ["E2", "192.0.2.0/24", "an NLB preserves client addresses"],
  },
  {
    title: "the nodes take media from the wrong group",
    edits: [set(dev.mediaIn, { referencedSecurityGroupId: otherGroup })],
    caughtBy: mediaPath,
    says: ["E2", otherGroup],
  },
  {
    title: "the nodes take media a port off",
    edits: [set(dev.mediaIn, { fromPort: 30505, toPort: 30505 })],
    caughtBy: mediaPath,
    says: ["E2", "UDP 30504"],
  },
  {
    title: "the listener takes TCP",
    edits: [set(dev.listener, { protocol: "TCP" }), set(dev.targetGroup, { protocol: "TCP" })],
    caughtBy: mediaPath,
    says: ["E2", "TCP, not UDP"],
  },
  {
    title: "there is no listener",
    withoutComponent: ["media-path-known"], // another stack may make it
    edits: [remove(dev.listener)],
    caughtBy: mediaPath,
    says: ["E2", "no listener on UDP 5004"],
  },
  {
    title: "targets are registered a port off",
    edits: [set(dev.targetGroup, { port: 30505 })],
    caughtBy: mediaPath,
    says: ["E2", "30505, not 30504"],
  },
  {
    title: "a network ACL denies media",
    edits: [publicAcl({ egress: false, protocol: "17", fromPort: 5004, toPort: 5004 })],
    caughtBy: mediaPath,
    says: ["E1", "acl-0a000000000000002", "rule 50"],
  },
  {
    title: "a network ACL denies answers to browsers",
    edits: [publicAcl({ egress: true, protocol: "17", fromPort: 40000, toPort: 65535 })],
    caughtBy: mediaPath,
    says: ["E1r", "partial", "40000-65535"],
  },
  {
    title: "the load balancer's subnet is private",
    edits: [
      changeNetwork((network) => {
        network.subnets.find(({ id }: { id: string }) => id === publicSubnet).routeTableId = "rtb-0a000000000000002";
      }),
    ],
    caughtBy: mediaPath,
    says: ["E1", "internet gateway"],
  },
  {
    title: "VPC Block Public Access is on",
    edits: [changeNetwork((network) => (network.blockPublicAccess.mode = "block-bidirectional"))],
    caughtBy: mediaPath,
    says: ["E1", "VPC Block Public Access"],
  },
  {
    title: "the load balancer is internal",
    edits: [set(dev.loadBalancer, { internal: true })],
    caughtBy: mediaPath,
    says: ["E1", "internal"],
  },
  {
    title: "a part of the sessions goes to a target group that is a port off",
    edits: secondTargetGroup({ port: 30505 }),
    caughtBy: mediaPath,
    says: ["E2", "lls-tg-2", "30505", "30504", "TARGET_PORT_RESTRICTION"],
  },
  {
    title: "a node is registered a port off",
    edits: [
      remove(dev.attachment),
      (graph) => {
        const { urn, outputs } = one(graph, "nvcf-lls:index:EksLls");
        const { arn } = one(graph, dev.targetGroup).outputs;
        const [{ addresses }] = (outputs.network as any).nodePools;
        const target = { targetGroupArn: arn, targetId: addresses[0].address, port: 30505 };
        add({
          type: "aws:lb/targetGroupAttachment:TargetGroupAttachment",
          name: "lls-node",
          parent: urn,
          inputs: target,
        })(graph);
      },
    ],
    caughtBy: mediaPath,
    says: ["E2", "30505", "30504"],
  },
  {
    title: "health checks do not leave the load balancer",
    edits: [remove(dev.healthOut)],
    caughtBy: health,
    says: ["E3", "TCP 30800", "outbound"],
  },
  {
    title: "the nodes take no health checks, as in the guide",
    edits: [remove(dev.healthIn)],
    caughtBy: health,
    says: ["E3", "TCP 30800", nodeGroup],
  },
  {
    title: "UDP for TCP in the rule of health checks",
    edits: [set(dev.healthIn, { ipProtocol: "udp" })],
    caughtBy: health,
    says: ["E3", "TCP 30800"],
  },
  {
    title: "the nodes take health checks a port off",
    edits: [set(dev.healthIn, { fromPort: 30801, toPort: 30801 })],
    caughtBy: health,
    says: ["E3", "TCP 30800"],
  },
  {
    title: "a network ACL denies answers to health checks",
    edits: [publicAcl({ egress: false, protocol: "6", fromPort: 1024, toPort: 65535 })],
    caughtBy: health,
    says: ["E3r", "acl-0a000000000000002"],
  },
  {
    title: "the load balancer is made without a security group",
    edits: [set(dev.loadBalancer, { securityGroups: undefined })],
    caughtBy: "nlb-has-security-group",
    says: [dev.loadBalancer],
  },
];

/** Mistakes of what no flow shows. */
const besides: Omit<Mistake, "stack">[] = [
  {
    title: "the health check is a port off",
    edits: [healthCheck({ port: "30801" })],
    caughtBy: check,
    says: ["30801", "30800"],
  },
  {
    title: "the health check asks the port of the media",
    edits: [healthCheck({ port: "traffic-port" })],
    caughtBy: check,
    says: ["UDP 30504", "TCP 30800"],
  },
  {
    title: "the health check asks another path",
    edits: [healthCheck({ path: "/health" })],
    caughtBy: check,
    says: ["/health", "/v1/health"],
  },
  {
    title: "the health check uses HTTPS",
    edits: [healthCheck({ protocol: "HTTPS" })],
    caughtBy: check,
    says: ["HTTPS"],
  },
  {
    title: "the health check does not take status 200",
    edits: [healthCheck({ matcher: "300-399" })],
    caughtBy: check,
    says: ["300-399", "200"],
  },
  {
    title: "the health check waits longer than its interval",
    edits: [healthCheck({ timeout: 31 })],
    caughtBy: check,
    says: ["timeout 31", "interval 30"],
  },
  {
    title: "the health check is disabled",
    edits: [healthCheck({ enabled: false })],
    caughtBy: check,
    says: ["disabled"],
  },
  {
    title: "there is no health check",
    edits: [set(dev.targetGroup, { healthCheck: undefined })],
    caughtBy: check,
    says: ["TCP 30800"],
  },
  {
    title: "a second target group is checked a port off",
    edits: secondTargetGroup({ healthCheck: { protocol: "HTTP", port: "30801", path: "/v1/health" } }),
    caughtBy: check,
    says: ["lls-tg-2", "30801", "30800"],
  },
  {
    title: "the health check only connects",
    edits: [healthCheck({ protocol: "TCP", path: undefined, matcher: undefined })],
    caughtBy: written,
    says: ["HTTP"],
  },
  {
    title: "thresholds are left to the provider",
    edits: [healthCheck({ healthyThreshold: undefined, unhealthyThreshold: undefined })],
    caughtBy: written,
    says: ["healthyThreshold, unhealthyThreshold"],
  },
  {
    title: "browsers are told a port that is off by one",
    edits: [values(({ env }) => (env.lbPort = "5005"))],
    caughtBy: "ports-agree",
    says: ["5005", "UDP 5004", "env.lbPort"],
  },
  {
    title: "the listener is a port off",
    edits: [set(dev.listener, { port: 5005 })],
    caughtBy: "ports-agree",
    says: ["5005", "5004", "env.lbPort"],
  },
  {
    title: "a rule for a former port is left over",
    edits: [
      ...forOneNetwork,
      (graph) => {
        const rule = structuredClone(graph.resources.find(({ name }) => name === dev.clientsIn)!);
        const inputs = { ...rule.inputs, fromPort: 5003, toPort: 5003 };
        add({ ...rule, name: "lls-nlb-in-former", id: "sgr-former", inputs, outputs: inputs })(graph);
      },
    ],
    caughtBy: "ports-agree",
    says: ["lls-nlb-in-former", "UDP 5003", "5004"],
  },
  {
    title: "the release is pinned to another zone",
    edits: [values(({ availabilityZones }) => (availabilityZones.zones = ["us-west-2b"]))],
    caughtBy: "target-pool-in-zone",
    says: ["us-west-2a", "us-west-2b"],
  },
  {
    title: "the release is pinned to one zone too many",
    edits: [values(({ availabilityZones }) => (availabilityZones.zones = ["us-west-2a", "us-west-2b"]))],
    caughtBy: "target-pool-in-zone",
    says: ["us-west-2b"],
  },
  {
    title: "the release is not pinned to a zone",
    edits: [values((all) => (all.availabilityZones = { enabled: false, zones: [] }))],
    caughtBy: "target-pool-in-zone",
    says: ["not pinned", "us-west-2a", "compute"],
  },
  {
    title: "the nodes of the proxy are in another zone",
    edits: [
      changeNetwork((network) => {
        for (const pool of network.nodePools) {
          const keep = (subnet: string) => subnet === "subnet-0a000000000000004";
          pool.subnetIds = pool.subnetIds.filter(keep);
          pool.interfaces = pool.interfaces.filter(({ subnetId }: { subnetId: string }) => keep(subnetId));
        }
      }),
    ],
    caughtBy: "target-pool-in-zone",
    says: ["us-west-2a", "us-west-2b", "ELBV2_NO_TARGETS_IN_AZ"],
  },
  {
    title: "nothing registers targets",
    withoutComponent: ["media-path-known"], // somebody else may
    edits: [remove(dev.attachment)],
    caughtBy: "target-pool-in-zone",
    says: ["no targets"],
  },
  {
    title: "an Auto Scaling group with ELB health checks is attached",
    edits: [elbHealthChecks],
    caughtBy: "no-elb-health-check-attachment",
    says: ["eks-compute-0a000001", "EC2"],
  },
  {
    title: "the nodes of the proxy are in an Auto Scaling group with ELB health checks",
    edits: [...byTargetGroupBinding, elbHealthChecks],
    caughtBy: "auto-scaling-group-elb-health-check",
    says: ["eks-compute-0a000001", "EC2"],
  },
  {
    title: "network ACLs were not read",
    edits: [changeNetwork((network) => network.subnets.forEach((subnet: any) => delete subnet.networkAclId))],
    caughtBy: "media-path-known",
    says: ["open (assumed)", "E1", "network ACL"],
  },
];

/** Mistakes between nodes, where each pool has a group of its own. */
const betweenNodes: Omit<Mistake, "stack">[] = [
  { title: "no STUN from workers", edits: [remove(groups.stun)], caughtBy: nodes, says: ["E6", "UDP 3478"] },
  { title: "no media from workers", edits: [remove(groups.workerMedia)], caughtBy: nodes, says: ["E7", "UDP 6004"] },
  { title: "no API for workers", edits: [remove(groups.api)], caughtBy: nodes, says: ["E5", "TCP 8000"] },
  {
    title: "the range of applications is a port short",
    edits: [set(groups.toWorkers, { toPort: 48019 })],
    caughtBy: nodes,
    says: ["E7", "partial", "48020"],
  },
  {
    title: "nodes do not forward media to each other",
    edits: [remove(groups.forwardedMedia)],
    caughtBy: nodes,
    says: ["E4", "UDP 1024-65535"],
  },
];

/** Mistakes on EKS. */
export const eksMistakes: Mistake[] = [
  ...[...onTheWay, ...besides].map((mistake) => ({ ...mistake, stack: "dev" })),
  ...betweenNodes.map((mistake) => ({ ...mistake, stack: "dev on terraform-groups" })),
];
