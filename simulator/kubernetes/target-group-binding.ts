import { created } from "../aws/existence";
import { targetGroup } from "../aws/target-group";
import { objectType, type ObjectInputs } from "./objects";

interface TargetGroupBindingInputs extends ObjectInputs {
  spec: { targetGroupARN: string };
}

/**
 * What binds a Service to a target group. The webhook of the AWS Load Balancer Controller looks the group up to learn its
 * target type, and refuses a binding to one that does not exist (aws-load-balancer-controller, targetgroupbinding_mutator.go).
 */
export const targetGroupBinding = objectType<TargetGroupBindingInputs>(
  "kubernetes:elbv2.k8s.aws/v1beta1:TargetGroupBinding",
  ({ cloud, inputs }) => {
    created(cloud, targetGroup.type, inputs.spec.targetGroupARN, "TargetGroupNotFound");
    return {};
  },
);
