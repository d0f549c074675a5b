import * as ec2 from "@pulumi/aws/ec2";
import { Cluster, type ClusterArgs } from "@pulumi/eks/cluster";
import { AccessEntryType, AuthenticationMode } from "@pulumi/eks/types/enums";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { SimulatedCloud } from "../../simulator/cloud";
import { runSimulated, type SimulatedResult } from "../../simulator/run";
import { cluster, everything, network, nodeRole } from "./eks-programs";
import { bare, below, last, named, run, runCluster, withCluster } from "./eks-runs";
import { emptyAccount } from "./own-cluster";

const clusterRole = [
  "Role own-eksRole-role < own-eksRole",
  "RolePolicyAttachment own-eksRole-4b490823 < own-eksRole",
  "ServiceRole own-eksRole < own",
];
const instanceRole = [
  "InstanceProfile own-instanceProfile < own",
  "Role own-instanceRole-role < own-instanceRole",
  ...["03516f97", "3eb088f2", "e1b295bd"].map(
    (hash) => `RolePolicyAttachment own-instanceRole-${hash} < own-instanceRole`,
  ),
  "ServiceRole own-instanceRole < own",
];
const controlPlane = ["Addon own-kube-proxy < own", "Cluster own-eksCluster < own", "kubernetes own-eks-k8s < own"];
const configMap = ["ConfigMap own-nodeAccess < own"];
const vpcCni = ["Addon own-vpc-cni < own-vpc-cni", "VpcCniAddon own-vpc-cni < own"];
const clusterGroup = [
  "SecurityGroup own-eksClusterSecurityGroup < own",
  "SecurityGroupRule own-eksClusterInternetEgressRule < own",
];
const nodeSecurityGroup = [
  "SecurityGroup own-nodeSecurityGroup < own",
  ...["eksClusterIngressRule", "eksNodeIngressRule", "eksNodeClusterIngressRule"],
  ...["eksExtApiServerClusterIngressRule", "eksNodeInternetEgressRule"],
].map((rule) => (rule.includes(" ") ? rule : `SecurityGroupRule own-${rule} < own`));
const nodes = ["Group own < own", "LaunchTemplate own-launchTemplate < own"];

