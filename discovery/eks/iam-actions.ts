import type { Ec2Reader } from "./ec2-reader";

/** Provider functions that discovery invokes. */
export type EksInvoke =
  "getCallerIdentity" | "getCluster" | "getNodeGroups" | "getNodeGroup" | "getAmiIds" | "getGroup" | "getSubnets";

/** Every call of discovery. */
export type EksCall = EksInvoke | keyof Ec2Reader;

/**
 * The IAM action that each call of discovery needs. Source: AWS Service Authorization Reference, tables of
 * STS, EKS, EC2 and EC2 Auto Scaling. The shipped policy docs/iam/eks-policy.json holds them all.
 */
export const iamActions: Record<EksCall, string> = {
  getCallerIdentity: "sts:GetCallerIdentity",
  getCluster: "eks:DescribeCluster",
  getNodeGroups: "eks:ListNodegroups",
  getNodeGroup: "eks:DescribeNodegroup",
  getAmiIds: "autoscaling:DescribeAutoScalingGroups",
  getGroup: "autoscaling:DescribeAutoScalingGroups",
  getSubnets: "ec2:DescribeSubnets",
  describeSubnets: "ec2:DescribeSubnets",
  describeInstances: "ec2:DescribeInstances",
  describeSecurityGroups: "ec2:DescribeSecurityGroups",
  describeSecurityGroupRules: "ec2:DescribeSecurityGroupRules",
  describeNetworkAcls: "ec2:DescribeNetworkAcls",
  describeRouteTables: "ec2:DescribeRouteTables",
  describeVpcs: "ec2:DescribeVpcs",
  describeVpcBlockPublicAccessOptions: "ec2:DescribeVpcBlockPublicAccessOptions",
  describeVpcBlockPublicAccessExclusions: "ec2:DescribeVpcBlockPublicAccessExclusions",
  describeManagedPrefixLists: "ec2:DescribeManagedPrefixLists",
  getManagedPrefixListEntries: "ec2:GetManagedPrefixListEntries",
  describeLaunchTemplateVersions: "ec2:DescribeLaunchTemplateVersions",
};
