import type * as ec2 from "@aws-sdk/client-ec2";
import type * as elb from "@aws-sdk/client-elastic-load-balancing-v2";

/**
 * The read-only calls that find what stands in AWS, each with all its pages in one list. Methods are named as the API's actions.
 * `awsObjectReaderOf` answers them from AWS; tests answer them from memory.
 */
export interface AwsObjectReader {
  describeSecurityGroups(input: Pick<ec2.DescribeSecurityGroupsCommandInput, "Filters">): Promise<ec2.SecurityGroup[]>;
  describeSecurityGroupRules(
    input: Pick<ec2.DescribeSecurityGroupRulesCommandInput, "Filters">,
  ): Promise<ec2.SecurityGroupRule[]>;
  describeAddresses(input: Pick<ec2.DescribeAddressesCommandInput, "Filters">): Promise<ec2.Address[]>;
  describeLoadBalancers(): Promise<elb.LoadBalancer[]>;
  describeTargetGroups(): Promise<elb.TargetGroup[]>;
  describeListeners(input: Pick<elb.DescribeListenersCommandInput, "LoadBalancerArn">): Promise<elb.Listener[]>;
  /** Takes 20 ARNs at most. */
  describeTags(input: Pick<elb.DescribeTagsCommandInput, "ResourceArns">): Promise<elb.TagDescription[]>;
  describeTargetHealth(
    input: Pick<elb.DescribeTargetHealthCommandInput, "TargetGroupArn">,
  ): Promise<elb.TargetHealthDescription[]>;
  /** ARNs of the target groups that an Auto Scaling group is attached to. */
  getGroup(name: string): Promise<string[]>;
}

/**
 * The IAM action of each call. Source: AWS Service Authorization Reference, tables of EC2, Elastic Load Balancing V2 and
 * EC2 Auto Scaling. All of them are in docs/iam/eks-policy.json: `pulumi refresh` needs them too.
 */
export const readActions: Record<keyof AwsObjectReader, string> = {
  describeSecurityGroups: "ec2:DescribeSecurityGroups",
  describeSecurityGroupRules: "ec2:DescribeSecurityGroupRules",
  describeAddresses: "ec2:DescribeAddresses",
  describeLoadBalancers: "elasticloadbalancing:DescribeLoadBalancers",
  describeTargetGroups: "elasticloadbalancing:DescribeTargetGroups",
  describeListeners: "elasticloadbalancing:DescribeListeners",
  describeTags: "elasticloadbalancing:DescribeTags",
  describeTargetHealth: "elasticloadbalancing:DescribeTargetHealth",
  getGroup: "autoscaling:DescribeAutoScalingGroups",
};
