import type { Problem } from "../components/bad-input";
import { isEcrRegistry } from "../components/registry";
import { ecrCredentialsReason } from "../components/streaming-proxy-problems";
import { aksRules } from "./aks-rules";
import type { ConfigSource } from "./config-source";
import { eksRules } from "./eks-rules";
import type { SecretKey, StackValues } from "./schema";
import type { AwsValues } from "./schema/aws";

/** Problems between keys, each of which is fine by itself. Keys with problems of their own are absent. */
export function crossKeyProblems(
  source: ConfigSource,
  stack: Partial<StackValues>,
  aws: Partial<AwsValues>,
  secrets: Partial<Record<SecretKey, string>>,
): Problem[] {
  return [...cloudProblems(source, stack, aws, secrets), ...credentialProblems(source, stack, secrets)];
}

function cloudProblems(
  source: ConfigSource,
  stack: Partial<StackValues>,
  aws: Partial<AwsValues>,
  secrets: Partial<Record<SecretKey, string>>,
): Problem[] {
  switch (stack.cloud) {
    case "eks":
      return eksRules(source, stack, aws, secrets);
    case "aks":
      return aksRules(source, stack);
    case undefined:
      return [];
  }
}

function credentialProblems(
  { project }: ConfigSource,
  { cloud, imageRegistry }: Partial<StackValues>,
  { registryUsername, registryPassword }: Partial<Record<SecretKey, string>>,
): Problem[] {
  const given: SecretKey[] = [];
  if (registryUsername !== undefined) given.push("registryUsername");
  if (registryPassword !== undefined) given.push("registryPassword");
  if (imageRegistry !== undefined && isEcrRegistry(imageRegistry)) {
    // On AKS the registry is what is wrong.
    return cloud === "aks" ? [] : given.map((path) => ({ path, reason: ecrCredentialsReason }));
  }

  const problems: Problem[] = [];
  if (given.length === 1) {
    const path = registryUsername === undefined ? "registryUsername" : "registryPassword";
    const reason = `is required with ${given[0]}: \`pulumi config set --secret ${project}:${path}\` asks for it`;
    problems.push({ path, reason });
  }
  if (registryUsername === "AWS") {
    const reason = "must not be that of an ECR token, which expires after 12 hours; use credentials that last";
    problems.push({ path: "registryUsername", reason });
  }
  return problems;
}
