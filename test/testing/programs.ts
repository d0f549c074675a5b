import { Provider as AwsProvider } from "@pulumi/aws/provider";
import { Provider as KubernetesProvider } from "@pulumi/kubernetes/provider";
import * as pulumi from "@pulumi/pulumi";
import { EksLls, EksTargetsKind, type EksLlsArgs } from "../../exports/eks";
import {
  assumedEksCluster,
  testStack,
  type TestedProgram,
  type TestedStack,
  type TestStackOptions,
} from "../../exports/testing";

/** A cluster of a team. */
export const cluster = assumedEksCluster({ cluster: "prod", availabilityZone: "us-west-2a", region: "us-west-2" });

/** A team's component. */
export class Component extends pulumi.ComponentResource {
  constructor(name: string, args: pulumi.Inputs = {}, opts?: pulumi.ComponentResourceOptions) {
    super("test:index:Component", name, args, opts);
  }
}

/** Runs a program in that cluster. */
export function tested(program: TestedProgram, change: Partial<TestStackOptions> = {}): Promise<TestedStack> {
  return testStack(program, { cloud: cluster, ...change });
}

/** How a run fails. */
export async function failure(program: TestedProgram, change: Partial<TestStackOptions> = {}): Promise<Error> {
  const error: unknown = await tested(program, change).then(
    () => new Error("the run did not fail"),
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof Error)) throw new TypeError(`${String(error)} is no error`);
  return error;
}

/** Providers of their own for an installation. */
export function providers(suffix = ""): pulumi.ProviderResource[] {
  return [
    new AwsProvider(`aws${suffix}`, { region: "us-west-2" }),
    new KubernetesProvider(`kubernetes${suffix}`, { kubeconfig: pulumi.secret("{}") }),
  ];
}

/** An installation in the cluster, with its facts. */
export function install(
  name = "lls",
  change: Partial<EksLlsArgs> = {},
  opts: pulumi.ComponentResourceOptions = { providers: providers() },
): EksLls {
  const { vpcId, subnets, nodePools } = cluster.network;
  const nodes = [{ securityGroupId: cluster.cluster.clusterSecurityGroupId }];
  const [group] = nodePools.flatMap(({ autoScalingGroups }) => autoScalingGroups);
  return new EksLls(
    name,
    {
      cluster: "prod",
      availabilityZone: "us-west-2a",
      vpcId,
      subnetId: subnets.find((subnet) => subnet.name === "assumed-public-0")!.id,
      imageRegistry: "123456789012.dkr.ecr.us-west-2.amazonaws.com/nvcf",
      proxyNodes: nodes,
      workerNodes: nodes,
      targets: { kind: EksTargetsKind.AutoScalingGroups, autoScalingGroups: [{ name: group!.name }] },
      network: cluster.network,
      ...change,
    },
    opts,
  );
}
