import { describe, expect, it } from "vitest";
import { SimulatedCloud } from "../../simulator/cloud";
import { create, legal, seed, types, type Inputs, type TypeName } from "./fixture";
import { left, OwnCluster, zones } from "./own-cluster";

/** What is refused: title, error code, what is tried beside a cluster. */
type Refusal = [title: string, code: string, attempt: (own: OwnCluster) => unknown];

const trust = JSON.stringify({ Version: "2012-10-17", Statement: [] });
const principalArn = "arn:aws:iam::123456789012:role/team";
const policyArn = "arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy";

const clusterInputs = (own: OwnCluster, change: Inputs = {}): Inputs => ({
  ...{ name: "it", roleArn: "arn:aws:iam::123456789012:role/eks" },
  vpcConfig: { subnetIds: ["private", "second"].map((name) => own.get(name).id) },
  ...change,
});
const makeCluster =
  (change: (own: OwnCluster) => Inputs) =>
  (own: OwnCluster): unknown =>
    own.add("Cluster", "it", clusterInputs(own, change(own)));
const makeNodes =
  (change: (own: OwnCluster) => Inputs = () => ({})) =>
  (own: OwnCluster): unknown =>
    own.add("NodeGroup", "nodes", own.nodeGroupInputs(change(own)));
const scaling = (minSize: number, desiredSize: number, maxSize: number) => () => ({
  scalingConfig: { minSize, desiredSize, maxSize },
});
const inGroup = (own: OwnCluster, change: Inputs = {}): Inputs => ({
  ...{ type: "ingress", protocol: "tcp", fromPort: 443, toPort: 443 },
  securityGroupId: own.get("cluster").outputs.vpcConfig.clusterSecurityGroupId as string,
  ...change,
});

const clusters: Refusal[] = [
  ["a cluster of a name that is taken", "ResourceInUseException", makeCluster(() => ({ name: "own" }))],
  ["a cluster name with a dot", "InvalidParameterException", makeCluster(() => ({ name: "a.b" }))],
  ["a cluster name of 101 characters", "InvalidParameterException", makeCluster(() => ({ name: "x".repeat(101) }))],
  [
    "a cluster in one zone",
    "InvalidParameterException",
    makeCluster((own) => ({ vpcConfig: { subnetIds: [own.get("private").id, own.get("public").id] } })),
  ],
  [
    "a cluster in a subnet that is not there",
    "InvalidParameterException",
    makeCluster((own) => ({ vpcConfig: { subnetIds: [own.get("private").id, "subnet-1"] } })),
  ],
  [
    "a cluster in two VPCs",
    "InvalidParameterException",
    makeCluster((own) => {
      const { id: vpcId } = own.add("Vpc", "other", { cidrBlock: "10.1.0.0/16" });
      const place = { vpcId, cidrBlock: "10.1.0.0/24", availabilityZone: zones[1] };
      return { vpcConfig: { subnetIds: [own.get("private").id, own.add("Subnet", "far", place).id] } };
    }),
  ],
  [
    "a cluster with a security group that is not there",
    "InvalidParameterException",
    makeCluster((own) => ({
      vpcConfig: { ...clusterInputs(own).vpcConfig, securityGroupIds: ["sg-1"] },
    })),
  ],
  [
    "the deletion of a cluster with a node group",
    "ResourceInUseException",
    (own) => {
      makeNodes()(own);
      own.delete("cluster");
    },
  ],
  [
    "the deletion of a cluster with deletion protection",
    "InvalidRequestException",
    (own) => {
      makeCluster(() => ({ deletionProtection: true }))(own);
      own.delete("it");
    },
  ],
  ["the deletion of a subnet with a control plane", "DependencyViolation", (own) => own.delete("second")],
  [
    "the deletion of a security group of a control plane",
    "DependencyViolation",
    (own) => {
      const { id } = own.add("SecurityGroup", "group", { vpcId: own.get("vpc").id });
      makeCluster(() => ({ vpcConfig: { ...clusterInputs(own).vpcConfig, securityGroupIds: [id] } }))(own);
      own.delete("group");
    },
  ],
  [
    "the deletion of a cluster whose own group the rule of another group names",
    "DependencyViolation",
    (own) => {
      const { id } = own.add("SecurityGroup", "group", { vpcId: own.get("vpc").id });
      const { securityGroupId: referencedSecurityGroupId } = inGroup(own);
      own.add(
        "EgressRule",
        "rule",
        legal.rule({ securityGroupId: id, cidrIpv4: undefined, referencedSecurityGroupId }),
      );
      own.delete("cluster");
    },
  ],
];

