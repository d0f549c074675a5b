import { purposes } from "../../components/lls";
import type { Journal } from "../../simulator/engine/journal";

/** How an installation was made by hand. */
export interface ByHand {
  /** Name of the cluster. */
  cluster: string;
  /** Option B of the guide, a static address. Default false. */
  elasticIp?: boolean;
  /** False: load balancer without a security group, as before AWS had them. Default true. */
  securityGroup?: boolean;
  /** Of the load balancer. Default the dev stack's public subnet in us-west-2a. */
  subnetId?: string;
}

const vpcId = "vpc-0a000000000000001";
const nodeGroupId = "sg-0a000000000000001";

/**
 * Makes in a simulated AWS what NVIDIA's "LLS Installation" makes, steps 2.3 to 4.3. Values that the guide does not give are written as AWS has them:
 * after an import the provider compares with these.
 */
export function installByHandOnEks(journal: Journal, byHand: ByHand): void {
  const { cluster, elasticIp = false, securityGroup = true, subnetId = "subnet-0a000000000000001" } = byHand;
  const make = (type: string, name: string, inputs: Record<string, unknown>): string =>
    journal.create(type, `urn:pulumi:by-hand::by-hand::${type}::${name}`, inputs, "").id;
  const balancerGroup = (groupName: string, groupTags: Record<string, string>): string => {
    const id = make("aws:ec2/securityGroup:SecurityGroup", "group", {
      ...{ name: groupName, description: "Security group for LLS streaming NLB (UDP 5004)", vpcId, tags: groupTags },
    });
    make(ingress, "in", {
      ...{ securityGroupId: id, ipProtocol: "udp", fromPort: 5004, toPort: 5004, cidrIpv4: "0.0.0.0/0" },
      description: "LLS streaming traffic",
    });
    make("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule", "out", {
      ...{ securityGroupId: id, ipProtocol: "-1", cidrIpv4: "0.0.0.0/0" },
    });
    return id;
  };
  const tags = (name: string, purpose: string): Record<string, string> => ({
    ...{ Name: name, "lls:cluster": cluster, "lls:managed-by": "customer", "lls:purpose": purpose, Project: "nvcf" },
  });
  const sgName = `${cluster}-rp-sg`;
  const group = securityGroup ? balancerGroup(sgName, tags(sgName, purposes.securityGroup)) : undefined;
  const allocationId = elasticIp
    ? make("aws:ec2/eip:Eip", "eip", {
        domain: "vpc",
        tags: { Name: `${cluster}-lls-eip`, "lls:cluster": cluster },
      })
    : undefined;
  const nlbName = `rp-public-${cluster}`;
  const balancer = make("aws:lb/loadBalancer:LoadBalancer", "nlb", {
    ...{ name: nlbName, loadBalancerType: "network", internal: false, ipAddressType: "ipv4" },
    ...(allocationId === undefined ? { subnets: [subnetId] } : { subnetMappings: [{ subnetId, allocationId }] }),
    ...(group !== undefined && { securityGroups: [group] }),
    ...{ enableCrossZoneLoadBalancing: false, enableDeletionProtection: false },
    tags: tags(nlbName, purposes.loadBalancer),
  });
  const tgName = `${cluster}-rp-tg`;
  const targetGroup = make("aws:lb/targetGroup:TargetGroup", "tg", {
    ...{ name: tgName, vpcId, protocol: "UDP", port: 30504, targetType: "ip" },
    healthCheck: {
      ...{ enabled: true, protocol: "HTTP", port: "30800", path: "/v1/health", interval: 30, timeout: 6 },
      ...{ healthyThreshold: 5, unhealthyThreshold: 2, matcher: "200-399" },
    },
    tags: tags(tgName, purposes.targetGroup),
  });
  make("aws:lb/listener:Listener", "listener", {
    ...{ loadBalancerArn: balancer, protocol: "UDP", port: 5004 },
    defaultActions: [{ type: "forward", targetGroupArn: targetGroup }],
  });
  // Registered addresses have no identity of their own: to register one again changes nothing.
  make(ingress, "node", {
    ...{ securityGroupId: nodeGroupId, ipProtocol: "udp", fromPort: 30504, toPort: 30504 },
    // An installation without the group lets everybody in, because the load balancer keeps the browsers' addresses.
    ...(group === undefined ? { cidrIpv4: "0.0.0.0/0" } : { referencedSecurityGroupId: group }),
    tags: { Name: "streaming-proxy-udp-30504" },
  });
}

const ingress = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";

/**
 * Makes what the guide makes with Helm, step 4.1.
 * @param provider URN of the program's Kubernetes provider: objects of a cluster are known by it
 */
export function installProxyByHand(journal: Journal, provider: string, values: Record<string, unknown>): void {
  const make = (type: string, inputs: Record<string, unknown>): void =>
    void journal.create(type, `urn:pulumi:by-hand::by-hand::${type}::by-hand`, inputs, provider);
  const metadata = { name: "gdn-streaming", labels: { "kubernetes.io/metadata.name": "gdn-streaming" } };
  make("kubernetes:core/v1:Namespace", { apiVersion: "v1", kind: "Namespace", metadata });
  make("kubernetes:helm.sh/v3:Release", {
    ...{ name: "gdn-streaming", namespace: "gdn-streaming", chart: "gdn-streaming", version: "2.0.1", values },
  });
}

/** Makes in a simulated Azure the rule of the guide's loop on a network security group. */
export function openByHandOnAks(journal: Journal, groupId: string): void {
  const [, , , , resourceGroupName, , , , networkSecurityGroupName] = groupId.split("/");
  const type = "azure-native:network:SecurityRule";
  journal.create(
    type,
    `urn:pulumi:by-hand::by-hand::${type}::${networkSecurityGroupName}`,
    {
      ...{ resourceGroupName, networkSecurityGroupName, securityRuleName: "allow-udp-nodeports-webrtc" },
      ...{ priority: 510, direction: "Inbound", access: "Allow", protocol: "Udp" },
      ...{ sourceAddressPrefix: "Internet", sourcePortRange: "*" },
      ...{ destinationAddressPrefix: "*", destinationPortRange: "30000-32767" },
    },
    "",
  );
}
