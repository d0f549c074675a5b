import { Provider as AwsProvider } from "@pulumi/aws/provider";
import { Provider as KubernetesProvider } from "@pulumi/kubernetes/provider";
import type { ExternalTrafficPolicy } from "../../components";
import {
  EksAddressingKind,
  EksEgressKind,
  EksLls,
  EksTargetsKind,
  NamespaceOwner,
  NodeRules,
  ProxyRollout,
  type EksLlsArgs,
} from "../../components";
import type { ResourceGraph } from "../../graph/resource-graph";
import { assumedEksCluster } from "../../simulator/assumed-eks-cluster";
import { SimulatedCloud } from "../../simulator/cloud";
import { runSimulated } from "../../simulator/run";

/** One choice per dimension of `EksLlsArgs`. */
export interface Variant {
  targets: EksTargetsKind;
  address: "dynamic" | "new" | "retained" | "existing";
  egress: EksEgressKind;
  nodeRules: NodeRules;
  /** `shared`: one group for both roles; `split`: one each; `many`: two each. */
  groups: "shared" | "split" | "many";
  credentials: boolean;
  namespace: NamespaceOwner;
  rollout: ProxyRollout;
  policy?: ExternalTrafficPolicy;
  mediaPort?: number;
}

export const plainVariant: Variant = {
  targets: EksTargetsKind.AutoScalingGroups,
  address: "dynamic",
  egress: EksEgressKind.SecurityGroups,
  nodeRules: NodeRules.Create,
  groups: "shared",
  credentials: false,
  namespace: NamespaceOwner.Create,
  rollout: ProxyRollout.Surge,
};

export const cluster = "prod_eu";
export const password = "p4ssw0rd-of-the-registry";

const groupIds = {
  shared: { proxyNodes: ["sg-0aaa"], workerNodes: ["sg-0aaa"] },
  split: { proxyNodes: ["sg-0aaa"], workerNodes: ["sg-0ccc"] },
  many: { proxyNodes: ["sg-0aaa", "sg-0bbb"], workerNodes: ["sg-0ccc", "sg-0ddd"] },
};

const seed = assumedEksCluster({
  cluster,
  availabilityZone: "us-west-2a",
  region: "us-west-2",
  subnetId: "subnet-0aaa",
  proxyNodeSecurityGroupIds: groupIds.many.proxyNodes,
  workerNodeSecurityGroupIds: groupIds.many.workerNodes,
});

const targets = {
  autoScalingGroups: { autoScalingGroups: [{ name: "eks-assumed-compute" }] },
  targetGroupBinding: { targetGroupBinding: { serviceName: "streaming-proxy", servicePort: 5004 } },
  addresses: { addresses: [{ address: "192.0.2.140" }, { address: "192.0.2.141" }] },
};

const elasticIps = {
  dynamic: undefined,
  new: {},
  retained: { retain: true },
  existing: { allocationId: "eipalloc-0aaa" },
};

/** The arguments that a variant stands for. */
export function argsOf(variant: Variant): EksLlsArgs {
  const elasticIp = elasticIps[variant.address];
  const nodes = (ids: string[]) => ids.map((securityGroupId) => ({ securityGroupId }));
  return {
    cluster,
    availabilityZone: "us-west-2a",
    vpcId: seed.network.vpcId,
    subnetId: "subnet-0aaa",
    imageRegistry: variant.credentials
      ? "registry.example.com/nvcf"
      : "123456789012.dkr.ecr.us-west-2.amazonaws.com/nvcf",
    registryCredentials: variant.credentials ? { username: "$oauthtoken", password } : undefined,
    allowedCidrs: ["198.51.100.0/24", "203.0.113.0/24"],
    proxyNodes: nodes(groupIds[variant.groups].proxyNodes),
    workerNodes: nodes(groupIds[variant.groups].workerNodes),
    targets: { kind: variant.targets, ...targets[variant.targets] },
    addressing: elasticIp && { kind: EksAddressingKind.ElasticIp, elasticIp },
    egress:
      variant.egress === EksEgressKind.SubnetCidrs
        ? { kind: variant.egress, subnetCidrs: ["192.0.2.128/26"] }
        : undefined,
    nodeRules: variant.nodeRules,
    streamingProxy: {
      namespace: variant.namespace,
      rollout: variant.rollout,
      externalTrafficPolicy: variant.policy,
      mediaPort: variant.mediaPort,
    },
    tags: { team: "streaming" },
  };
}

/** Runs a program with explicit providers against a fresh simulated cloud that has what the arguments above name. */
export async function graphOf(
  program: (providers: [AwsProvider, KubernetesProvider]) => unknown,
  {
    preview = false,
    ...cluster
  }: { preview?: boolean; namespaces?: string[]; pullSecrets?: Record<string, string[]> } = {},
): Promise<ResourceGraph> {
  const { graph } = await runSimulated({
    cloud: new SimulatedCloud({ ...seed, ...cluster }),
    project: "streaming",
    stack: "test",
    config: {},
    secretKeys: [],
    preview,
    program: async () => {
      program([new AwsProvider("aws", { region: "us-west-2" }), new KubernetesProvider("kubernetes", {})]);
      return {};
    },
  });
  return graph;
}

/** The graph of one installation. */
export async function variantGraph(variant: Variant, { preview = false } = {}): Promise<ResourceGraph> {
  const namespaces = variant.namespace === NamespaceOwner.Existing ? ["gdn-streaming"] : [];
  return graphOf((providers) => new EksLls("lls", argsOf(variant), { providers }), { preview, namespaces });
}
