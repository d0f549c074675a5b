import { autoScalingGroupType } from "../../graph/aws/resource-types";
import { CloudError } from "../cloud-error";
import { anyChangeOf, type SimulatedType } from "../simulated-type";
import { autoScalingGroupClaim, existingSubnet } from "./existence";
import { launchedGroupKeys, type TemplateReference } from "./launch-template";
import { physicalName, type NamedInputs } from "./names";

interface AutoScalingGroupInputs extends NamedInputs {
  minSize: number;
  maxSize: number;
  desiredCapacity?: number;
  healthCheckType?: string;
  launchTemplate?: TemplateReference;
  vpcZoneIdentifiers?: string[];
}

/** An Auto Scaling group of nodes that EKS does not manage. */
export const autoScalingGroup: SimulatedType<AutoScalingGroupInputs> = {
  type: autoScalingGroupType,
  // terraform-provider-aws, aws_autoscaling_group: ForceNew.
  replaces: anyChangeOf("name", "namePrefix", "placementGroup"),
  // Estimate: the provider waits until the instances are in service, not until they have joined a cluster.
  latencySeconds: 60,
  permissions: {
    create: ["autoscaling:CreateAutoScalingGroup", "autoscaling:CreateOrUpdateTags", "iam:CreateServiceLinkedRole"],
    read: ["autoscaling:DescribeAutoScalingGroups", "autoscaling:DescribeScalingActivities"],
    update: [
      "autoscaling:UpdateAutoScalingGroup",
      "autoscaling:StartInstanceRefresh",
      "autoscaling:CreateOrUpdateTags",
    ],
    delete: ["autoscaling:UpdateAutoScalingGroup", "autoscaling:DeleteAutoScalingGroup"],
  },
  admit(request) {
    const { cloud, inputs } = request;
    const { minSize, maxSize, desiredCapacity = minSize, launchTemplate, vpcZoneIdentifiers = [] } = inputs;
    const name = physicalName(request, 255);
    if (!(0 <= minSize && minSize <= desiredCapacity && desiredCapacity <= maxSize)) {
      throw new CloudError(
        "ValidationError",
        `minSize ${minSize}, desiredCapacity ${desiredCapacity} and maxSize ${maxSize} must be in this order`,
      );
    }
    for (const id of vpcZoneIdentifiers) existingSubnet(cloud, id, "ValidationError");
    const groups = launchTemplate ? launchedGroupKeys(cloud, launchTemplate) : [];
    const { account, region } = cloud.aws;
    return {
      id: name,
      outputs: {
        arn: `arn:aws:autoscaling:${region}:${account}:autoScalingGroup:${request.hex(32, "arn")}:autoScalingGroupName/${name}`,
        desiredCapacity,
        healthCheckType: inputs.healthCheckType ?? "EC2",
        name,
      },
      uses: [...vpcZoneIdentifiers, ...groups].map((key) => ({ key, refusal: "DependencyViolation" })),
      claims: [autoScalingGroupClaim(name)],
    };
  },
};