const nodeGroups: Refusal[] = [
  ["a node group of no cluster", "ResourceNotFoundException", makeNodes(() => ({ clusterName: "other" }))],
  [
    "a node group of a name that is taken",
    "ResourceInUseException",
    (own) => {
      makeNodes(() => ({ nodeGroupName: "pool" }))(own);
      makeNodes(() => ({ nodeGroupName: "pool" }))(own);
    },
  ],
  ["a node group without subnets", "InvalidParameterException", makeNodes(() => ({ subnetIds: [] }))],
  [
    "a node group in a subnet that is not there",
    "InvalidParameterException",
    makeNodes(() => ({ subnetIds: ["subnet-1"] })),
  ],
  [
    "a node group outside of the cluster's VPC",
    "InvalidParameterException",
    makeNodes((own) => {
      const { id: vpcId } = own.add("Vpc", "other", { cidrBlock: "10.1.0.0/16" });
      const place = { vpcId, cidrBlock: "10.1.0.0/24", availabilityZone: zones[0] };
      return { subnetIds: [own.add("Subnet", "far", place).id] };
    }),
  ],
  ["fewer nodes than the least", "InvalidParameterException", makeNodes(scaling(2, 1, 3))],
  ["more nodes than the most", "InvalidParameterException", makeNodes(scaling(1, 4, 3))],
  ["a most of none", "InvalidParameterException", makeNodes(scaling(0, 0, 0))],
  [
    "a label of Kubernetes' own",
    "InvalidParameterException",
    makeNodes(() => ({ labels: { "node-role.kubernetes.io/gpu": "true" } })),
  ],
  [
    "public nodes that get no public address",
    "Ec2SubnetInvalidConfiguration",
    makeNodes((own) => ({ subnetIds: [own.get("public").id] })),
  ],
  [
    "nodes that cannot reach the control plane",
    "NodeCreationFailure",
    makeNodes((own) => ({ subnetIds: [own.subnet("closed", 9).id] })),
  ],
  [
    "a node group of a launch template whose group is gone",
    "InvalidGroup.NotFound",
    makeNodes((own) => {
      const { id } = own.add("SecurityGroup", "group", { vpcId: own.get("vpc").id });
      const template = own.add("LaunchTemplate", "template", { vpcSecurityGroupIds: [id] });
      own.delete("group");
      return { launchTemplate: { id: template.id, version: "1" } };
    }),
  ],
  [
    "the deletion of a subnet with nodes",
    "DependencyViolation",
    (own) => {
      makeNodes()(own);
      own.delete("private");
    },
  ],
  [
    "the deletion of a security group of nodes",
    "DependencyViolation",
    (own) => {
      const { id } = own.add("SecurityGroup", "group", { vpcId: own.get("vpc").id });
      const template = own.add("LaunchTemplate", "template", { networkInterfaces: [{ securityGroups: [id] }] });
      makeNodes(() => ({ launchTemplate: { name: template.outputs.name as string, version: "1" } }))(own);
      own.delete("group");
    },
  ],
  [
    "the deletion of an internet gateway while nodes have public addresses",
    "DependencyViolation",
    (own) => {
      const { id } = own.subnet("open", 9, { mapPublicIpOnLaunch: true });
      own.route("open", { gatewayId: own.get("gateway").id });
      own.delete("nat");
      makeNodes(() => ({ subnetIds: [id] }))(own);
      own.delete("gateway");
    },
  ],
];

