import * as kubernetes from "@pulumi/kubernetes/core/v1";
import * as pulumi from "@pulumi/pulumi";
import { BadInput } from "./bad-input";
import { pullSecretName } from "./lls";
import { stackAnnotations } from "./owner";
import { isEcrRegistry } from "./registry";
import { ecrCredentialsReason } from "./streaming-proxy-problems";
import { NamespaceOwner, type RegistryCredentials } from "./streaming-proxy-args";

const forced = { "pulumi.com/patchForce": "true" };

/**
 * The pull secret, and the namespace's service account `default` that hands it to every pod.
 * The chart's own key for pull secrets is not published, hence the way through the service account.
 * @param owner of the namespace, and so of the account
 * @returns what must exist before the first pod starts
 */
export function pullSecret(
  name: string,
  namespace: pulumi.Input<string>,
  registry: pulumi.Input<string>,
  credentials: RegistryCredentials,
  owner: NamespaceOwner,
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
      // The list is atomic (Kubernetes API, ServiceAccount: no merge key): it becomes ours as a whole, and goes with us. What the owner of an
      // existing namespace has in there is not taken over: server-side apply refuses the patch then.
      metadata: { name: "default", namespace, ...(owner === NamespaceOwner.Create && { annotations: forced }) },
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
