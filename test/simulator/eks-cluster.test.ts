import "@pulumi/aws/autoscaling"; // so that references to its resources become resources
import "@pulumi/aws/eks";
import type { ClusterArgs } from "@pulumi/eks/cluster";
import { Provider as KubernetesProvider } from "@pulumi/kubernetes/provider";
import { describe, expect, it } from "vitest";
import { unknownValue } from "../../graph/unknown";
import type { SimulatedResult } from "../../simulator/run";
import { cluster } from "./eks-programs";
import { bare, below, named, run, runCluster, type Outputs } from "./eks-runs";

describe("the outputs of a cluster", () => {
  const outputsOf = (args: ClusterArgs, preview = false): Promise<SimulatedResult> =>
    run(() => {
      const outputs = cluster(args);
      const { clusterSecurityGroupId, nodeSecurityGroupId, clusterIngressRuleId, defaultNodeGroupAsgName } = outputs;
      const { oidcIssuer, oidcProviderArn, oidcProviderUrl, kubeconfigJson } = outputs;
      return {
        ...{ clusterSecurityGroupId, nodeSecurityGroupId, clusterIngressRuleId, defaultNodeGroupAsgName },
        ...{ oidcIssuer, oidcProviderArn, oidcProviderUrl, kubeconfigJson },
      };
    }, preview);

  it("name what it is made of", async () => {
    const result = await outputsOf({ createOidcProvider: true });
    const url = "https://oidc.eks.us-west-2.amazonaws.com/id/";
    expect(result.outputs).toMatchObject({
      clusterSecurityGroupId: named(result, "own-eksClusterSecurityGroup").id,
      nodeSecurityGroupId: named(result, "own-nodeSecurityGroup").id,
      clusterIngressRuleId: named(result, "own-eksClusterIngressRule").outputs.securityGroupRuleId,
      defaultNodeGroupAsgName: named(result, "own", "Group").id,
      oidcProviderArn: named(result, "own-oidcProvider").outputs.arn,
      oidcProviderUrl: expect.stringContaining(url),
      oidcIssuer: expect.stringContaining(url.replace("https://", "")),
    });
  });

  it("are empty text where there is nothing, and the group that EKS made where the component made none", async () => {
    const result = await outputsOf(bare);
    const own = (named(result, "own-eksCluster").outputs.vpcConfig as Outputs).clusterSecurityGroupId;
    expect(result.outputs).toMatchObject({
      ...{ clusterSecurityGroupId: own, nodeSecurityGroupId: own, clusterIngressRuleId: "" },
      ...{ oidcProviderArn: "", defaultNodeGroupAsgName: "" },
    });
  });

  it("are unknown in a first preview as far as the cloud decides them", async () => {
    const { outputs } = await outputsOf({}, true);
    expect(new Set(Object.values(outputs))).toEqual(new Set([unknownValue, ""]));
    expect(outputs.oidcProviderArn).toBe("");
  });

  it("have a kubeconfig without a credential, with which a program reaches the cluster", async () => {
    const result = await run(() => {
      const own = cluster({ ...bare, providerCredentialOpts: { profileName: "team", roleArn: "arn:role" } });
      const config = own.kubeconfigJson;
      new KubernetesProvider("mine", { kubeconfig: config });
      return { config };
    });
    const config = JSON.parse(result.outputs.config as string);
    const { endpoint, certificateAuthority } = named(result, "own-eksCluster").outputs as any;
    expect(config.clusters[0].cluster).toEqual({
      "certificate-authority-data": certificateAuthority.data,
      server: endpoint,
    });
    // The profile is that of who deploys; others have their own.
    expect(config.users[0].user.exec.args.join(" ")).toMatch(/get-token .*--role arn:role$/);
    expect(named(result, "own-eks-k8s").inputs.kubeconfig).toMatch(/"--profile","team"/);
    expect(named(result, "mine").inputs.kubeconfig).toBe(result.outputs.config);
  });
});

describe("a cluster is refused", () => {
  const refused = async (args: Record<string, unknown>): Promise<string> => {
    const error: unknown = await runCluster(args as ClusterArgs).then(
      () => expect.unreachable(),
      (reason: unknown) => reason,
    );
    expect((error as Error).message).toMatch(/^urn:pulumi:dev::test::eks:index:Cluster::own:\n {2}- /);
    return (error as Error).message;
  };
  it.each<[what: string, args: Record<string, unknown>]>([
    ["autoMode", { autoMode: { enabled: true } }],
    ["creationRoleProvider", { creationRoleProvider: { role: "r", provider: "p" } }],
    ["fargate", { fargate: true }],
    ["gpu", { gpu: true }],
    ["storageClasses", { storageClasses: "gp2" }],
    ["nodeGroupOptions.taints", { nodeGroupOptions: { taints: {} } }],
    ["nodeGroupOptions.amiId", { nodeGroupOptions: { amiId: "ami-1" } }],
  ])("with what the simulator does not model: %s", async (what, args) => {
    expect(await refused(args)).toContain(`- ${what}: the simulator does not model it; leave it out`);
  });

  it.each<[what: string, args: Record<string, unknown>]>([
    ["subnetIds, publicSubnetIds: are mutually exclusive", { subnetIds: ["subnet-1"] }],
    ["instanceRole, instanceRoles: are mutually exclusive", { instanceRole: "r", instanceRoles: ["r"] }],
    ["nodeGroupOptions, instanceType: are mutually exclusive", { nodeGroupOptions: {}, instanceType: "m5.large" }],
    ["instanceRoles: the default nodes need an instance profile", { instanceRoles: ["r"] }],
    ["subnetIds: or publicSubnetIds and privateSubnetIds are needed", { publicSubnetIds: undefined }],
    [
      "subnetIds: the simulator does not tell private ones",
      { publicSubnetIds: undefined, subnetIds: ["subnet-1", "subnet-2"] },
    ],
    ["vpcId: is needed", { vpcId: undefined }],
    ["authenticationMode: 'KEYS' is not API, API_AND_CONFIG_MAP, CONFIG_MAP", { ...bare, authenticationMode: "KEYS" }],
    ["accessEntries: is not supported when authenticationMode is 'CONFIG_MAP'", { ...bare, accessEntries: { a: {} } }],
    [
      "roleMappings: is not supported when authenticationMode is 'API'",
      { ...bare, authenticationMode: "API", roleMappings: [{ roleArn: "r", username: "u", groups: [] }] },
    ],
  ])("as the real one is: %s", async (what, args) => {
    expect(await refused(args)).toContain(`- ${what}`);
  });

  it("with every problem at once", async () => {
    const message = await refused({ fargate: true, gpu: true });
    expect(message.match(/^ {2}- /gm)).toHaveLength(2);
  });

  it("not for what is switched off", async () => {
    const result = await runCluster({ ...bare, fargate: false, gpu: false });
    expect(below(result)).toContain("Cluster own-eksCluster < own");
  });
});