const others: Refusal[] = [
  [
    "an access entry where only the ConfigMap counts",
    "InvalidRequestException",
    (own) => own.add("AccessEntry", "it", { clusterName: "own", principalArn }),
  ],
  [
    "an access entry in no cluster",
    "ResourceNotFoundException",
    (own) => own.add("AccessEntry", "it", { clusterName: "other", principalArn }),
  ],
  [
    "a second access entry of a principal",
    "ResourceInUseException",
    (own) => {
      makeCluster(() => ({ accessConfig: { authenticationMode: "API" } }))(own);
      for (const name of ["a", "b"]) own.add("AccessEntry", name, { clusterName: "it", principalArn });
    },
  ],
  [
    "a policy for a principal that has no access entry",
    "ResourceNotFoundException",
    (own) => {
      makeCluster(() => ({ accessConfig: { authenticationMode: "API" } }))(own);
      own.add("AccessPolicyAssociation", "a", { clusterName: "it", principalArn, policyArn, accessScope: {} });
    },
  ],
  [
    "an addon in no cluster",
    "ResourceNotFoundException",
    (own) => own.add("Addon", "it", { clusterName: "other", addonName: "vpc-cni" }),
  ],
  [
    "an addon twice",
    "ResourceInUseException",
    (own) => {
      for (const name of ["a", "b"]) own.add("Addon", name, { clusterName: "own", addonName: "vpc-cni" });
    },
  ],
  [
    "two roles of a name",
    "EntityAlreadyExists",
    (own) => {
      for (const name of ["a", "b"]) own.add("Role", name, { name: "node", assumeRolePolicy: trust });
    },
  ],
  [
    "a role that nobody can take on",
    "MalformedPolicyDocument",
    (own) => own.add("Role", "it", { assumeRolePolicy: "{" }),
  ],
  [
    "the deletion of a role with a policy",
    "DeleteConflict",
    (own) => {
      const { id } = own.add("Role", "role", { assumeRolePolicy: trust });
      own.add("RolePolicyAttachment", "attachment", { role: id, policyArn });
      own.delete("role");
    },
  ],
  [
    "a policy that is named without its ARN",
    "ValidationError",
    (own) => own.add("RolePolicyAttachment", "it", { role: "role", policyArn: "AmazonEKSWorkerNodePolicy" }),
  ],
  [
    "two instance profiles of a name",
    "EntityAlreadyExists",
    (own) => {
      for (const name of ["a", "b"]) own.add("InstanceProfile", name, { name: "node" });
    },
  ],
  [
    "two identity providers of a cluster",
    "EntityAlreadyExists",
    (own) => {
      for (const name of ["a", "b"]) own.add("OpenIdConnectProvider", name, { url: "https://oidc.example.com/id/1" });
    },
  ],
  [
    "two launch templates of a name",
    "InvalidLaunchTemplateName.AlreadyExistsException",
    (own) => {
      for (const name of ["a", "b"]) own.add("LaunchTemplate", name, { name: "node" });
    },
  ],
  [
    "a launch template with a security group that is not there",
    "InvalidGroup.NotFound",
    (own) => own.add("LaunchTemplate", "it", { vpcSecurityGroupIds: ["sg-1"] }),
  ],
  [
    "an Auto Scaling group with fewer instances than the least",
    "ValidationError",
    (own) => own.add("AutoScalingGroup", "it", { minSize: 2, maxSize: 3, desiredCapacity: 1 }),
  ],
  [
    "an Auto Scaling group in a subnet that is not there",
    "ValidationError",
    (own) => own.add("AutoScalingGroup", "it", { minSize: 1, maxSize: 1, vpcZoneIdentifiers: ["subnet-1"] }),
  ],
  [
    "two Auto Scaling groups of a name",
    "AlreadyExists",
    (own) => {
      for (const name of ["a", "b"]) own.add("AutoScalingGroup", name, { name: "nodes", minSize: 0, maxSize: 1 });
    },
  ],
  [
    "a rule of no group",
    "InvalidGroup.NotFound",
    (own) => own.add("SecurityGroupRule", "it", inGroup(own, { securityGroupId: "sg-1", self: true })),
  ],
  ["a rule for nobody", "InvalidParameterValue", (own) => own.add("SecurityGroupRule", "it", inGroup(own))],
  [
    "a rule that another resource makes already, in another style",
    "InvalidPermission.Duplicate",
    (own) => {
      const { securityGroupId } = inGroup(own);
      own.add("SecurityGroupRule", "lists", inGroup(own, { cidrBlocks: ["192.0.2.0/24", "198.51.100.0/24"] }));
      own.add("IngressRule", "single", {
        securityGroupId,
        ipProtocol: "tcp",
        fromPort: 443,
        toPort: 443,
        cidrIpv4: "198.51.100.0/24",
      });
    },
  ],
  [
    "the deletion of a group that a rule of lists names",
    "DependencyViolation",
    (own) => {
      const { id } = own.add("SecurityGroup", "group", { vpcId: own.get("vpc").id });
      own.add("SecurityGroupRule", "rule", inGroup(own, { sourceSecurityGroupId: id }));
      own.delete("group");
    },
  ],
];

