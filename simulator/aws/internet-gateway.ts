import type { SimulatedCloud } from "../cloud";
import { CloudError } from "../cloud-error";
import type { SimulatedType, Use } from "../simulated-type";
import { checkVpc } from "./existence";

interface InternetGatewayInputs {
  vpcId?: string;
}

/** An internet gateway, attached to its VPC: a VPC has at most one (EC2 API, AttachInternetGateway). */
export const internetGateway: SimulatedType<InternetGatewayInputs> = {
  type: "aws:ec2/internetGateway:InternetGateway",
  replaces: () => [],
  // 1 s, in a published log of the Terraform provider (DevopsArtFactory/terraform-provisioning, pull request 7).
  latencySeconds: 1,
  permissions: {
    create: ["ec2:CreateInternetGateway", "ec2:AttachInternetGateway", "ec2:CreateTags"],
    read: ["ec2:DescribeInternetGateways"],
    update: ["ec2:AttachInternetGateway", "ec2:DetachInternetGateway", "ec2:CreateTags", "ec2:DeleteTags"],
    delete: ["ec2:DetachInternetGateway", "ec2:DeleteInternetGateway"],
  },
  admit(request) {
    const { cloud, inputs } = request;
    const id = `igw-${request.hex(17, "id")}`;
    const { account, region } = cloud.aws;
    const outputs = { arn: `arn:aws:ec2:${region}:${account}:internet-gateway/${id}`, ownerId: account };
    if (inputs.vpcId === undefined) return { id, outputs };
    checkVpc(cloud, inputs.vpcId, "InvalidVpcID.NotFound");
    const reason = `the VPC ${inputs.vpcId} has an internet gateway already`;
    return {
      ...{ id, outputs },
      uses: [{ key: inputs.vpcId, refusal: "DependencyViolation" }],
      claims: [{ key: attachment(inputs.vpcId), code: "Resource.AlreadyAssociated", reason }],
    };
  },
};

/**
 * What a public address in a VPC needs: the VPC's internet gateway, which cannot be detached while one is mapped ("Network … has some mapped public
 * address(es)", hashicorp/terraform, issue 497). Of a VPC of the seed nothing is asked.
 * @param code error code of what has the address, where the VPC has no gateway
 * @throws CloudError
 */
export function publicAddressUse(cloud: SimulatedCloud, vpcId: string, code: string): Use[] {
  const gateway = cloud.claimant(attachment(vpcId));
  if (gateway !== undefined) return [{ key: gateway, refusal: "DependencyViolation" }];
  if (cloud.aws.network.vpcs.has(vpcId)) return [];
  throw new CloudError(code, `VPC ${vpcId} has no internet gateway; wait for it, by dependsOn or by its route`);
}

function attachment(vpcId: string): string {
  return `internet gateway of|${vpcId}`;
}
