import { isMediaGroup } from "./aws/media-fronts";
import type { GraphResource, ResourceGraph } from "./resource-graph";

/** A resource that may be on the media path, of a provider whose resources are not read. */
export interface UnreadResource {
  resource: GraphResource;
  /** What it may decide, in words for an operator. */
  what: string;
  /** The provider in whose words we would read it. */
  readable: string;
}

// aws-native is generated from CloudFormation: `aws-native:ec2:SecurityGroup`.
const awsNative: Record<string, RegExp> = {
  "load balancer, listener or target group": /^aws-native:elasticloadbalancingv2:(LoadBalancer|Listener|TargetGroup)$/i,
  "security group": /^aws-native:ec2:SecurityGroup(Ingress|Egress|VpcAssociation)?$/i,
  "network ACL": /^aws-native:ec2:(NetworkAcl|NetworkAclEntry|SubnetNetworkAclAssociation)$/i,
  "VPC, subnet or route":
    /^aws-native:ec2:(Vpc|VpcCidrBlock|VpcBlockPublicAccess\w+|Subnet|SubnetCidrBlock|RouteTable|Route|SubnetRouteTableAssociation|GatewayRouteTableAssociation|InternetGateway|PrefixList)$/i,
  "pool of nodes":
    /^aws-native:(eks:(Cluster|Nodegroup)|autoscaling:AutoScalingGroup|ec2:(LaunchTemplate|Instance|NetworkInterface))$/i,
};

// The classic provider is generated from Terraform: `azure:network/networkSecurityGroup:NetworkSecurityGroup`; azure-nextgen came between the two.
const azureClassic: Record<string, RegExp> = {
  "network security group":
    /^azure:network\/(networkSecurityGroup|networkSecurityRule|applicationSecurityGroup|\w*SecurityGroupAssociation):|^azure-nextgen:network[^:]*:(NetworkSecurityGroup|SecurityRule|ApplicationSecurityGroup)$/,
  "virtual network, subnet or route":
    /^azure:network\/(virtualNetwork|virtualNetworkPeering|subnet|routeTable|route|subnetRouteTableAssociation|networkInterface|networkManager\w*):|^azure-nextgen:network[^:]*:(VirtualNetwork|VirtualNetworkPeering|Subnet|RouteTable|Route|NetworkInterface|\w*AdminRule\w*)$/,
  "load balancer or public IP":
    /^azure:(lb\/|network\/publicIp:)|^azure-nextgen:network[^:]*:(LoadBalancer|PublicIPAddress)$/,
  "AKS cluster or agent pool":
    /^azure:containerservice\/kubernetesCluster|^azure-nextgen:containerservice[^:]*:(ManagedCluster|AgentPool)$/,
};

/** Resources of aws-native and of the classic azure provider that may be on the media path: they are found and named, but not read. */
export function unreadResources({ resources }: ResourceGraph): UnreadResource[] {
  return resources.flatMap((resource) => {
    const { type } = resource;
    if (type.startsWith("aws-native:")) return named(resource, awsNative, "aws");
    return /^azure(?:-nextgen)?:/.test(type) ? named(resource, azureClassic, "azure-native") : [];
  });
}

function named(resource: GraphResource, kinds: Record<string, RegExp>, readable: string): UnreadResource[] {
  const kind = Object.entries(kinds).find(([, pattern]) => pattern.test(resource.type));
  return kind ? [{ resource, what: kind[0], readable }] : [];
}

/** Whether a resource of a provider that is not read is a sign of LLS by itself: a target group of aws-native that takes its media. */
export function isUnreadSign(resource: GraphResource): boolean {
  return /^aws-native:elasticloadbalancingv2:TargetGroup$/i.test(resource.type) && isMediaGroup(asAws(resource));
}

/** aws-native writes the port of the health check as a field of the group. */
function asAws(resource: GraphResource): GraphResource {
  const { inputs } = resource;
  return { ...resource, inputs: { ...inputs, healthCheck: { port: inputs.healthCheckPort } } };
}