describe("AWS refuses", () => {
  it.each([...clusters, ...nodeGroups, ...others])("%s: %s", (_title, code, attempt) => {
    const own = new OwnCluster().cluster();
    expect(() => attempt(own)).toThrow(expect.objectContaining({ name: "CloudError", code }));
  });

  it("the name of the seed's cluster for another one", () => {
    const cloud = new SimulatedCloud(seed());
    const subnetIds = ["subnet-00000000000000001", "subnet-00000000000000002"];
    expect(() => create(cloud, "Cluster", "it", { name: "dev", roleArn: "arn", vpcConfig: { subnetIds } })).toThrow(
      /^ResourceInUseException/,
    );
  });

  it("a cluster in a subnet with 5 free addresses, and takes one with 6", () => {
    const made = (free: number) => {
      const cloud = new SimulatedCloud(
        seed(({ network }) => void network.subnets.forEach((subnet) => (subnet.availableAddresses = free))),
      );
      const subnetIds = ["subnet-00000000000000001", "subnet-00000000000000002"];
      return create(cloud, "Cluster", "it", { name: "it", roleArn: "arn", vpcConfig: { subnetIds } });
    };
    expect(() => made(5)).toThrow(/^InvalidParameterException/);
    expect(made(6).id).toBe("it");
  });
});

describe("AWS accepts", () => {
  it("a cluster with nodes, which say by what Auto Scaling group they are run", () => {
    const own = new OwnCluster().cluster();
    makeNodes(() => ({ nodeGroupName: "pool" }))(own);
    const { id, outputs } = own.get("nodes");
    const [{ autoscalingGroups }] = outputs.resources as [{ autoscalingGroups: [{ name: string }] }];
    expect({ id, status: outputs.status }).toEqual({ id: "own:pool", status: "ACTIVE" });
    expect(autoscalingGroups[0].name).toMatch(/^eks-pool-[0-9a-f]{8}-/);

    const vpcId = own.get("vpc").id;
    const { id: lbTargetGroupArn } = own.add("TargetGroup", "tg", legal.targetGroup({ vpcId }));
    own.add("Attachment", "attachment", { autoscalingGroupName: autoscalingGroups[0].name, lbTargetGroupArn });
    own.delete("nodes");
    expect(left(own)).not.toContain(own.get("attachment").id);
    own.delete("cluster");
    expect(left(own)).not.toContain("own");
  });

  it("rules in the group that EKS makes for a cluster, which go with it", () => {
    const own = new OwnCluster().cluster();
    const { securityGroupId } = inGroup(own);
    own.add("IngressRule", "rule", legal.rule({ securityGroupId }));
    own.add("SecurityGroupRule", "lists", inGroup(own, { self: true, cidrBlocks: ["192.0.2.0/24"] }));
    own.add(
      "LoadBalancer",
      "nlb",
      legal.loadBalancer({ subnets: [own.get("public").id], securityGroups: [securityGroupId] }),
    );
    own.delete("nlb");
    own.delete("cluster");
    for (const name of ["rule", "lists"]) expect(left(own)).not.toContain(own.get(name).id);
  });

  it("that access entries, what they allow, and addons go with their cluster", () => {
    const own = new OwnCluster().cluster({ accessConfig: { authenticationMode: "API" } });
    own.add("AccessEntry", "entry", { clusterName: "own", principalArn });
    own.add("AccessPolicyAssociation", "policy", { clusterName: "own", principalArn, policyArn, accessScope: {} });
    own.add("Addon", "addon", { clusterName: "own", addonName: "vpc-cni" });
    own.delete("cluster");
    for (const name of ["entry", "policy", "addon"]) expect(left(own)).not.toContain(own.get(name).id);
  });

  it("public nodes where the subnet gives public addresses", () => {
    const own = new OwnCluster().cluster();
    const { id } = own.subnet("open", 9, { mapPublicIpOnLaunch: true });
    own.route("open", { gatewayId: own.get("gateway").id });
    makeNodes(() => ({ subnetIds: [id] }))(own);
    expect(own.get("nodes").id).toMatch(/^own:nodes-[0-9a-f]{7}$/);
  });

  it("a node group beside those of the seed's cluster", () => {
    const cloud = new SimulatedCloud(seed());
    const scalingConfig = { minSize: 0, desiredSize: 0, maxSize: 1 };
    const inputs = { clusterName: "dev", nodeRoleArn: "arn", subnetIds: ["subnet-00000000000000003"], scalingConfig };
    expect(create(cloud, "NodeGroup", "more", inputs).id).toMatch(/^dev:more-/);
  });

  it("one name for things of different types", () => {
    const own = new OwnCluster().cluster();
    const name = "own";
    own.add("Role", "role", { name, assumeRolePolicy: trust });
    own.add("InstanceProfile", "profile", { name });
    own.add("AutoScalingGroup", "group", { name, minSize: 0, maxSize: 1 });
    own.add("Addon", "addon", { clusterName: name, addonName: "vpc-cni" });
    makeNodes(() => ({ nodeGroupName: "vpc-cni" }))(own);
    for (const each of ["role", "profile", "group"]) own.delete(each);
    expect(left(own)).toEqual(expect.arrayContaining(["own", "own:vpc-cni"]));
    own.delete("nodes");
    expect(() => own.delete("cluster")).not.toThrow();
  });

  it("new versions of a launch template", () => {
    const own = new OwnCluster();
    const { id } = own.add("LaunchTemplate", "template", { name: "nodes", instanceType: "m5.large" });
    const { outputs } = own.cloud.update(types.LaunchTemplate, id, { name: "nodes", instanceType: "m5.xlarge" });
    expect(outputs).toMatchObject({ name: "nodes", latestVersion: 2, defaultVersion: 1 });
  });
});

