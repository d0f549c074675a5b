import { CloudError } from "../cloud-error";
import { anyChangeOf, type SimulatedType } from "../simulated-type";
import { allocationClaim, allocationUse } from "./elastic-ip";
import { existingSubnet } from "./existence";
import { publicAddressUse } from "./internet-gateway";

interface NatGatewayInputs {
  subnetId: string;
  allocationId?: string;
  connectivityType?: string;
}

/** A NAT gateway. A public one has an Elastic IP of its own, in a VPC with an internet gateway (VPC user guide, "NAT gateway basics"). */
export const natGateway: SimulatedType<NatGatewayInputs> = {
  type: "aws:ec2/natGateway:NatGateway",
  // terraform-provider-aws, aws_nat_gateway: ForceNew.
  replaces: anyChangeOf("allocationId", "connectivityType", "privateIp", "subnetId"),
  // Estimate: "a few minutes" until it is available (VPC user guide, "NAT gateway basics"); logs of the Terraform provider show 1.5 to 2.
  latencySeconds: 100,
  permissions: {
    create: ["ec2:CreateNatGateway", "ec2:CreateTags"],
    read: ["ec2:DescribeNatGateways"],
    update: ["ec2:CreateTags", "ec2:DeleteTags"],
    delete: ["ec2:DeleteNatGateway"],
  },
  admit(request) {
    const { cloud, inputs } = request;
    const { subnetId, allocationId, connectivityType = "public" } = inputs;
    const { vpcId } = existingSubnet(cloud, subnetId, "InvalidSubnetID.NotFound");
    const isPublic = connectivityType === "public";
    if (isPublic !== (allocationId !== undefined)) {
      throw new CloudError(
        "InvalidParameterCombination",
        `a ${connectivityType} NAT gateway ${isPublic ? "needs an" : "takes no"} allocationId`,
      );
    }
    return {
      id: `nat-${request.hex(17, "id")}`,
      outputs: { connectivityType },
      uses: [
        { key: subnetId, refusal: "DependencyViolation" },
        ...(isPublic ? publicAddressUse(cloud, vpcId, "Gateway.NotAttached") : []),
        ...(allocationId === undefined ? [] : [allocationUse(allocationId)]),
      ],
      claims: allocationId === undefined ? [] : [allocationClaim(allocationId, "Resource.AlreadyAssociated")],
    };
  },
};
