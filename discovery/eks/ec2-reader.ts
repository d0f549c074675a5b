import type * as ec2 from "@aws-sdk/client-ec2";

/**
 * The read-only EC2 calls of discovery, each with all its pages in one list. Methods are named as the API's actions.
 * `ec2ReaderOf` answers them from AWS; tests and the simulator answer them from memory.
 */
export interface Ec2Reader {
  describeSubnets(input: Pick<ec2.DescribeSubnetsCommandInput, "Filters">): Promise<ec2.Subnet[]>;
  describeInstances(input: Pick<ec2.DescribeInstancesCommandInput, "Filters">): Promise<ec2.Instance[]>;
  describeSecurityGroups(input: Pick<ec2.DescribeSecurityGroupsCommandInput, "Filters">): Promise<ec2.SecurityGroup[]>;
  describeSecurityGroupRules(
    input: Pick<ec2.DescribeSecurityGroupRulesCommandInput, "Filters">,
  ): Promise<ec2.SecurityGroupRule[]>;
  describeNetworkAcls(input: Pick<ec2.DescribeNetworkAclsCommandInput, "Filters">): Promise<ec2.NetworkAcl[]>;
  describeRouteTables(input: Pick<ec2.DescribeRouteTablesCommandInput, "Filters">): Promise<ec2.RouteTable[]>;
  describeVpcs(input: Pick<ec2.DescribeVpcsCommandInput, "Filters">): Promise<ec2.Vpc[]>;
  describeVpcBlockPublicAccessOptions(): Promise<ec2.VpcBlockPublicAccessOptions | undefined>;
  describeVpcBlockPublicAccessExclusions(
    input: Pick<ec2.DescribeVpcBlockPublicAccessExclusionsCommandInput, "Filters">,
  ): Promise<ec2.VpcBlockPublicAccessExclusion[]>;
  describeManagedPrefixLists(
    input: Pick<ec2.DescribeManagedPrefixListsCommandInput, "Filters">,
  ): Promise<ec2.ManagedPrefixList[]>;
  getManagedPrefixListEntries(
    input: Pick<ec2.GetManagedPrefixListEntriesCommandInput, "PrefixListId">,
  ): Promise<ec2.PrefixListEntry[]>;
  describeLaunchTemplateVersions(
    input: Pick<ec2.DescribeLaunchTemplateVersionsCommandInput, "LaunchTemplateId" | "Versions">,
  ): Promise<ec2.LaunchTemplateVersion[]>;
}