describe("pods are placed on the nodes of their own cluster", () => {
  const release = legal.release({ namespace: "default" });
  const compute = { labels: { "node-type": "compute" }, instanceTypes: ["m5.2xlarge"] };
  const install = (own: OwnCluster, change: Inputs = {}) =>
    own.add("Release", "lls", { ...release, ...change }, own.kubernetes());

  it("which the program makes", () => {
    const own = new OwnCluster().cluster();
    makeNodes(() => compute)(own);
    expect(install(own).id).toBe("default/gdn-streaming");
  });

  const wrong: [title: string, nodes: Inputs][] = [
    ["have too little memory", { ...compute, instanceTypes: ["m5.xlarge"] }],
    ["have other labels", { ...compute, labels: { "node-type": "gpu" } }],
  ];
  it.each(wrong)("and on none that %s", (_title, nodes) => {
    const own = new OwnCluster().cluster();
    makeNodes(() => nodes)(own);
    expect(() => install(own)).toThrow(/^FailedScheduling: .* 0 of 1 pools match|room for 0/);
  });

  it("and on none in another zone", () => {
    const own = new OwnCluster().cluster();
    makeNodes(() => ({ ...compute, subnetIds: [own.get("second").id] }))(own);
    expect(() => install(own)).toThrow(/^FailedScheduling/);
  });

  it("and on none before there are any", () => {
    expect(() => install(new OwnCluster().cluster())).toThrow(/^FailedScheduling: .* 0 of 0 pools/);
  });

  it("as many as there is room for", () => {
    const own = new OwnCluster().cluster();
    makeNodes(() => ({ ...compute, scalingConfig: { minSize: 1, desiredSize: 2, maxSize: 2 } }))(own);
    const values = (replicaCount: number) => ({ values: { ...release.values, replicaCount } });
    expect(() => install(own, values(3))).toThrow(/room for 2/);
    expect(install(own, values(2)).id).toBe("default/gdn-streaming");
  });

  it("also on those of an Auto Scaling group that says to hold nodes of it, whose labels nobody knows", () => {
    const own = new OwnCluster().cluster();
    const { outputs } = own.add("LaunchTemplate", "template", { instanceType: "m5.2xlarge" });
    const nodes = (name: string, cluster: string): void => {
      own.add("AutoScalingGroup", name, {
        ...{
          minSize: 1,
          maxSize: 1,
          vpcZoneIdentifiers: [own.get("private").id],
          launchTemplate: { name: outputs.name as string },
        },
        tags: [{ key: `kubernetes.io/cluster/${cluster}`, value: "owned", propagateAtLaunch: true }],
      });
    };
    nodes("of another", "other");
    expect(() => install(own)).toThrow(/^FailedScheduling/);
    nodes("own", "own");
    expect(install(own).id).toBe("default/gdn-streaming");
  });

  it("and not on those of the seed's cluster, which other kubeconfigs are taken for", () => {
    const cloud = new SimulatedCloud(seed());
    const subnetIds = ["subnet-00000000000000001", "subnet-00000000000000002"];
    const { outputs } = create(cloud, "Cluster", "own", { name: "own", roleArn: "arn", vpcConfig: { subnetIds } });
    const kubeconfig = (server: unknown) => ({
      kubeconfig: `{current-context: a, contexts: [{name: a, context: {cluster: a}}], clusters: [{name: a, cluster: {server: "${String(server)}"}}]}`,
    });
    cloud.configure("own::1", kubeconfig(outputs.endpoint));
    cloud.configure("seeded::1", kubeconfig("https://assumed.eks.us-west-2.example.com"));
    expect(() => create(cloud, "Release", "own", release, "own::1")).toThrow(/^FailedScheduling/);
    expect(create(cloud, "Release", "seeded", release, "seeded::1").id).toBe("default/gdn-streaming");
  });

  it("which must be there", () => {
    const own = new OwnCluster();
    own.cloud.configure("lost::1", { kubeconfig: "~/.kube/config" });
    expect(() => own.add("Namespace", "lls", {}, "lost::1")).toThrow(/^Unreachable: .*names no cluster/);
  });
});

