import { subnetType } from "../../graph/aws/resource-types";
import type { SimulatedCloud } from "../cloud";
import { CloudError } from "../cloud-error";
import { anyChangeOf, type SimulatedType } from "../simulated-type";
import { containsBlock, overlap } from "./cidr";
import { checkVpc } from "./existence";
import { checkBlock } from "./vpc";

interface SubnetInputs {
  vpcId: string;
  cidrBlock?: string;
  availabilityZone?: string;
  mapPublicIpOnLaunch?: boolean;
}

/** A subnet. While a network interface is in it, of a load balancer, a gateway or a node, it cannot be deleted (EC2 API, DeleteSubnet). */
export const subnet: SimulatedType<SubnetInputs> = {
  type: subnetType,
  // terraform-provider-aws, aws_subnet: ForceNew.
  replaces: anyChangeOf("availabilityZone", "availabilityZoneId", "cidrBlock", "ipv6Native", "outpostArn", "vpcId"),
  // 10 s with public addresses, in a published log of the Terraform provider (terraform-aws-modules/terraform-aws-eks, issue 2203).
  latencySeconds: 10,
  permissions: {
    create: ["ec2:CreateSubnet", "ec2:CreateTags", "ec2:ModifySubnetAttribute"],
    read: ["ec2:DescribeSubnets"],
    update: ["ec2:ModifySubnetAttribute", "ec2:CreateTags", "ec2:DeleteTags"],
    delete: ["ec2:DeleteSubnet", "ec2:DescribeNetworkInterfaces"],
  },
  admit(request) {
    const { cloud, inputs } = request;
    const { vpcId, cidrBlock, availabilityZone } = inputs;
    const { account, region } = cloud.aws;
    checkVpc(cloud, vpcId, "InvalidVpcID.NotFound");
    checkBlock(cidrBlock, "InvalidSubnet.Range");
    checkPlace(cloud, vpcId, cidrBlock, request.current?.id);
    // One that is not given is chosen by AWS, of which nothing here can be said.
    if (!availabilityZone) throw new CloudError("NotSimulated", "a subnet without availabilityZone; name the zone");
    if (!availabilityZone.startsWith(region) || availabilityZone === region) {
      throw new CloudError(
        "InvalidParameterValue",
        `Value (${availabilityZone}) for parameter availabilityZone is invalid: the region is ${region}`,
      );
    }
    const id = `subnet-${request.hex(17, "id")}`;
    return {
      id,
      outputs: {
        arn: `arn:aws:ec2:${region}:${account}:subnet/${id}`,
        mapPublicIpOnLaunch: inputs.mapPublicIpOnLaunch ?? false,
        ownerId: account,
      },
      uses: [{ key: vpcId, refusal: "DependencyViolation" }],
    };
  },
};

/** Its block is part of the VPC's, and of no other subnet's (EC2 API, CreateSubnet). */
function checkPlace(cloud: SimulatedCloud, vpcId: string, cidr: string, ownId: string | undefined): void {
  const { network } = cloud.aws;
  const blocks = network.vpcs.get(vpcId) ?? [cloud.resources.get(vpcId)!.inputs.cidrBlock as string];
  if (!blocks.some((block) => containsBlock(block, cidr))) {
    throw new CloudError(
      "InvalidSubnet.Range",
      `The CIDR '${cidr}' is invalid: it is not part of ${blocks.join(", ")}`,
    );
  }
  const seeded = [...network.subnets.values()].filter((subnet) => subnet.vpcId === vpcId);
  const others = [
    ...seeded.map(({ id, cidr: other }) => ({ id, other })),
    ...cloud
      .users(vpcId)
      .filter(({ type }) => type === subnetType)
      .map(({ id, inputs }) => ({ id, other: inputs.cidrBlock as string })),
  ];
  const taken = others.find(({ id, other }) => id !== ownId && overlap(other, cidr));
  if (taken) {
    throw new CloudError("InvalidSubnet.Conflict", `The CIDR '${cidr}' conflicts with ${taken.id} (${taken.other})`);
  }
}
