// Type token -> class of every resource that an installation registers.
const core = require("@pulumi/kubernetes/core/v1");

exports.classes = {
  "pulumi:providers:aws": require("@pulumi/aws/provider").Provider,
  "pulumi:providers:kubernetes": require("@pulumi/kubernetes/provider").Provider,
  "aws:ec2/securityGroup:SecurityGroup": require("@pulumi/aws/ec2").SecurityGroup,
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": require("@pulumi/aws/vpc").SecurityGroupIngressRule,
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": require("@pulumi/aws/vpc").SecurityGroupEgressRule,
  "aws:lb/loadBalancer:LoadBalancer": require("@pulumi/aws/lb").LoadBalancer,
  "aws:lb/targetGroup:TargetGroup": require("@pulumi/aws/lb").TargetGroup,
  "aws:lb/listener:Listener": require("@pulumi/aws/lb").Listener,
  "aws:autoscaling/attachment:Attachment": require("@pulumi/aws/autoscaling").Attachment,
  "kubernetes:core/v1:Namespace": core.Namespace,
  "kubernetes:helm.sh/v3:Release": require("@pulumi/kubernetes/helm/v3").Release,
};
