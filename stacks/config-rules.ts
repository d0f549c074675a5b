import { regionOfZone } from "../components/aws-names";
import type { Problem } from "../components/bad-input";
import { tagsLeft, tooManyTags } from "../components/eks/tags";
import { isEcrRegistry } from "../components/registry";
import { ecrCredentialsReason } from "../components/streaming-proxy-problems";
import type { ConfigSource } from "./config-source";
import type { SecretKey, StackValues } from "./schema";
import type { AwsValues } from "./schema/aws";

/** Problems between keys, each of which is fine by itself. Keys with problems of their own are absent. */
export function crossKeyProblems(
  source: ConfigSource,
  stack: Partial<StackValues>,
  aws: Partial<AwsValues>,
  secrets: Partial<Record<SecretKey, string>>,
): Problem[] {
  return [
    ...regionProblems(source, stack, aws),
    ...accountProblems(aws),
    ...tokenProblems(aws, secrets),
    ...tagProblems(stack, aws),
    ...credentialProblems(source, stack, secrets),
  ];
}

function accountProblems({ allowedAccountIds, forbiddenAccountIds }: Partial<AwsValues>): Problem[] {
  if (allowedAccountIds === undefined || forbiddenAccountIds === undefined) return [];
  return [{ path: "aws:forbiddenAccountIds", reason: "must be absent with aws:allowedAccountIds" }];
}

/** Default tags of the provider stand beside ours on every resource. Of tags alone the schema has told already that they are too many. */
function tagProblems({ tags = {} }: Partial<StackValues>, { defaultTags }: Partial<AwsValues>): Problem[] {
  const keys = new Set([...Object.keys(tags), ...Object.keys(defaultTags?.tags ?? {})]);
  return keys.size > tagsLeft ? [{ path: "aws:defaultTags", reason: `with tags, ${tooManyTags}` }] : [];
}

/** AWS CLI, `eks get-token`: option --role-arn takes one role, and there is none for an external id. */
function tokenProblems({ assumeRoles = [] }: Partial<AwsValues>, { kubeconfig }: { kubeconfig?: string }): Problem[] {
  if (kubeconfig !== undefined) return [];
  if (assumeRoles.length < 2 && assumeRoles.every(({ externalId }) => externalId === undefined)) return [];
  const reason =
    "must be one role without externalId, because `aws eks get-token` can take no other; " +
    "move the roles into a profile (aws:profile), or set the secret kubeconfig";
  return [{ path: "aws:assumeRoles", reason }];
}

function regionProblems(
  { project, secretKeys }: ConfigSource,
  { availabilityZone: zone }: Partial<StackValues>,
  { region }: Partial<AwsValues>,
): Problem[] {
  if (zone === undefined || region === undefined || regionOfZone(zone) === region) return [];
  const shown = (fullKey: string, value: string) => (secretKeys.has(fullKey) ? {} : { value });
  return [
    {
      path: "availabilityZone",
      reason: "must be a zone of the region in aws:region",
      ...shown(`${project}:availabilityZone`, zone),
    },
    {
      path: "aws:region",
      reason: "must be the region of availabilityZone; it can be left out, because the zone says it",
      ...shown("aws:region", region),
    },
  ];
}

function credentialProblems(
  { project }: ConfigSource,
  { imageRegistry }: Partial<StackValues>,
  { registryUsername, registryPassword }: Partial<Record<SecretKey, string>>,
): Problem[] {
  const given: SecretKey[] = [];
  if (registryUsername !== undefined) given.push("registryUsername");
  if (registryPassword !== undefined) given.push("registryPassword");
  if (imageRegistry !== undefined && isEcrRegistry(imageRegistry)) {
    return given.map((path) => ({ path, reason: ecrCredentialsReason }));
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
