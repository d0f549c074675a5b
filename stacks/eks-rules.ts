import { clusterNameProblem, regionOfZone, zoneProblem } from "../components/aws-names";
import type { Problem } from "../components/bad-input";
import { tagsLeft, tooManyTags } from "../components/tags";
import { shownValue, type ConfigSource } from "./config-source";
import type { SecretKey, StackValues } from "./schema";
import { awsSchema, type AwsValues } from "./schema/aws";

/** What has to hold between keys on EKS, and of the keys of the AWS provider. */
export function eksRules(
  source: ConfigSource,
  stack: Partial<StackValues>,
  aws: Partial<AwsValues>,
  secrets: Partial<Record<SecretKey, string>>,
): Problem[] {
  return [
    ...nameProblems(source, stack),
    ...zoneProblems(source, stack, aws),
    ...accountProblems(aws),
    ...tokenProblems(aws, secrets),
    ...tagProblems(stack, aws),
    ...unusedKeyProblems(source),
  ];
}

function nameProblems(source: ConfigSource, { cluster }: Partial<StackValues>): Problem[] {
  const reason = cluster === undefined ? undefined : clusterNameProblem(cluster);
  if (cluster === undefined || reason === undefined) return [];
  return [{ path: "cluster", reason, ...shownValue(source, `${source.project}:cluster`, cluster) }];
}

function zoneProblems(
  source: ConfigSource,
  { availabilityZone: zone }: Partial<StackValues>,
  { region }: Partial<AwsValues>,
): Problem[] {
  if (zone === undefined) return [];
  const shownZone = shownValue(source, `${source.project}:availabilityZone`, zone);
  const reason = zoneProblem(zone);
  if (reason !== undefined) return [{ path: "availabilityZone", reason, ...shownZone }];
  if (region === undefined || regionOfZone(zone) === region) return [];
  return [
    { path: "availabilityZone", reason: "must be a zone of the region in aws:region", ...shownZone },
    {
      path: "aws:region",
      reason: "must be the region of availabilityZone; it can be left out, because the zone says it",
      ...shownValue(source, "aws:region", region),
    },
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

/** An installation has an AWS provider of its own, on which keys of the default provider have no effect. */
function unusedKeyProblems({ values }: ConfigSource): Problem[] {
  const taken = Object.keys(awsSchema.shape).map((name) => `aws:${name}`);
  const unused = Object.keys(values).filter((key) => key.startsWith("aws:") && !taken.includes(key));
  return unused.map((path) => {
    const isCredential = ["aws:accessKey", "aws:secretKey", "aws:token"].includes(path);
    const advice = isCredential
      ? "use the environment (AWS_ACCESS_KEY_ID, …) or aws:profile, so that no key gets into the state"
      : `remove it; taken are ${taken.join(", ")}`;
    return { path, reason: `has no effect on the provider of the installation; ${advice}` };
  });
}