it("a cluster that the program makes has no namespaces but those of every cluster", () => {
  const cloud = new SimulatedCloud({ ...seed(), namespaces: ["gdn-streaming"] });
  const subnetIds = ["subnet-00000000000000001", "subnet-00000000000000002"];
  const { outputs } = create(cloud, "Cluster", "own", { name: "own", roleArn: "arn", vpcConfig: { subnetIds } });
  const clusters = [{ name: "a", cluster: { server: outputs.endpoint as string } }];
  cloud.configure("own::1", {
    kubeconfig: { "current-context": "a", contexts: [{ name: "a", context: { cluster: "a" } }], clusters },
  });
  const named = { metadata: { name: "gdn-streaming" } };
  expect(() => create(cloud, "Namespace", "seeded", named)).toThrow(/^AlreadyExists/);
  expect(create(cloud, "Namespace", "own", named, "own::1").id).toBe("gdn-streaming");
  const inKubeSystem = { metadata: { name: "aws-auth", namespace: "kube-system" } };
  expect(create(cloud, "ConfigMap", "auth", inKubeSystem, "own::1").id).toBe("kube-system/aws-auth");
});

const replacements: [string, TypeName, Inputs, Inputs, string[]][] = [
  ["another version", "Cluster", { version: "1.32" }, { version: "1.33" }, []],
  ["other subnets", "Cluster", { vpcConfig: { subnetIds: ["a"] } }, { vpcConfig: { subnetIds: ["b"] } }, []],
  ["another role", "Cluster", { roleArn: "a" }, { roleArn: "b" }, ["roleArn"]],
  [
    "another service network",
    "Cluster",
    { kubernetesNetworkConfig: { serviceIpv4Cidr: "10.100.0.0/16" } },
    { kubernetesNetworkConfig: { serviceIpv4Cidr: "172.20.0.0/16" } },
    ["kubernetesNetworkConfig"],
  ],
  ["more nodes", "NodeGroup", { scalingConfig: { desiredSize: 1 } }, { scalingConfig: { desiredSize: 2 } }, []],
  ["other labels", "NodeGroup", { labels: {} }, { labels: { a: "b" } }, []],
  ["another instance type", "NodeGroup", { instanceTypes: ["a"] }, { instanceTypes: ["b"] }, ["instanceTypes"]],
  [
    "another template",
    "NodeGroup",
    { launchTemplate: { id: "a" } },
    { launchTemplate: { id: "b" } },
    ["launchTemplate"],
  ],
  [
    "another version of its template",
    "NodeGroup",
    { launchTemplate: { id: "a", version: "1" } },
    { launchTemplate: { id: "a", version: "2" } },
    [],
  ],
  ["another trust", "Role", { assumeRolePolicy: "{}" }, { assumeRolePolicy: "[]" }, []],
  ["another port", "SecurityGroupRule", { fromPort: 1 }, { fromPort: 2 }, ["fromPort"]],
  ["another description", "SecurityGroupRule", { description: "a" }, { description: "b" }, []],
  ["another type", "AccessEntry", { type: "STANDARD" }, { type: "EC2_LINUX" }, ["type"]],
  ["another version", "Addon", { addonVersion: "1" }, { addonVersion: "2" }, []],
  ["another template version", "AutoScalingGroup", { launchTemplate: {} }, { launchTemplate: { version: "2" } }, []],
];

describe("a change replaces", () => {
  it.each(replacements)("%s of %s", (_title, type, before, after, expected) => {
    expect(new OwnCluster().cloud.replacements(types[type], before, after)).toEqual(expected);
  });
});
