import * as pulumi from "@pulumi/pulumi";
import { regionOfZone } from "../components/aws-names";
import { BadInput, type Problem } from "../components/bad-input";
import { isMap } from "../components/checks";
import { crossKeyProblems } from "./config-rules";
import type { ConfigSource } from "./config-source";
import {
  cloudKeyProblems,
  readProviderValues,
  readSecrets,
  readStackValues,
  unknownKeyProblems,
} from "./config-values";
import { misplacedKeys } from "./misplaced-keys";
import { providerKeyProblems } from "./provider-keys";
import type { SecretKey, StackValues } from "./schema";
import { awsSchema, type AwsValues } from "./schema/aws";
import { azureSchema, type AzureValues } from "./schema/azure";

export type { ConfigSource };

/** What a stack file says, checked, with every default that no other value decides. */
export type StackConfig = EksStackConfig | AksStackConfig;

/** What is the same on every cloud. */
export interface CommonStackConfig extends Omit<
  StackValues,
  "cloud" | "resourceGroup" | "availabilityZone" | "eks" | "aks"
> {
  /** What was read, for messages: "Pulumi.dev.yaml", "Stack dev". */
  subject: string;
  /** Pull credentials, secret. Absent: the nodes' own identity pulls. */
  registryCredentials?: { username: pulumi.Output<string>; password: pulumi.Output<string> };
  /** Kubeconfig of the cluster, secret. Absent: one is made from the discovered endpoint. */
  kubeconfig?: pulumi.Output<string>;
}

/** A stack on EKS. */
export interface EksStackConfig extends CommonStackConfig {
  cloud: "eks";
  /** Zone of load balancer, proxy and GPU nodes. */
  availabilityZone: string;
  /** Region of that zone. */
  region: string;
  eks: StackValues["eks"];
  /** `aws:profile` and `aws:assumeRoles` for the AWS SDK; absent if encrypted and not readable here. */
  aws: Pick<AwsValues, "profile" | "assumeRoles">;
  /** The `aws:` keys for the AWS provider. What is encrypted in the stack file is secret here. */
  awsProvider: { [Key in keyof AwsValues]: pulumi.Input<AwsValues[Key]> };
}

/** A stack on AKS. */
export interface AksStackConfig extends CommonStackConfig {
  cloud: "aks";
  /** Resource group of the cluster. */
  resourceGroup: string;
  /** Zone `"1"`-`"3"` that the proxy is pinned to; absent: not pinned. */
  availabilityZone?: string;
  aks: StackValues["aks"];
  /** Keys of `azure-native:`; absent if encrypted and not readable here. */
  azure: AzureValues;
}

/**
 * Checks the configuration of a stack. A secret that cannot be decrypted here is the secret text `secretPlaceholder`.
 * @throws BadInput with every problem; no secret value is in it
 */
export function parseStackConfig(given: ConfigSource): StackConfig {
  const { source, problems: misplaced } = misplacedKeys(given);
  const stack = readStackValues(source);
  const aws = readProviderValues<AwsValues>(source, "aws:", awsSchema.shape);
  const azure = readProviderValues<AzureValues>(source, "azure-native:", azureSchema.shape);
  const secrets = readSecrets(source);
  const problems = [
    ...misplaced,
    ...unknownKeyProblems(source, stack.values.cloud),
    ...cloudKeyProblems(source, stack.values.cloud),
    ...providerKeyProblems(source, stack.values.cloud),
    ...stack.problems,
    ...(stack.values.cloud === "aks" ? azure : aws).problems,
    ...secrets.problems,
    ...crossKeyProblems(source, stack.values, aws.values, secrets.values),
  ];
  if (problems.length > 0) throw new BadInput(source.subject, sorted(problems));

  const { cloud, resourceGroup, availabilityZone, eks, aks, ...values } = stack.values as StackValues;
  const common: CommonStackConfig = {
    ...values,
    subject: source.subject,
    streamingProxy: withSecretValues(source, values.streamingProxy),
    ...secretsOf(secrets.values),
  };
  if (cloud === "aks") {
    return {
      ...common,
      ...{ cloud, resourceGroup: resourceGroup!, aks, azure: azure.values },
      ...(availabilityZone !== undefined && { availabilityZone }),
    };
  }
  const { profile, assumeRoles } = aws.values;
  const zone = availabilityZone!;
  return {
    ...common,
    ...{ cloud, availabilityZone: zone, region: regionOfZone(zone), eks, aws: { profile, assumeRoles } },
    awsProvider: withSecretKeys(source, aws.values),
  };
}

function secretsOf({
  registryUsername: username,
  registryPassword: password,
  kubeconfig,
}: Partial<Record<SecretKey, string>>): Pick<CommonStackConfig, "registryCredentials" | "kubeconfig"> {
  return {
    ...(username !== undefined &&
      password !== undefined && {
        registryCredentials: { username: pulumi.secret(username), password: pulumi.secret(password) },
      }),
    ...(kubeconfig !== undefined && { kubeconfig: pulumi.secret(kubeconfig) }),
  };
}

/**
 * Reads and checks the configuration of the stack that Pulumi runs.
 * @throws BadInput with every problem; no secret value is in it
 */
export function readStackConfig(): StackConfig {
  const values = pulumi.runtime.allConfig();
  return parseStackConfig({
    project: pulumi.getProject(),
    subject: `Stack ${pulumi.getStack()}`,
    values,
    secretKeys: new Set(Object.keys(values).filter((key) => runtime.isConfigSecret(key))),
  });
}

/** The SDK has this function, but not in its types; no other one tells a secret from a plain value. */
const runtime = pulumi.runtime as unknown as { isConfigSecret(key: string): boolean };

function withSecretKeys({ secretKeys }: ConfigSource, values: Partial<AwsValues>): EksStackConfig["awsProvider"] {
  const wrapped = Object.entries(values).map(([key, value]) => [
    key,
    secretKeys.has(`aws:${key}`) ? pulumi.secret(value) : value,
  ]);
  return Object.fromEntries(wrapped) as EksStackConfig["awsProvider"];
}

type ProxyValues = StackValues["streamingProxy"];

/** Pulumi tells that a secret is somewhere in an object, not where: all further chart values are secret then. */
function withSecretValues({ project, secretKeys }: ConfigSource, proxy: ProxyValues): ProxyValues {
  if (proxy.extraValues === undefined || !secretKeys.has(`${project}:streamingProxy`)) return proxy;
  return { ...proxy, extraValues: secretLeaves(proxy.extraValues) as ProxyValues["extraValues"] };
}

function secretLeaves(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(secretLeaves);
  if (!isMap(value)) return pulumi.secret(value);
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, secretLeaves(entry)]));
}

function sorted(problems: Problem[]): Problem[] {
  const text = ({ path, reason }: Problem) => `${path} ${reason}`;
  return problems.sort((one, other) => (text(one) < text(other) ? -1 : 1));
}
