import type { References } from "../references";

const id = { output: "id" };
const arn = { output: "arn" };

const securityGroup: References = {
  gives: { securityGroup: id },
  takes: {
    vpcId: "vpc",
    "ingress[].securityGroups[]": "securityGroup",
    "egress[].securityGroups[]": "securityGroup",
    "ingress[].prefixListIds[]": "prefixList",
    "egress[].prefixListIds[]": "prefixList",
  },
};

const securityGroupRule: References = {
  takes: {
    securityGroupId: "securityGroup",
    referencedSecurityGroupId: "securityGroup",
    prefixListId: "prefixList",
  },
};

/** Resource types of the AWS provider, 7.48, and of its load balancer controller. */
export const awsReferences: Record<string, References> = {
  "aws:autoscaling/attachment:Attachment": {
    takes: { autoscalingGroupName: "autoScalingGroup", lbTargetGroupArn: "targetGroup" },
  },
  "aws:autoscaling/group:Group": {
    gives: { autoScalingGroup: { output: "name", input: "name" } },
    takes: {
      "launchTemplate.id": "launchTemplate",
      "mixedInstancesPolicy.launchTemplate.launchTemplateSpecification.launchTemplateId": "launchTemplate",
    },
    takesSet: { "vpcZoneIdentifiers[]": "subnet", "targetGroupArns[]": "targetGroup" },
  },
  "aws:autoscaling/trafficSourceAttachment:TrafficSourceAttachment": {
    takes: { autoscalingGroupName: "autoScalingGroup", "trafficSource.identifier": "targetGroup" },
  },
  "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl": {
    gives: { networkAcl: id },
    takesSet: { "subnetIds[]": "subnet" },
  },
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": securityGroup,
  "aws:ec2/defaultSubnet:DefaultSubnet": { gives: { subnet: id } },
  "aws:ec2/defaultVpc:DefaultVpc": { gives: { vpc: id }, makes: { securityGroup: "defaultSecurityGroupId" } },
  "aws:ec2/eip:Eip": { gives: { allocation: { output: "allocationId" } } },
  "aws:ec2/instance:Instance": {
    gives: { instance: id },
    takes: { subnetId: "subnet", "launchTemplate.id": "launchTemplate" },
    takesSet: { "vpcSecurityGroupIds[]": "securityGroup" },
  },
  "aws:ec2/launchTemplate:LaunchTemplate": {
    gives: { launchTemplate: id },
    takes: { "networkInterfaces[].subnetId": "subnet", "networkInterfaces[].securityGroups[]": "securityGroup" },
    takesSet: { "vpcSecurityGroupIds[]": "securityGroup" },
  },
  "aws:ec2/managedPrefixList:ManagedPrefixList": { gives: { prefixList: id } },
  "aws:ec2/managedPrefixListEntry:ManagedPrefixListEntry": { takes: { prefixListId: "prefixList" } },
  "aws:ec2/networkAcl:NetworkAcl": {
    gives: { networkAcl: id },
    takes: { vpcId: "vpc" },
    takesSet: { "subnetIds[]": "subnet" },
  },
  "aws:ec2/networkAclAssociation:NetworkAclAssociation": { takes: { networkAclId: "networkAcl", subnetId: "subnet" } },
  "aws:ec2/networkAclRule:NetworkAclRule": { takes: { networkAclId: "networkAcl" } },
  "aws:ec2/routeTable:RouteTable": { gives: { routeTable: id }, takes: { vpcId: "vpc" } },
  "aws:ec2/routeTableAssociation:RouteTableAssociation": { takes: { routeTableId: "routeTable", subnetId: "subnet" } },
  "aws:ec2/securityGroup:SecurityGroup": securityGroup,
  "aws:ec2/securityGroupRule:SecurityGroupRule": {
    takes: { securityGroupId: "securityGroup", sourceSecurityGroupId: "securityGroup" },
    takesSet: { "prefixListIds[]": "prefixList" },
  },
  "aws:ec2/subnet:Subnet": { gives: { subnet: id }, takes: { vpcId: "vpc" } },
  "aws:ec2/vpc:Vpc": { gives: { vpc: id }, makes: { securityGroup: "defaultSecurityGroupId" } },
  "aws:eks/cluster:Cluster": {
    gives: { securityGroup: { output: "vpcConfig.clusterSecurityGroupId" } },
    takesSet: { "vpcConfig.securityGroupIds[]": "securityGroup", "vpcConfig.subnetIds[]": "subnet" },
  },
  "aws:eks/nodeGroup:NodeGroup": {
    gives: { autoScalingGroup: { output: "resources[0].autoscalingGroups[0].name" } },
    takes: { "launchTemplate.id": "launchTemplate" },
    takesSet: { "subnetIds[]": "subnet", "remoteAccess.sourceSecurityGroupIds[]": "securityGroup" },
  },
  "aws:lb/listener:Listener": {
    gives: { listener: arn },
    takes: {
      loadBalancerArn: "loadBalancer",
      "defaultActions[].targetGroupArn": "targetGroup",
    },
    takesEach: { "defaultActions[].forward.targetGroups[].arn": "targetGroup" },
  },
  "aws:lb/loadBalancer:LoadBalancer": {
    gives: { loadBalancer: arn },
    takes: { "subnetMappings[].subnetId": "subnet", "subnetMappings[].allocationId": "allocation" },
    takesSet: { "securityGroups[]": "securityGroup", "subnets[]": "subnet" },
  },
  "aws:lb/targetGroup:TargetGroup": { gives: { targetGroup: arn }, takes: { vpcId: "vpc" } },
  "aws:lb/targetGroupAttachment:TargetGroupAttachment": {
    takes: { targetGroupArn: "targetGroup", targetId: "instance" },
  },
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": securityGroupRule,
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": securityGroupRule,
  "kubernetes:elbv2.k8s.aws/v1beta1:TargetGroupBinding": { takes: { "spec.targetGroupARN": "targetGroup" } },
};
