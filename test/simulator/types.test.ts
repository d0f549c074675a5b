import * as autoscaling from "@pulumi/aws/autoscaling";
import * as ec2 from "@pulumi/aws/ec2";
import * as lb from "@pulumi/aws/lb";
import * as vpc from "@pulumi/aws/vpc";
import * as kubernetes from "@pulumi/kubernetes/core/v1";
import * as helm from "@pulumi/kubernetes/helm/v3";
import { expect, it } from "vitest";
import { simulatedFunctions, simulatedTypes } from "../../simulator/types";

/** `Class.__pulumiType`, which the SDK registers under. */
const token = (resourceClass: object): string => (resourceClass as { __pulumiType: string }).__pulumiType;

it("the types are known under the tokens of the SDKs", () => {
  const classes = [
    ...[autoscaling.Attachment, ec2.Eip, ec2.SecurityGroup, lb.Listener, lb.LoadBalancer, lb.TargetGroup],
    ...[lb.TargetGroupAttachment, vpc.SecurityGroupEgressRule, vpc.SecurityGroupIngressRule],
    ...[kubernetes.Namespace, kubernetes.Secret, kubernetes.ServiceAccountPatch, helm.Release],
  ];
  const customResource = "kubernetes:elbv2.k8s.aws/v1beta1:TargetGroupBinding";
  expect([...simulatedTypes.keys()].sort()).toEqual([...classes.map(token), customResource].sort());
});

it("every type says how long it takes, and which IAM actions the provider needs on AWS", () => {
  for (const { type, latencySeconds, iamActions } of simulatedTypes.values()) {
    expect(latencySeconds, type).toBeGreaterThan(0);
    const { create, read, delete: remove } = iamActions;
    const isAws = type.startsWith("aws:");
    for (const actions of [create, read, remove]) expect(actions.length > 0, type).toBe(isAws);
    for (const action of Object.values(iamActions).flat()) expect(action).toMatch(/^[a-z0-9]+:[A-Z][A-Za-z]+$/);
  }
  for (const { token: name, iamActions } of simulatedFunctions.values()) expect(iamActions, name).not.toEqual([]);
});
