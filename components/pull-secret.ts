import * as kubernetes from "@pulumi/kubernetes/core/v1";
import * as pulumi from "@pulumi/pulumi";
import { BadInput } from "./bad-input";
import { pullSecretName } from "./lls";
import { stackAnnotations } from "./owner";
import { isEcrRegistry } from "./registry";
import { ecrCredentialsReason } from "./streaming-proxy-problems";
import type { RegistryCredentials } from "./streaming-proxy-args";

/**
 * The pull secret, and the namespace's service account `default` that hands it to every pod.
 * The chart's own key for pull secrets is not published, hence the way through the service account.
 * @returns what must exist before the first pod starts
 */
export function pullSecret(
  name: string,
  namespace: pulumi.Input<string>,
  registry: pulumi.Input<string>,
  credentials: RegistryCredentials,
  opts: pulumi.ComponentResourceOptions,
): pulumi.Resource[] {
  const secret = new kubernetes.Secret(
    `${name}-pull-secret`,
    {
      metadata: { name: pullSecretName, namespace, annotations: stackAnnotations() },
      type: "kubernetes.io/dockerconfigjson",
      stringData: { ".dockerconfigjson": dockerConfig(name, registry, credentials) },
    },
    opts,
  );
  const account = new kubernetes.ServiceAccountPatch(
    `${name}-service-account`,
    {
      // The account belongs to Kubernetes; this one field is ours.
      metadata: { name: "default", namespace, annotations: { "pulumi.com/patchForce": "true" } },
      imagePullSecrets: [{ name: secret.metadata.name }],
    },
    opts,
  );
  return [secret, account];
}

/**
 * Content of a Docker configuration, secret whatever its parts are. Without `auth`, which is user and password in base64: a log of Pulumi conceals
 * the values of its configuration, and no other form of them. The kubelet needs only these two (kubernetes: pkg/credentialprovider/config.go).
 */
function dockerConfig(
  name: string,
  registry: pulumi.Input<string>,
  { username, password }: RegistryCredentials,
): pulumi.Output<string> {
  return pulumi.secret(
    pulumi.all([registry, username, password]).apply(([where, user, secret]) => {
      if (isEcrRegistry(where)) {
        throw new BadInput(`StreamingProxy '${name}'`, [{ path: "registryCredentials", reason: ecrCredentialsReason }]);
      }
      const [host] = where.split("/") as [string];
      return JSON.stringify({ auths: { [host]: { username: user, password: secret } } });
    }),
  );
}
