import * as autoscaling from "@pulumi/aws/autoscaling";
import * as ec2 from "@pulumi/aws/ec2";
import * as eks from "@pulumi/aws/eks";
import * as iam from "@pulumi/aws/iam";
import * as lb from "@pulumi/aws/lb";
import * as vpc from "@pulumi/aws/vpc";
import * as authorization from "@pulumi/azure-native/authorization";
import * as network from "@pulumi/azure-native/network";
import * as apps from "@pulumi/kubernetes/apps/v1";
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
    ...[ec2.InternetGateway, ec2.LaunchTemplate, ec2.NatGateway, ec2.RouteTable, ec2.RouteTableAssociation],
    ...[ec2.SecurityGroupRule, ec2.Subnet, ec2.Vpc, ec2.VpcBlockPublicAccessExclusion, autoscaling.Group],
    ...[eks.AccessEntry, eks.AccessPolicyAssociation, eks.Addon, eks.Cluster, eks.NodeGroup],
    ...[iam.InstanceProfile, iam.OpenIdConnectProvider, iam.Role, iam.RolePolicyAttachment],
    ...[authorization.RoleAssignment, network.PublicIPAddress, network.SecurityRule],
    ...[
      apps.Deployment,
      kubernetes.ConfigMap,
      kubernetes.Namespace,
      kubernetes.Secret,
      kubernetes.Service,
      kubernetes.ServiceAccountPatch,
      helm.Release,
    ],
  ];
  const customResource = "kubernetes:elbv2.k8s.aws/v1beta1:TargetGroupBinding";
  expect([...simulatedTypes.keys()].sort()).toEqual([...classes.map(token), customResource].sort());
});

/** How a cloud writes its actions: AWS service authorization reference, Azure resource provider operations. */
const actions: Record<string, RegExp> = {
  aws: /^[a-z0-9]+:[A-Z][A-Za-z]+$/,
  "azure-native": /^Microsoft\.[A-Z][A-Za-z]+(\/[a-z][A-Za-z]+)+\/(read|write|delete|action)$/,
};

it("every type says how long it takes, and which actions the provider needs in its cloud", () => {
  for (const { type, latencySeconds, permissions } of simulatedTypes.values()) {
    expect(latencySeconds, type).toBeGreaterThan(0);
    const action = actions[type.split(":")[0]!];
    const { create, read, delete: remove } = permissions;
    for (const list of [create, read, remove]) expect(list.length > 0, type).toBe(action !== undefined);
    for (const name of Object.values(permissions).flat()) expect(name).toMatch(action!);
  }
  for (const { token: name, permissions } of simulatedFunctions.values()) {
    expect(permissions, name).not.toEqual([]);
    for (const permission of permissions) expect(permission).toMatch(actions[name.split(":")[0]!]!);
  }
});
