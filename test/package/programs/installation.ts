// A program of a team's own, with one installation on EKS.
import { Provider as AwsProvider } from "@pulumi/aws/provider.js";
import { Provider as KubernetesProvider } from "@pulumi/kubernetes/provider.js";
import * as pulumi from "@pulumi/pulumi";
import { EksLls, EksTargetsKind, eksContract } from "nvcf-lls/eks";
import { assumedEksCluster } from "nvcf-lls/testing";

export const cluster = assumedEksCluster({ cluster: "prod", availabilityZone: "us-west-2a", region: "us-west-2" });
const { vpcId, subnets, nodePools } = cluster.network;

export function install(): EksLls {
  const aws = new AwsProvider("aws", { region: "us-west-2" });
  const kubernetes = new KubernetesProvider("kubernetes", { kubeconfig: pulumi.secret("{}") });
  const nodes = [{ securityGroupId: cluster.cluster.clusterSecurityGroupId }];
  const groups = nodePools.flatMap(({ autoScalingGroups }) => autoScalingGroups).slice(0, 1);
  return new EksLls(
    "lls",
    {
      cluster: "prod",
      availabilityZone: "us-west-2a",
      vpcId,
      subnetId: subnets.find(({ name }) => name === "assumed-public-0")!.id,
      imageRegistry: "123456789012.dkr.ecr.us-west-2.amazonaws.com/nvcf",
      proxyNodes: nodes,
      workerNodes: nodes,
      targets: {
        kind: EksTargetsKind.AutoScalingGroups,
        autoScalingGroups: groups.map(({ name }) => ({ name })),
      },
      network: cluster.network,
    },
    { providers: [aws, kubernetes] },
  );
}

export async function program(): Promise<Record<string, unknown>> {
  return eksContract(install());
}
