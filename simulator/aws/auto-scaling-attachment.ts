import { CloudError } from "../cloud-error";
import { anyChangeOf, sameIn, type SimulatedType } from "../simulated-type";
import { created, existingAutoScalingGroup } from "./existence";
import { targetGroup } from "./target-group";

interface AttachmentInputs {
  autoscalingGroupName: string;
  lbTargetGroupArn: string;
}

/**
 * Makes an Auto Scaling group register its instances as targets.
 * A group whose health check type is ELB terminates instances that the load balancer finds unhealthy (EC2 Auto Scaling user
 * guide, ec2-auto-scaling-health-checks): AWS accepts it, so it is a warning.
 */
export const autoScalingAttachment: SimulatedType<AttachmentInputs> = {
  type: "aws:autoscaling/attachment:Attachment",
  // terraform-provider-aws, aws_autoscaling_attachment: everything is ForceNew.
  replaces: anyChangeOf("autoscalingGroupName", "elb", "lbTargetGroupArn"),
  // EC2 Auto Scaling API, AttachLoadBalancerTargetGroups: additive. The resource's id is the provider's own.
  takesOver: sameIn("autoscalingGroupName", "lbTargetGroupArn"),
  // terraform-provider-aws, internal/service/autoscaling/attachment.go, Delete: no error of DetachLoadBalancerTargetGroups is let pass.
  goneError(id, cloud) {
    const [name = ""] = id.split(",");
    return new CloudError(
      "ValidationError",
      cloud.aws.network.autoScalingGroups.has(name)
        ? "Trying to remove Target Groups that are not part of the group"
        : `AutoScalingGroup name not found - no such group: ${name}`,
    );
  },
  latencySeconds: 2,
  permissions: {
    create: ["autoscaling:AttachLoadBalancerTargetGroups"],
    read: ["autoscaling:DescribeAutoScalingGroups"],
    update: [],
    delete: ["autoscaling:DetachLoadBalancerTargetGroups"],
  },
  admit(request) {
    const { cloud, inputs, urn } = request;
    const name = inputs.autoscalingGroupName;
    const scalingGroup = existingAutoScalingGroup(cloud, name);
    if (!scalingGroup) throw new CloudError("ValidationError", `the Auto Scaling group '${name}' does not exist`);
    const group = created(cloud, targetGroup.type, inputs.lbTargetGroupArn, "ValidationError");
    // EC2 Auto Scaling user guide, attach-load-balancer-asg: the target type must be instance.
    if (group.outputs.targetType !== "instance") {
      throw new CloudError(
        "ValidationError",
        `${group.id} has target type ${group.outputs.targetType}; an Auto Scaling group needs instance`,
      );
    }
    if (scalingGroup.healthCheckType?.includes("ELB")) {
      cloud.warnings.push({
        urn,
        code: "ElbHealthCheck",
        message: `the Auto Scaling group '${name}' terminates its instances whenever the health check of ${group.id} fails, so whenever the proxy restarts; set its health check type to EC2`,
      });
    }
    const keys = [group.id, ...(scalingGroup.key === undefined ? [] : [scalingGroup.key])];
    // A relation has no id on AWS (the provider makes one up): to attach once more changes nothing (EC2 Auto Scaling API).
    return { id: `${name},${group.id}`, outputs: {}, uses: keys.map((key) => ({ key })) };
  },
};
