import { describe, expect, it } from "vitest";
import { unreadResources } from "../../graph/unsupported-providers";
import { resource, stackOf } from "./foreign-stack";

const read = (type: string) => unreadResources(stackOf(resource(type, "x")))[0];

describe("resources that are not read", () => {
  it.each([
    ["aws-native:elasticloadbalancingv2:TargetGroup", "load balancer, listener or target group", "aws"],
    ["aws-native:ec2:SecurityGroupIngress", "security group", "aws"],
    ["aws-native:ec2:NetworkAclEntry", "network ACL", "aws"],
    ["aws-native:ec2:SubnetRouteTableAssociation", "VPC, subnet or route", "aws"],
    ["aws-native:eks:Nodegroup", "pool of nodes", "aws"],
    ["azure:network/networkSecurityRule:NetworkSecurityRule", "network security group", "azure-native"],
    [
      "azure:network/subnetNetworkSecurityGroupAssociation:SubnetNetworkSecurityGroupAssociation",
      "network security group",
      "azure-native",
    ],
    ["azure:network/subnet:Subnet", "virtual network, subnet or route", "azure-native"],
    ["azure:lb/rule:Rule", "load balancer or public IP", "azure-native"],
    [
      "azure:containerservice/kubernetesClusterNodePool:KubernetesClusterNodePool",
      "AKS cluster or agent pool",
      "azure-native",
    ],
    ["azure-nextgen:network/v20200701:SecurityRule", "network security group", "azure-native"],
  ])("are named: %s", (type, what, readable) => {
    expect(read(type)).toMatchObject({ resource: { name: "x" }, what, readable });
  });

  it.each([
    "aws:ec2/securityGroup:SecurityGroup",
    "azure-native:network:NetworkSecurityGroup",
    "azure-native:network/v20240501:SecurityRule",
    "aws-native:s3:Bucket",
    "aws-native:ec2:Volume",
    "azure:storage/account:Account",
    "azure:network/dnsZone:DnsZone",
    "pulumi:providers:aws-native",
    "kubernetes:core/v1:Service",
  ])("are not those that are read, or that no packet passes: %s", (type) => {
    expect(read(type)).toBeUndefined();
  });
});