describe("a cluster has", () => {
  const api = { ...bare, authenticationMode: AuthenticationMode.Api };
  const least = [...clusterRole, ...controlPlane];
  it.each<[title: string, args: ClusterArgs, children: string[]]>([
    ["a control plane, and what the component adds to it", api, least],
    ["the ConfigMap of access too, where the program says so", bare, [...least, ...configMap]],
    [
      "access entries too, where the program says so",
      {
        ...api,
        accessEntries: {
          team: {
            ...{ principalArn: "arn:aws:iam::123456789012:role/team", type: AccessEntryType.Standard },
            accessPolicies: {
              admin: {
                accessScope: { type: "cluster" },
                policyArn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy",
              },
            },
          },
        },
      },
      [...least, "AccessEntry own-team < own", "AccessPolicyAssociation own-team-admin < own-team"],
    ],
    ["a role for nodes", { ...bare, createInstanceRole: true }, [...least, ...configMap, ...instanceRole]],
    [
      "an access entry for that role",
      { ...api, createInstanceRole: true },
      [...least, ...instanceRole, "AccessEntry own-defaultNodeGroupInstanceRole < own"],
    ],
    ["an issuer", { ...api, createOidcProvider: true }, [...least, "OpenIdConnectProvider own-oidcProvider < own"]],
    ["the network of pods", { ...api, useDefaultVpcCni: false }, [...least, ...vpcCni]],
    ["DNS without nodes", { ...api, corednsAddonOptions: { enabled: true } }, [...least, "Addon own-coredns < own"]],
    [
      "no kube-proxy",
      { ...api, kubeProxyAddonOptions: { enabled: false } },
      least.filter((child) => !child.includes("kube-proxy")),
    ],
    [
      "security groups",
      { ...api, skipDefaultSecurityGroups: false },
      [...least, ...clusterGroup, ...nodeSecurityGroup],
    ],
    [
      "all of it by default, with nodes and DNS on them",
      {},
      [
        ...[...least, ...configMap, ...instanceRole, ...vpcCni, ...clusterGroup, ...nodeSecurityGroup, ...nodes],
        "Addon own-coredns < own",
      ],
    ],
  ])("%s", async (_title, args, children) => {
    const [up, preview] = [await runCluster(args), await runCluster(args, true)];
    expect(below(up)).toEqual([...children].sort());
    expect(below(preview)).toEqual(below(up));
  });

  it("what the program gives instead of what it would make", async () => {
    const result = await run(() => {
      const { aws, vpcId, subnetIds } = network();
      const role = nodeRole(aws);
      const group = new ec2.SecurityGroup("given", { vpcId }, { provider: aws });
      const options = { providers: [aws] };
      const given = { serviceRole: role, instanceRole: role, clusterSecurityGroup: group };
      new Cluster("own", { vpcId, privateSubnetIds: subnetIds, ...given }, options);
    });
    const made = below(result);
    for (const other of [...clusterRole, ...clusterGroup, "ServiceRole own-instanceRole < own"]) {
      expect(made).not.toContain(other);
    }
    expect(made).toContain("InstanceProfile own-instanceProfile < own");
    const { inputs } = named(result, "own-eksCluster");
    expect(inputs.roleArn).toBe(named(result, "nodes", "Role").outputs.arn);
    expect(inputs.vpcConfig).toMatchObject({ securityGroupIds: [named(result, "given").id] });
  });

  it("children with the providers that it was given, and its own for what is in the cluster", async () => {
    const result = await run(() => void cluster());
    const provider = (name: string): string => `${named(result, name, "pulumi:providers").urn}::simulated`;
    const resources = result.graph.resources.filter(({ type, custom }) => custom && !type.startsWith("pulumi:"));
    for (const { type, provider: given, urn } of resources) {
      expect(given, urn).toBe(provider(type.startsWith("aws:") ? "aws" : "own-eks-k8s"));
    }
  });

  it("children that wait for each other as those of the real one do", async () => {
    const result = await run(() => void cluster());
    const waits = (name: string, type?: string): string[] => named(result, name, type).dependencies.map(last);
    expect(waits("own-eksCluster")).toEqual(
      expect.arrayContaining(["own-eksRole-role", "own-eksRole-4b490823", "own-eksClusterSecurityGroup"]),
    );
    // A node without its policies, or without a way to the control plane, never joins.
    expect(waits("own-instanceProfile")).toContain("own-instanceRole-3eb088f2");
    expect(waits("own-launchTemplate")).toContain("own-eksClusterIngressRule");
    expect(waits("own", "Group")).toEqual(expect.arrayContaining(["own-vpc-cni", "own-nodeAccess"]));
    expect(waits("own-vpc-cni", "VpcCniAddon")).toEqual(["own-nodeAccess"]);
  });

  it("children that are protected where it is", async () => {
    const result = await run(() => void cluster(bare, { protect: true, retainOnDelete: true }));
    const children = result.graph.resources.filter(({ urn }) => urn.includes("eks:index:Cluster"));
    expect(children.length).toBeGreaterThan(5);
    for (const { options } of children) expect(options).toMatchObject({ protect: true, retainOnDelete: true });
  });

  it("tags where the program wants them", async () => {
    const tags = { team: "streaming" };
    const result = await runCluster({
      ...{ tags, clusterTags: { a: "1" }, clusterSecurityGroupTags: { b: "2" }, nodeSecurityGroupTags: { c: "3" } },
      nodeGroupOptions: { autoScalingGroupTags: { d: "4" } },
    });
    const clusterName = named(result, "own-eksCluster").id;
    const tagsOf = (name: string, type?: string): unknown => named(result, name, type).inputs.tags;
    expect(tagsOf("own-eksCluster")).toEqual({ Name: "own-eksCluster", a: "1", ...tags });
    expect(tagsOf("own-eksClusterSecurityGroup")).toEqual({ Name: "own-eksClusterSecurityGroup", b: "2", ...tags });
    expect(tagsOf("own-nodeSecurityGroup")).toEqual({
      ...{ Name: "own-nodeSecurityGroup", c: "3", ...tags },
      [`kubernetes.io/cluster/${clusterName}`]: "owned",
    });
    expect(tagsOf("own-eksRole-role")).toEqual(tags);
    expect(tagsOf("own", "Group")).toEqual([
      { key: "d", value: "4", propagateAtLaunch: true },
      { key: `kubernetes.io/cluster/${clusterName}`, value: "owned", propagateAtLaunch: true },
      { key: "Name", value: `${clusterName}-worker`, propagateAtLaunch: true },
    ]);
  });

  it("a ConfigMap that lets nodes and people in", async () => {
    const arn = "arn:aws:iam::123456789012:role/team";
    const result = await withCluster(() => undefined, {
      roleMappings: [{ roleArn: arn, username: "team", groups: ["system:masters"] }],
      userMappings: [{ userArn: "arn:aws:iam::123456789012:user/me", username: "me", groups: ["viewers"] }],
      createInstanceRole: true,
    });
    const { mapRoles, mapUsers } = named(result, "own-nodeAccess").inputs.data as Record<string, string>;
    expect(parse(mapRoles!)).toEqual([
      { rolearn: arn, username: "team", groups: ["system:masters"] },
      {
        rolearn: named(result, "own-instanceRole-role").outputs.arn,
        username: "system:node:{{EC2PrivateDNSName}}",
        groups: ["system:bootstrappers", "system:nodes"],
      },
    ]);
    expect(parse(mapUsers!)).toEqual([
      { userarn: "arn:aws:iam::123456789012:user/me", username: "me", groups: ["viewers"] },
    ]);
  });
});

it("everything that is modelled is the same in a preview, in which nothing is made", async () => {
  const up = await run(everything);
  const cloud = new SimulatedCloud(emptyAccount);
  const preview = await runSimulated({
    ...{ cloud, project: "test", stack: "dev", config: {}, secretKeys: [], preview: true },
    program: everything,
  });
  const urns = ({ graph }: SimulatedResult): string[] => graph.resources.map(({ urn }) => urn).sort();
  expect(urns(preview)).toEqual(urns(up));
  expect(cloud.resources.size).toBe(0);
});
