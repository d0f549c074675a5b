import type { EksInstallation } from "../../reachability/aws/installation";
import type { NetworkAclEntry, SecurityGroupFacts, SecurityGroupRuleFacts } from "../../reachability/aws/network";

/** A rule of a security group; the id says what it is. */
export function groupRule(
  id: string,
  direction: "in" | "out",
  protocol: string,
  ports: [number, number],
  peer: string,
): SecurityGroupRuleFacts {
  const [fromPort, toPort] = ports;
  const common = { id, egress: direction === "out", protocol, fromPort, toPort, tags: {} };
  if (peer.startsWith("sg-")) return { ...common, referencedGroupId: peer };
  return peer.startsWith("pl-") ? { ...common, prefixListId: peer } : { ...common, cidr: peer };
}

/** A security group of these rules; without them it was not read. */
export function group(id: string, rules?: SecurityGroupRuleFacts[]): SecurityGroupFacts {
  return { id, name: id, tags: {}, rules };
}

/** An entry of a network ACL for every address of IPv4. */
export function entry(
  ruleNumber: number,
  direction: "in" | "out",
  action: "allow" | "deny",
  protocol: string,
  ports?: [number, number],
  cidr = "0.0.0.0/0",
): NetworkAclEntry {
  const range = ports ? { fromPort: ports[0], toPort: ports[1] } : {};
  return { ruleNumber, egress: direction === "out", allow: action === "allow", protocol, cidr, ...range };
}

/** Entries of the network ACL that AWS makes: everything passes. */
export const allowAll = [entry(100, "in", "allow", "-1"), entry(100, "out", "allow", "-1")];

/** An installation as the component makes it: every required flow is open. A fresh copy each time, for tests to break. */
export function openInstallation(): EksInstallation {
  return {
    name: "lls",
    clients: ["198.51.100.0/24"],
    ports: {
      listener: 5004,
      mediaNodePort: 30504,
      healthNodePort: 30800,
      media: 5004,
      api: 8000,
      workerMedia: 6004,
      stun: 3478,
      streamingApp: { from: 47998, to: 48020 },
    },
    loadBalancer: { subnetIds: ["subnet-nlb"], securityGroupIds: ["sg-nlb"], crossZone: false },
    listener: {
      protocol: "UDP",
      port: 5004,
      targetGroups: [
        { name: "media", protocol: "UDP", ports: [30504], healthCheckPorts: [30800], healthCheckProtocol: "HTTP" },
      ],
    },
    targetZones: ["us-west-2a"],
    externalTrafficPolicy: "Cluster",
    proxyNodes: [
      { pools: ["compute"], subnetId: "subnet-proxy", securityGroupIds: ["sg-proxy"], node: true, pods: true },
    ],
    workerNodes: [
      { pools: ["gpu"], subnetId: "subnet-worker", securityGroupIds: ["sg-worker"], node: true, pods: true },
    ],
    securityGroups: [
      group("sg-nlb", [
        groupRule("sgr-nlb-media", "in", "udp", [5004, 5004], "198.51.100.0/24"),
        groupRule("sgr-nlb-mtu", "in", "icmp", [3, 4], "0.0.0.0/0"),
        groupRule("sgr-nlb-to-media", "out", "udp", [30504, 30504], "sg-proxy"),
        groupRule("sgr-nlb-to-health", "out", "tcp", [30800, 30800], "sg-proxy"),
      ]),
      group("sg-proxy", [
        groupRule("sgr-proxy-media", "in", "udp", [30504, 30504], "sg-nlb"),
        groupRule("sgr-proxy-health", "in", "tcp", [30800, 30800], "sg-nlb"),
        groupRule("sgr-proxy-forwarded-media", "in", "udp", [5004, 5004], "sg-proxy"),
        groupRule("sgr-proxy-forwarded-api", "in", "tcp", [8000, 8000], "sg-proxy"),
        groupRule("sgr-proxy-api", "in", "tcp", [8000, 8000], "sg-worker"),
        groupRule("sgr-proxy-stun", "in", "udp", [3478, 3478], "sg-worker"),
        groupRule("sgr-proxy-worker-media", "in", "udp", [6004, 6004], "sg-worker"),
        groupRule("sgr-proxy-out", "out", "-1", [0, 0], "0.0.0.0/0"),
      ]),
      group("sg-worker", [
        groupRule("sgr-worker-media", "in", "udp", [47998, 48020], "sg-proxy"),
        groupRule("sgr-worker-out", "out", "-1", [0, 0], "0.0.0.0/0"),
      ]),
    ],
    network: {
      vpcId: "vpc-1",
      vpcCidrs: ["10.0.0.0/16"],
      blockPublicAccess: { mode: "off", exclusions: [] },
      subnets: ["nlb", "proxy", "worker"].map((role, index) => ({
        id: `subnet-${role}`,
        availabilityZone: "us-west-2a",
        cidr: `10.0.${index}.0/24`,
        ipv6Cidrs: [],
        networkAclId: `acl-${role}`,
        routeTableId: role === "nlb" ? "rtb-public" : "rtb-private",
      })),
      networkAcls: ["nlb", "proxy", "worker"].map((role) => ({ id: `acl-${role}`, entries: [...allowAll] })),
      routeTables: [
        {
          id: "rtb-private",
          gatewayIds: [],
          routes: [{ destination: "0.0.0.0/0", target: "nat-1", state: "active" }],
        },
        {
          id: "rtb-public",
          gatewayIds: [],
          routes: [
            { destination: "0.0.0.0/0", target: "igw-1", state: "active" },
            { destination: "10.0.0.0/16", target: "local", state: "active" },
          ],
        },
      ],
      securityGroups: [],
      nodePools: [],
    },
  };
}
