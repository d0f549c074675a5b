import { vpcType } from "../../graph/aws/resource-types";
import { CloudError } from "../cloud-error";
import { anyChangeOf, type SimulatedType } from "../simulated-type";
import { prefixLength, rangeOf } from "./cidr";
import { broughtSecurityGroup } from "./existence";

interface VpcInputs {
  cidrBlock?: string;
  enableDnsHostnames?: boolean;
  enableDnsSupport?: boolean;
}

/**
 * Makes sure that a block is one that VPCs and subnets take: IPv4, /16 to /28, beginning where such a block begins.
 * Source: VPC user guide, "VPC CIDR blocks" and "Subnet CIDR blocks".
 * @throws CloudError
 */
export function checkBlock(cidr: string | undefined, code: string): asserts cidr is string {
  const length = prefixLength(cidr ?? "");
  if (cidr !== undefined && rangeOf(cidr) && length >= 16 && length <= 28) return;
  throw new CloudError(code, `The CIDR '${cidr}' is invalid: an IPv4 block of /16 to /28 is needed`);
}

/** A VPC. While anything but its default group, network ACL and route table is in it, it cannot be deleted (EC2 API, DeleteVpc). */
export const vpc: SimulatedType<VpcInputs> = {
  type: vpcType,
  // terraform-provider-aws, aws_vpc: ForceNew.
  replaces: anyChangeOf("cidrBlock", "ipv4IpamPoolId", "ipv4NetmaskLength"),
  // 22 s with DNS host names, in a published log of the Terraform provider (DevopsArtFactory/terraform-provisioning, pull request 7).
  latencySeconds: 22,
  permissions: {
    create: ["ec2:CreateVpc", "ec2:CreateTags", "ec2:ModifyVpcAttribute"],
    read: [
      "ec2:DescribeVpcs",
      "ec2:DescribeVpcAttribute",
      "ec2:DescribeNetworkAcls",
      "ec2:DescribeRouteTables",
      "ec2:DescribeSecurityGroups",
    ],
    update: ["ec2:ModifyVpcAttribute", "ec2:CreateTags", "ec2:DeleteTags"],
    delete: ["ec2:DeleteVpc"],
  },
  admit(request) {
    const { cloud, inputs } = request;
    checkBlock(inputs.cidrBlock, "InvalidVpc.Range");
    const id = `vpc-${request.hex(17, "id")}`;
    const defaultSecurityGroupId = `sg-${request.hex(17, "default group")}`;
    const routeTableId = `rtb-${request.hex(17, "main table")}`;
    const { account, region } = cloud.aws;
    return {
      id,
      outputs: {
        arn: `arn:aws:ec2:${region}:${account}:vpc/${id}`,
        defaultNetworkAclId: `acl-${request.hex(17, "default acl")}`,
        defaultRouteTableId: routeTableId,
        defaultSecurityGroupId,
        enableDnsHostnames: inputs.enableDnsHostnames ?? false,
        enableDnsSupport: inputs.enableDnsSupport ?? true,
        mainRouteTableId: routeTableId,
        ownerId: account,
      },
      claims: [broughtSecurityGroup(defaultSecurityGroupId)],
    };
  },
};
