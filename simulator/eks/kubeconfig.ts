import type { MadeResource } from "../component/made-resource";
import { Value } from "../component/value";

/** Credentials that the kubeconfig names besides the default ones. */
export interface KubeconfigOptions {
  roleArn?: string;
  profileName?: string;
}

/**
 * The kubeconfig of a cluster. It holds no credential: whoever uses it asks AWS for a token (pulumi-eks, nodejs/eks/cluster/cluster.ts, generateKubeconfig),
 * so the component's output is not secret either.
 * @param options of `KubeconfigOptions`
 * @param withProfile false: for others than the one who deploys
 */
export function kubeconfigOf(cluster: MadeResource, options: Value, withProfile: boolean): Value {
  const facts = {
    name: cluster.output("name"),
    endpoint: cluster.output("endpoint"),
    arn: cluster.output("arn"),
    certificate: cluster.output("certificateAuthority", "data"),
    options,
  };
  return Value.of(facts).map(({ name, endpoint, arn, certificate, options }: KubeconfigFacts) => {
    const region = arn.split(":")[3];
    const { roleArn, profileName } = options ?? {};
    const args = [
      ...["--region", region, "eks", "get-token", "--cluster-name", name, "--output", "json"],
      ...(roleArn === undefined ? [] : ["--role", roleArn]),
      ...(withProfile && profileName !== undefined ? ["--profile", profileName] : []),
    ];
    const apiVersion = "client.authentication.k8s.io/v1beta1";
    const env = [{ name: "KUBERNETES_EXEC_INFO", value: JSON.stringify({ apiVersion }) }];
    return {
      ...{ apiVersion: "v1", kind: "Config", "current-context": "aws" },
      clusters: [{ name: "kubernetes", cluster: { server: endpoint, "certificate-authority-data": certificate } }],
      contexts: [{ name: "aws", context: { cluster: "kubernetes", user: "aws" } }],
      users: [{ name: "aws", user: { exec: { apiVersion, command: "aws", args, env } } }],
    };
  });
}

interface KubeconfigFacts {
  name: string;
  endpoint: string;
  arn: string;
  certificate: string;
  options?: KubeconfigOptions;
}
