import { Provider } from "@pulumi/kubernetes/provider";
import * as pulumi from "@pulumi/pulumi";
import type { StackConfig } from "./config";

/** How a cluster is reached. */
export interface ClusterAccess {
  name: string;
  /** API server, https://…. */
  endpoint: string;
  /** Base64 PEM. */
  certificateAuthority: string;
}

/** A program that prints a token whenever one is needed, so that none is kept in state. */
export interface TokenCommand {
  command: string;
  args: string[];
}

/**
 * The Kubernetes provider of an installation, made from the discovered endpoint or the kubeconfig given.
 * Secrets change in place, so that rotated pull credentials replace nothing; a kubeconfig that is written otherwise replaces nothing either.
 * The one that is made is as secret as the token's command.
 */
export function kubernetesProvider(
  config: StackConfig,
  cluster: ClusterAccess,
  token: pulumi.Input<TokenCommand>,
): Provider {
  return new Provider("kubernetes", {
    kubeconfig: config.kubeconfig ?? pulumi.output(token).apply((command) => execKubeconfig(cluster, command)),
    clusterIdentifier: cluster.endpoint,
    enableServerSideApply: true,
    enableSecretMutable: true,
  });
}

/** A kubeconfig that gets a token by a command whenever one is needed. */
export function execKubeconfig({ name, endpoint, certificateAuthority }: ClusterAccess, token: TokenCommand): string {
  return JSON.stringify({
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name, cluster: { server: endpoint, "certificate-authority-data": certificateAuthority } }],
    contexts: [{ name, context: { cluster: name, user: name } }],
    "current-context": name,
    users: [
      {
        name,
        user: {
          exec: { apiVersion: "client.authentication.k8s.io/v1beta1", ...token, interactiveMode: "Never" },
        },
      },
    ],
  });
}
