/** Types of the AWS provider that several readers name. */
export const vpcType = "aws:ec2/vpc:Vpc";
export const subnetType = "aws:ec2/subnet:Subnet";
export const securityGroupType = "aws:ec2/securityGroup:SecurityGroup";
export const defaultSecurityGroupType = "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup";
export const prefixListType = "aws:ec2/managedPrefixList:ManagedPrefixList";
export const prefixListEntryType = "aws:ec2/managedPrefixListEntry:ManagedPrefixListEntry";
export const eksClusterType = "aws:eks/cluster:Cluster";
export const nodeGroupType = "aws:eks/nodeGroup:NodeGroup";
export const autoScalingGroupType = "aws:autoscaling/group:Group";
export const launchTemplateType = "aws:ec2/launchTemplate:LaunchTemplate";
export const launchConfigurationType = "aws:ec2/launchConfiguration:LaunchConfiguration";
export const instanceType = "aws:ec2/instance:Instance";
export const loadBalancerType = "aws:lb/loadBalancer:LoadBalancer";
export const listenerType = "aws:lb/listener:Listener";
export const targetGroupType = "aws:lb/targetGroup:TargetGroup";
export const targetAttachmentType = "aws:lb/targetGroupAttachment:TargetGroupAttachment";
export const autoScalingAttachmentType = "aws:autoscaling/attachment:Attachment";
export const trafficSourceType = "aws:autoscaling/trafficSourceAttachment:TrafficSourceAttachment";
export const targetGroupBindingType = "kubernetes:elbv2.k8s.aws/v1beta1:TargetGroupBinding";

/** What the id of a security group can come from: a cluster of EKS brings one. */
export const securityGroupSources = [securityGroupType, defaultSecurityGroupType, eksClusterType];
