import { CloudError } from "../cloud-error";
import { anyChangeOf, type SimulatedType } from "../simulated-type";
import { checkVpc, existingSubnet } from "./existence";

interface ExclusionInputs {
  internetGatewayExclusionMode: string;
  vpcId?: string;
  subnetId?: string;
}

const modes = ["allow-bidirectional", "allow-egress"];

/** What VPC Block Public Access leaves alone. It can be made while nothing is blocked (EC2 API, VpcBlockPublicAccessExclusion). */
export const blockPublicAccessExclusion: SimulatedType<ExclusionInputs> = {
  type: "aws:ec2/vpcBlockPublicAccessExclusion:VpcBlockPublicAccessExclusion",
  // terraform-provider-aws, aws_vpc_block_public_access_exclusion: RequiresReplace.
  replaces: anyChangeOf("subnetId", "vpcId"),
  // Estimate: EC2 answers `create-in-progress` at first (EC2 API, VpcBlockPublicAccessExclusion, state).
  latencySeconds: 60,
  permissions: {
    create: ["ec2:CreateVpcBlockPublicAccessExclusion", "ec2:CreateTags"],
    read: ["ec2:DescribeVpcBlockPublicAccessExclusions"],
    update: ["ec2:ModifyVpcBlockPublicAccessExclusion", "ec2:CreateTags", "ec2:DeleteTags"],
    delete: ["ec2:DeleteVpcBlockPublicAccessExclusion"],
  },
  admit(request) {
    const { cloud, inputs } = request;
    const { vpcId, subnetId, internetGatewayExclusionMode: mode } = inputs;
    if (!modes.includes(mode)) {
      throw new CloudError(
        "InvalidParameterValue",
        `internetGatewayExclusionMode '${mode}' is not ${modes.join(", ")}`,
      );
    }
    if ((vpcId === undefined) === (subnetId === undefined)) {
      throw new CloudError("InvalidParameterCombination", "exactly one of vpcId and subnetId must be set");
    }
    if (vpcId !== undefined) checkVpc(cloud, vpcId, "InvalidVpcID.NotFound");
    else existingSubnet(cloud, subnetId!, "InvalidSubnetID.NotFound");
    const id = `vpcbpa-exclude-${request.hex(17, "id")}`;
    const { account, region } = cloud.aws;
    const excluded = vpcId === undefined ? `subnet/${subnetId}` : `vpc/${vpcId}`;
    return {
      id,
      outputs: { resourceArn: `arn:aws:ec2:${region}:${account}:${excluded}` },
      // It goes with what it excludes.
      uses: [{ key: (vpcId ?? subnetId)! }],
    };
  },
};
