import { CloudError } from "../cloud-error";
import { anyChangeOf, type SimulatedType } from "../simulated-type";
import { checkVpc } from "./existence";
import { checkSecurityGroupText, physicalName, type NamedInputs } from "./names";
import { isSameStack, type Tags } from "./same-stack";

interface SecurityGroupInputs extends NamedInputs {
  description?: string;
  vpcId?: string;
  egress?: unknown[];
  ingress?: unknown[];
  tags?: Tags;
}

/**
 * A security group. AWS gives a new one a rule that lets everything out; the Terraform provider, and with it Pulumi's, takes
 * it away, so that what is not declared is closed (terraform-provider-aws, `aws_security_group`, note on egress).
 * While a network interface or another group's rule uses it, its deletion is a `DependencyViolation` (EC2 API, DeleteSecurityGroup).
 */
export const securityGroup: SimulatedType<SecurityGroupInputs> = {
  type: "aws:ec2/securityGroup:SecurityGroup",
  // terraform-provider-aws, aws_security_group: ForceNew.
  replaces: anyChangeOf("description", "name", "namePrefix", "vpcId"),
  failedUpdate: "done",
  latencySeconds: 3,
  permissions: {
    create: ["ec2:CreateSecurityGroup", "ec2:CreateTags", "ec2:RevokeSecurityGroupEgress"],
    read: ["ec2:DescribeSecurityGroups"],
    update: ["ec2:CreateTags", "ec2:DeleteTags"],
    delete: ["ec2:DeleteSecurityGroup", "ec2:DescribeNetworkInterfaces"],
  },
  admit(request) {
    const { cloud, inputs } = request;
    // Where none is given, EC2 takes the default VPC of the account.
    const vpcId = inputs.vpcId ?? cloud.aws.network.vpcs.keys().next().value;
    if (vpcId === undefined) throw new CloudError("VPCIdNotSpecified", "No default VPC for this user; give vpcId");
    checkVpc(cloud, vpcId, "InvalidVpcID.NotFound");
    const name = physicalName(request, 255);
    if (name.startsWith("sg-"))
      throw new CloudError("InvalidParameterValue", `the name '${name}' may not begin with sg-`);
    checkSecurityGroupText("name", name);
    const description = inputs.description ?? "Managed by Pulumi";
    checkSecurityGroupText("description", description);

    // EC2 API, CreateSecurityGroup: names are unique in a VPC.
    const claim = { key: `security group name|${vpcId}|${name}`, code: "InvalidGroup.Duplicate" };
    const reason = `the VPC ${vpcId} has a security group named '${name}'`;
    const { securityGroups } = cloud.aws.network;
    const existing = [...securityGroups.values()].find((group) => group.name === name && group.vpcId === vpcId);
    // A group of the facts that this very stack made is the one being declared.
    if (existing && !isSameStack(existing.tags, inputs.tags)) {
      throw new CloudError(claim.code, reason);
    }

    const id = `sg-${request.hex(17, "id")}`;
    const { account, region } = cloud.aws;
    return {
      id,
      outputs: {
        arn: `arn:aws:ec2:${region}:${account}:security-group/${id}`,
        description,
        egress: inputs.egress ?? [],
        ingress: inputs.ingress ?? [],
        name,
        ownerId: account,
        vpcId,
      },
      uses: [{ key: vpcId, refusal: "DependencyViolation" }],
      claims: [{ ...claim, reason }],
    };
  },
};
