import type { Problem } from "../components/bad-input";
import type { ConfigSource } from "./config-source";
import { nearestKey } from "../components/nearest-key";
import type { Cloud } from "./schema";
import { unknownKey } from "./schema-problems";
import { awsSchema } from "./schema/aws";
import { azureSchema } from "./schema/azure";

/** What an installation takes over from the keys of a cloud's default provider. */
interface ProviderKeys {
  namespace: string;
  taken: string[];
  /** Those that say who logs in: they would get into the state. */
  credentials: string[];
  /** What to use instead of them. */
  instead: string;
}

const providers: Record<Cloud, ProviderKeys> = {
  eks: {
    namespace: "aws",
    taken: Object.keys(awsSchema.shape),
    credentials: ["accessKey", "secretKey", "token"],
    instead: "use the environment (AWS_ACCESS_KEY_ID, …) or aws:profile, so that no key gets into the state",
  },
  aks: {
    namespace: "azure-native",
    taken: Object.keys(azureSchema.shape),
    credentials: [
      ...["clientSecret", "clientCertificatePath", "clientCertificatePassword"],
      ...["oidcToken", "oidcTokenFilePath", "oidcRequestToken", "oidcRequestUrl"],
      ...["useOidc", "useMsi", "msiEndpoint", "useDefaultAzureCredential"],
    ],
    instead: "use the environment (ARM_CLIENT_SECRET, …) or `az login`, so that no secret gets into the state",
  },
};

/**
 * Keys of default providers that have no effect, because an installation has providers of its own. They would be taken for
 * ones that have, so they are refused; their values are never told. Of a cloud that is not known nothing is said.
 */
export function providerKeyProblems({ values }: ConfigSource, cloud: Cloud | undefined): Problem[] {
  if (cloud === undefined) return [];
  return Object.keys(values).flatMap((path): Problem[] => {
    const [namespace = "", ...rest] = path.split(":");
    if (namespace === "kubernetes") return [{ path, reason: kubernetesReason }];
    // Those of the other cloud may be defaults of Pulumi.yaml for the stacks on it.
    const provider = providers[cloud];
    return namespace === provider.namespace ? ownKeyProblems(path, rest.join(":"), provider) : [];
  });
}

const kubernetesReason =
  "has no effect on the provider of the installation, which is made for the cluster; remove it, or set the secret kubeconfig";

function ownKeyProblems(
  path: string,
  key: string,
  { namespace, taken, credentials, instead }: ProviderKeys,
): Problem[] {
  if (taken.includes(key)) return [];
  const noEffect = "has no effect on the provider of the installation";
  if (credentials.includes(key)) return [{ path, reason: `${noEffect}; ${instead}` }];
  if (nearestKey(key, taken) !== undefined) return [unknownKey(path, key, taken)];
  const all = taken.map((name) => `${namespace}:${name}`).join(", ");
  return [{ path, reason: `${noEffect}; remove it; taken are ${all}` }];
}
