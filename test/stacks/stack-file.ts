import type { ConfigSource } from "../../stacks/config";

/** The section `config:` of a stack file, without the project's namespace; other namespaces are written out. */
export type Config = Record<string, unknown>;

/** The least that a stack on EKS says. */
export const least: Config = {
  cloud: "eks",
  cluster: "nvcf-dev",
  availabilityZone: "us-west-2a",
  imageRegistry: "123456789012.dkr.ecr.us-west-2.amazonaws.com/nvcf",
};

/** The least that a stack on AKS says. */
export const leastAks: Config = {
  cloud: "aks",
  cluster: "nvcf-aks",
  resourceGroup: "nvcf-aks",
  imageRegistry: "example.azurecr.io/nvcf",
  aks: { nodeAddress: "nodes.example.com" },
};

/** With the namespace, as a stack file has it. */
export function namespaced(config: Config): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => [key.includes(":") ? key : `nvcf-lls:${key}`, value]),
  );
}

/** What Pulumi hands to a program: scalars as text, the rest as JSON. `secrets` are encrypted values of further keys. */
export function source(config: Config, secrets: Record<string, string> = {}): ConfigSource {
  const values = Object.entries(namespaced({ ...config, ...secrets }))
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => [key, typeof value === "string" ? value : JSON.stringify(value)]);
  return {
    project: "nvcf-lls",
    subject: "Pulumi.dev.yaml",
    values: Object.fromEntries(values),
    secretKeys: new Set(Object.keys(namespaced(secrets))),
  };
}
