import * as autoscaling from "@pulumi/aws/autoscaling";
import * as lb from "@pulumi/aws/lb";
import * as kubernetes from "@pulumi/kubernetes/apiextensions";
import type * as pulumi from "@pulumi/pulumi";
import { chart, ports } from "../lls";
import { stackAnnotations } from "../owner";
import { EksTargetsKind } from "./args";
import type { EksSettings } from "./settings";

/**
 * Makes nodes targets of the group. Instances are registered on the group's own port, 30504.
 * @param proxy a binding waits for it, because the service it names comes with the chart
 */
export function registerTargets(
  name: string,
  { targets, proxyNodeSelector, availabilityZone }: EksSettings,
  targetGroup: lb.TargetGroup,
  proxy: pulumi.Resource,
  opts: pulumi.CustomResourceOptions,
): void {
  switch (targets.kind) {
    case EksTargetsKind.AutoScalingGroups:
      for (const { key, value } of targets.targets) {
        const args = { autoscalingGroupName: value, lbTargetGroupArn: targetGroup.arn };
        new autoscaling.Attachment(`${name}-target-${key}`, args, opts);
      }
      break;
    case EksTargetsKind.Addresses:
      for (const { key, value } of targets.targets) {
        const args = { targetGroupArn: targetGroup.arn, targetId: value, port: ports.mediaNodePort };
        new lb.TargetGroupAttachment(`${name}-target-${key}`, args, opts);
      }
      break;
    case EksTargetsKind.TargetGroupBinding:
      new kubernetes.CustomResource(
        `${name}-binding`,
        {
          apiVersion: "elbv2.k8s.aws/v1beta1",
          kind: "TargetGroupBinding",
          metadata: { name: chart.release, namespace: chart.namespace, annotations: stackAnnotations() },
          // Without `networking` the AWS Load Balancer Controller leaves security groups alone; ours are open already.
          spec: {
            targetGroupARN: targetGroup.arn,
            targetType: "instance",
            serviceRef: { name: targets.serviceName, port: targets.servicePort },
            // Only these nodes have our rules, and only this zone gets traffic.
            nodeSelector: { matchLabels: { ...proxyNodeSelector, "topology.kubernetes.io/zone": availabilityZone } },
          },
        },
        {
          ...opts,
          dependsOn: [proxy],
          // The controller refuses this change in place.
          replaceOnChanges: ["spec.targetGroupARN"],
          deleteBeforeReplace: true,
        },
      );
  }
}
