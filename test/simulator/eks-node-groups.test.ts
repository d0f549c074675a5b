import "@pulumi/aws/autoscaling"; // so that references to its resources become resources
import "@pulumi/aws/eks";
import { InstanceProfile } from "@pulumi/aws/iam";
import { Cluster, type ClusterArgs } from "@pulumi/eks/cluster";
import { ManagedNodeGroup, type ManagedNodeGroupArgs } from "@pulumi/eks/managedNodeGroup";
import { NodeGroup } from "@pulumi/eks/nodeGroup";
import { NodeGroupV2, type NodeGroupV2Args } from "@pulumi/eks/nodeGroupV2";
import { AuthenticationMode, OperatingSystem } from "@pulumi/eks/types/enums";
import { describe, expect, it, vi } from "vitest";
import { network, nodeRole } from "./eks-programs";
import { below, last, named, run, withCluster, type Outputs } from "./eks-runs";

describe("a node group", () => {
  const managed = (args: Partial<ManagedNodeGroupArgs> = {}, of: ClusterArgs = {}) =>
    withCluster(
      ({ cluster: own, role }) => {
        const group = new ManagedNodeGroup("pool", { cluster: own.core, nodeRole: role, ...args });
        return { name: group.nodeGroup.nodeGroupName };
      },
      { authenticationMode: AuthenticationMode.Api, ...of },
    );

  it("that EKS manages is one of the cluster's, in its subnets, with the component's sizes", async () => {
    const result = await managed({}, { version: "1.33" });
    const { inputs, parent, outputs } = named(result, "pool", "nodeGroup");
    expect(last(parent)).toBe("pool");
    expect(inputs).toEqual({
      ...{ clusterName: named(result, "own-eksCluster").id, version: "1.33" },
      nodeRoleArn: named(result, "nodes", "Role").outputs.arn,
      scalingConfig: { minSize: 1, desiredSize: 2, maxSize: 2 },
      subnetIds: (named(result, "own-eksCluster").inputs.vpcConfig as Outputs).subnetIds,
    });
    expect(result.outputs.name).toBe(outputs.nodeGroupName);
  });

  it.each<[args: Partial<ManagedNodeGroupArgs>, amiType: string | undefined]>([
    [{}, undefined],
    [{ gpu: true }, undefined],
    [{ operatingSystem: OperatingSystem.AL2023 }, "AL2023_x86_64_STANDARD"],
    [{ operatingSystem: OperatingSystem.AL2023, gpu: true }, "AL2023_x86_64_NVIDIA"],
    [{ operatingSystem: OperatingSystem.AL2023, instanceTypes: ["m7g.large"] }, "AL2023_ARM_64_STANDARD"],
    [{ operatingSystem: OperatingSystem.AL2, gpu: true }, "AL2_x86_64_GPU"],
    [{ operatingSystem: OperatingSystem.Bottlerocket, instanceTypes: ["c6gn.large"] }, "BOTTLEROCKET_ARM_64"],
    [{ operatingSystem: OperatingSystem.AL2023, amiType: "CUSTOM" }, "CUSTOM"],
  ])("that EKS manages has the image of its system: %j", async (args, amiType) => {
    expect(named(await managed(args), "pool", "nodeGroup").inputs.amiType).toBe(amiType);
  });

  it("that EKS manages leaves its size to others where the program says so", async () => {
    const { options } = named(await managed({ ignoreScalingChanges: true }), "pool", "nodeGroup");
    expect(options.ignoreChanges).toEqual(["scalingConfig.desiredSize"]);
  });

  it.each<[what: RegExp, args: Partial<ManagedNodeGroupArgs>, of: ClusterArgs]>([
    [/nodeRole: an IAM role, or nodeRoleArn, must be provided/, { nodeRole: undefined }, {}],
    [/nodeRole, nodeRoleArn: are mutually exclusive/, { nodeRoleArn: "arn:role" }, {}],
    [/userData: the simulator does not model it/, { userData: "text" }, {}],
    [/needs its role in the cluster's instanceRoles/, {}, { authenticationMode: AuthenticationMode.ConfigMap }],
  ])("that EKS manages is refused: %s", async (what, args, of) => {
    await expect(managed(args, of)).rejects.toThrow(what);
  });

  it("that EKS does not manage has a group of its own, and a profile of the cluster", async () => {
    const result = await withCluster(
      ({ cluster: own }) => {
        const args: NodeGroupV2Args = { cluster: own, instanceType: "m5.large", minSize: 0, maxSize: 3 };
        const made = new NodeGroupV2("more", args);
        return { name: made.autoScalingGroup.name, nodeSecurityGroupId: made.nodeSecurityGroupId };
      },
      { createInstanceRole: true },
    );
    expect(below(result, "more").filter((each) => !each.startsWith("SecurityGroupRule"))).toEqual([
      ...[
        "Group more < more",
        "LaunchTemplate more-launchTemplate < more",
        "SecurityGroup more-nodeSecurityGroup < more",
      ],
    ]);
    const group = named(result, "more-nodeSecurityGroup");
    expect(named(result, "more-launchTemplate").inputs).toEqual({
      iamInstanceProfile: { name: named(result, "own-instanceProfile").id },
      ...{
        instanceType: "m5.large",
        networkInterfaces: [{ associatePublicIpAddress: "true", securityGroups: [group.id] }],
      },
    });
    expect(named(result, "more", "autoscaling").inputs).toMatchObject({ minSize: 0, desiredCapacity: 2, maxSize: 3 });
    expect(result.outputs).toEqual({
      name: named(result, "more", "autoscaling").id,
      nodeSecurityGroupId: group.id,
    });
  });

  it("that EKS does not manage takes the group that it is given, with the rule that lets it join", async () => {
    const result = await run(() => {
      const { aws, vpcId, subnetIds } = network();
      const options = { providers: [aws] };
      const own = new Cluster("own", { vpcId, publicSubnetIds: subnetIds }, options);
      const profile = new InstanceProfile("profile", { role: nodeRole(aws).name }, { provider: aws });
      const given = {
        nodeSecurityGroup: own.nodeSecurityGroup.apply((group) => group!),
        clusterIngressRule: own.eksClusterIngressRule.apply((rule) => rule!),
        instanceProfile: profile,
      };
      new NodeGroupV2("more", { cluster: own, ...given }, options);
    });
    expect(below(result, "more")).toEqual(["Group more < more", "LaunchTemplate more-launchTemplate < more"]);
    const { inputs, dependencies } = named(result, "more-launchTemplate");
    expect(inputs).toMatchObject({
      iamInstanceProfile: { name: named(result, "profile").id },
      networkInterfaces: [{ securityGroups: [named(result, "own-nodeSecurityGroup").id] }],
    });
    expect(dependencies.map(last)).toContain("own-eksClusterIngressRule");
  });

  it.each<[what: RegExp, args: (cluster: Cluster) => object]>([
    [/clusterIngressRule: is required where nodeSecurityGroup is given/, () => ({ nodeSecurityGroupId: "sg-1" })],
    [/instanceProfile: is needed, because the cluster has none/, () => ({})],
    [/keyName: the simulator does not model it/, () => ({ keyName: "key" })],
    // What a program passes on without its module is an id, which tells nothing.
    [
      /a resource is needed, not "profile-1".*module the program has not imported/,
      () => ({ instanceProfile: "profile-1" }),
    ],
  ])("that EKS does not manage is refused: %s", async (what, args) => {
    const made = withCluster(({ cluster: own }) => void new NodeGroupV2("more", { cluster: own, ...args(own) }));
    await expect(made).rejects.toThrow(what);
  });

  it("is refused as a component that is not modelled", async () => {
    vi.spyOn(console, "warn").mockImplementation(() => undefined);
    const made = withCluster(({ cluster: own }) => void new NodeGroup("old", { cluster: own }));
    await expect(made).rejects.toThrow("the simulator does not know the component eks:index:NodeGroup");
  });
});
