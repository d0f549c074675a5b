import { Provider as AwsProvider } from "@pulumi/aws/provider";
import { Provider as KubernetesProvider } from "@pulumi/kubernetes/provider";
import type { EksClusterFacts } from "../discovery/eks/facts";
import type { StackConfig } from "./config";

/** The AWS provider of an installation: the region of its zone, the profile and roles of `aws:profile` and `aws:assumeRoles`. */
export function awsProvider(config: StackConfig): AwsProvider {
  return new AwsProvider("aws", {
    region: config.region,
    profile: config.aws.profile,
    assumeRoles: config.aws.assumeRoles,
  });
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

/** A kubeconfig that fetches a token when it is needed (`aws eks get-token`), so that none is kept in state. */
function execKubeconfig(config: StackConfig, cluster: EksClusterFacts): string {
  const { name } = cluster;
  const profile = config.aws.profile ? ["--profile", config.aws.profile] : [];
  const role = config.aws.assumeRoles?.at(-1)?.roleArn;
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
              ...["eks", "get-token", "--cluster-name", name, "--region", config.region, "--output", "json"],
              ...profile,
              ...(role ? ["--role-arn", role] : []),
            ],
            interactiveMode: "Never",
          },
        },
      },
    ],
  });
}
