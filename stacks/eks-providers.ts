import { Provider as AwsProvider } from "@pulumi/aws/provider";
import { Provider as KubernetesProvider } from "@pulumi/kubernetes/provider";
import * as pulumi from "@pulumi/pulumi";
import type { EksClusterFacts } from "../discovery/eks/facts";
import type { StackConfig } from "./config";

/** The AWS provider of an installation: what the `aws:` keys say, and the region of its zone. */
export function awsProvider(config: StackConfig): AwsProvider {
  return new AwsProvider("aws", { ...config.awsProvider, region: config.region });
}

/**
 * The Kubernetes provider of an installation, made from the discovered endpoint or the kubeconfig given.
 * Secrets change in place, so that rotated pull credentials replace nothing; a kubeconfig that is written otherwise replaces nothing either.
 */
export function kubernetesProvider(config: StackConfig, cluster: EksClusterFacts): KubernetesProvider {
  return new KubernetesProvider("kubernetes", {
    kubeconfig: config.kubeconfig ?? execKubeconfig(config, cluster),
    clusterIdentifier: cluster.endpoint,
    enableServerSideApply: true,
    enableSecretMutable: true,
  });
}

/**
 * A kubeconfig that fetches a token when it is needed (`aws eks get-token`), so that none is kept in state. It is as secret
 * as profile and role.
 */
function execKubeconfig({ awsProvider, region }: StackConfig, cluster: EksClusterFacts): pulumi.Output<string> {
  return pulumi
    .all([awsProvider.profile, awsProvider.assumeRoles])
    .apply(([profile, roles]) => kubeconfigOf(cluster, region, profile, roles?.[0]?.roleArn));
}

function kubeconfigOf(cluster: EksClusterFacts, region: string, profile?: string, role?: string): string {
  const { name } = cluster;
  return JSON.stringify({
    apiVersion: "v1",
    kind: "Config",
    clusters: [
      { name, cluster: { server: cluster.endpoint, "certificate-authority-data": cluster.certificateAuthority } },
    ],
    contexts: [{ name, context: { cluster: name, user: name } }],
    "current-context": name,
    users: [
      {
        name,
        user: {
          exec: {
            apiVersion: "client.authentication.k8s.io/v1beta1",
            command: "aws",
            args: [
              ...["eks", "get-token", "--cluster-name", name, "--region", region, "--output", "json"],
              ...(profile ? ["--profile", profile] : []),
              ...(role ? ["--role-arn", role] : []),
            ],
            interactiveMode: "Never",
          },
        },
      },
    ],
  });
}
