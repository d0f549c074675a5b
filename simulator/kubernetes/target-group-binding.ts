import { created } from "../aws/existence";
import { targetGroup } from "../aws/target-group";
import { CloudError } from "../cloud-error";
import { objectType, type ObjectInputs } from "./objects";

interface TargetGroupBindingInputs extends ObjectInputs {
  spec: { targetGroupARN: string };
}

/**
 * What binds a Service to a target group. The webhook of the AWS Load Balancer Controller looks the group up to learn its
 * target type, and refuses a binding to one that does not exist (aws-load-balancer-controller, targetgroupbinding_mutator.go),
 * and the change to another one (targetgroupbinding_validator.go).
 */
export const targetGroupBinding = objectType<TargetGroupBindingInputs>(
  "kubernetes:elbv2.k8s.aws/v1beta1:TargetGroupBinding",
  ({ cloud, inputs, current }) => {
    const before = (current?.inputs as TargetGroupBindingInputs | undefined)?.spec.targetGroupARN;
    if (before !== undefined && before !== inputs.spec.targetGroupARN) {
      throw new CloudError("Forbidden", "TargetGroupBinding update may not change these fields: spec.targetGroupARN");
    }
    created(cloud, targetGroup.type, inputs.spec.targetGroupARN, "TargetGroupNotFound");
    return {};
  },
);
