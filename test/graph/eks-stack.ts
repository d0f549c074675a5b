import type { ResourceGraph } from "../../graph/resource-graph";
import { StackBuilder } from "./stack-builder";

/** What a test has otherwise in the stack below. */
export interface EksStackChanges {
  /** Nothing exists yet. */
  preview?: boolean;
  /** How nodes get their security groups. */
  nodes?: "launch templates" | "cluster group" | "auto scaling groups";
  /** How nodes become targets. */
  targets?: "attachment" | "traffic source" | "of the group itself" | "binding" | "instance";
  /** Inputs that are laid over those of a resource, by its name. */
  inputs?: Record<string, object>;
  /** Names of resources that are not there. */
  without?: string[];
  /** Registers more, last. */
  more?: (stack: StackBuilder) => void;
}

/**
 * A stack that makes everything itself, VPC and cluster included, without our components; every flow that is known is open. Zone a has the load
 * balancer (subnet `public`), the proxy's nodes (`proxy`) and the workers (`gpu`).
 */
export function eksStack(changes: EksStackChanges = {}): ResourceGraph {
  const { nodes = "launch templates", targets = "attachment", inputs = {}, without = [] } = changes;
  const stack = new StackBuilder(changes.preview);
  const add = (type: string, name: string, own: Record<string, unknown>, computed: Record<string, unknown> = {}) => {
    if (!without.includes(name)) stack.add(type, name, { ...own, ...inputs[name] }, computed);
  };
  const ref = (name: string, value?: string) => stack.ref(name, value);

  add("aws:ec2/vpc:Vpc", "vpc", { cidrBlock: "10.0.0.0/16" }, { defaultNetworkAclId: "acl-default" });
  add("aws:ec2/internetGateway:InternetGateway", "igw", { vpcId: ref("vpc") });
  ["public", "proxy", "gpu"].forEach((name, index) => {
    const place = { availabilityZone: "us-west-2a", cidrBlock: `10.0.${index}.0/24` };
    add("aws:ec2/subnet:Subnet", name, { vpcId: ref("vpc"), ...place });
  });
  add("aws:ec2/routeTable:RouteTable", "routes", {
    vpcId: ref("vpc"),
    routes: [{ cidrBlock: "0.0.0.0/0", gatewayId: ref("igw") }],
  });
  add("aws:ec2/routeTableAssociation:RouteTableAssociation", "association", {
    ...{ routeTableId: ref("routes"), subnetId: ref("public") },
  });
  const clusterGroup = "sg-of-cluster";
  add(
    "aws:eks/cluster:Cluster",
    "cluster",
    { name: "nvcf" },
    { id: "nvcf", vpcConfig: { clusterSecurityGroupId: clusterGroup } },
  );

  const groupOf = (role: string) => (nodes === "cluster group" ? ref("cluster", clusterGroup) : ref(`${role}-sg`));
  add("aws:ec2/securityGroup:SecurityGroup", "nlb-sg", { vpcId: ref("vpc") });
  for (const role of ["proxy", "gpu"]) {
    if (nodes === "cluster group") continue;
    const everywhere = { protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] };
    add("aws:ec2/securityGroup:SecurityGroup", `${role}-sg`, { vpcId: ref("vpc"), egress: [everywhere] });
  }
  const rule = (name: string, type: string, group: unknown, protocol: string, ports: [number, number], peer: object) =>
    add("aws:ec2/securityGroupRule:SecurityGroupRule", name, {
      ...{ type, securityGroupId: group, protocol, fromPort: ports[0], toPort: ports[1], ...peer },
    });
  const from = (group: unknown) => ({ sourceSecurityGroupId: group });
  const nlb = ref("nlb-sg");
  rule("browsers", "ingress", nlb, "udp", [5004, 5004], { cidrBlocks: ["0.0.0.0/0"] });
  rule("mtu", "ingress", nlb, "icmp", [3, 4], { cidrBlocks: ["0.0.0.0/0"] });
  rule("to-nodes", "egress", nlb, "-1", [0, 0], { cidrBlocks: ["10.0.0.0/16"] });
  rule("to-browsers", "egress", nlb, "udp", [30504, 30504], { cidrBlocks: ["0.0.0.0/0"] });
  rule("media", "ingress", groupOf("proxy"), "udp", [30504, 30504], from(nlb));
  rule("health", "ingress", groupOf("proxy"), "tcp", [30800, 30800], from(nlb));
  if (nodes !== "cluster group") {
    rule("forwarded", "ingress", groupOf("proxy"), "-1", [0, 0], { self: true });
    rule("from-workers", "ingress", groupOf("proxy"), "-1", [0, 0], from(groupOf("gpu")));
    rule("to-workers", "ingress", groupOf("gpu"), "udp", [47998, 48020], from(groupOf("proxy")));
  }

  const labels = { proxy: { "node-type": "compute" }, gpu: { "nvcf.nvidia.com/workload": "gpu" } };
  for (const role of ["proxy", "gpu"] as const) {
    if (nodes !== "cluster group") {
      add("aws:ec2/launchTemplate:LaunchTemplate", `${role}-template`, { vpcSecurityGroupIds: [groupOf(role)] });
    }
    const launchTemplate = nodes === "cluster group" ? undefined : { id: ref(`${role}-template`), version: "$Latest" };
    if (nodes === "auto scaling groups" || (targets === "of the group itself" && role === "proxy")) continue;
    add(
      "aws:eks/nodeGroup:NodeGroup",
      `${role}-nodes`,
      { clusterName: "nvcf", nodeGroupName: role, subnetIds: [ref(role)], labels: labels[role], launchTemplate },
      { resources: [{ autoscalingGroups: [{ name: `asg-of-${role}` }] }] },
    );
  }

  add(
    "aws:lb/loadBalancer:LoadBalancer",
    "nlb",
    { loadBalancerType: "network", subnets: [ref("public")], securityGroups: [nlb] },
    { arn: "arn-of-nlb", dnsName: "nlb.example.com" },
  );
  add(
    "aws:lb/targetGroup:TargetGroup",
    "tg",
    {
      ...{ vpcId: ref("vpc"), protocol: "UDP", port: 30504, targetType: "instance" },
      healthCheck: { protocol: "HTTP", port: "30800", path: "/v1/health" },
    },
    { arn: "arn-of-tg" },
  );
  const targetGroup = ref("tg", "arn-of-tg");
  add("aws:lb/listener:Listener", "listener", {
    ...{ loadBalancerArn: ref("nlb", "arn-of-nlb"), protocol: "UDP", port: 5004 },
    defaultActions: [{ type: "forward", targetGroupArn: targetGroup }],
  });
  if (nodes === "auto scaling groups" || targets === "of the group itself") {
    const roles = nodes === "auto scaling groups" ? (["proxy", "gpu"] as const) : (["proxy"] as const);
    for (const role of roles) {
      const [[key, value]] = Object.entries(labels[role]) as [[string, string]];
      add(
        "aws:autoscaling/group:Group",
        `${role}-asg`,
        {
          ...{ vpcZoneIdentifiers: [ref(role)], launchTemplate: { id: ref(`${role}-template`) } },
          tags: [
            { key: "kubernetes.io/cluster/nvcf", value: "owned", propagateAtLaunch: true },
            { key: `k8s.io/cluster-autoscaler/node-template/label/${key}`, value, propagateAtLaunch: false },
          ],
          ...(targets === "of the group itself" && role === "proxy" && { targetGroupArns: [targetGroup] }),
        },
        { name: `name-of-${role}-asg` },
      );
    }
  }
  const autoscalingGroupName =
    nodes === "auto scaling groups"
      ? ref("proxy-asg", "name-of-proxy-asg")
      : targets === "of the group itself"
        ? undefined
        : ref("proxy-nodes", "asg-of-proxy");
  if (targets === "attachment") {
    add("aws:autoscaling/attachment:Attachment", "targets", { autoscalingGroupName, lbTargetGroupArn: targetGroup });
  } else if (targets === "traffic source") {
    const trafficSource = { identifier: targetGroup, type: "elbv2" };
    add("aws:autoscaling/trafficSourceAttachment:TrafficSourceAttachment", "targets", {
      ...{ autoscalingGroupName, trafficSource },
    });
  } else if (targets === "binding") {
    add("kubernetes:elbv2.k8s.aws/v1beta1:TargetGroupBinding", "targets", { spec: { targetGroupARN: targetGroup } });
  } else if (targets === "instance") {
    add("aws:ec2/instance:Instance", "node", {
      ...{ subnetId: ref("proxy"), vpcSecurityGroupIds: [groupOf("proxy")], privateIp: "10.0.1.7" },
    });
    add("aws:lb/targetGroupAttachment:TargetGroupAttachment", "targets", {
      ...{ targetGroupArn: targetGroup, targetId: ref("node") },
    });
  }
  add("kubernetes:helm.sh/v3:Release", "release", {
    ...{ chart: "oci://registry.example.com/nvcf/gdn-streaming", namespace: "gdn-streaming" },
    values: {
      env: { lbPort: "5004", lbDns: ref("nlb", "nlb.example.com") },
      availabilityZones: { enabled: true, zones: ["us-west-2a"] },
      nodeSelector: labels.proxy,
    },
  });
  changes.more?.(stack);
  return stack.graph();
}
