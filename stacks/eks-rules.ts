import { clusterNameProblem, regionOfZone, zoneProblem } from "../components/aws-names";
import type { Problem } from "../components/bad-input";
import { awsTags, tagProblem } from "../components/cloud-tags";
import { tagsLeft, tooManyTags } from "../components/tags";
import { shownValue, type ConfigSource } from "./config-source";
import type { SecretKey, StackValues } from "./schema";
import type { AwsValues } from "./schema/aws";
import { pathText } from "./schema-problems";
import { tagRules } from "./tag-rules";

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
    ...tagRules(source, awsTags),
    ...defaultTagProblems(stack, aws),
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

/** Default tags of the provider stand beside ours on every resource, unless ours have the same key. Of tags alone the schema has told already that they are too many. */
function defaultTagProblems({ tags = {} }: Partial<StackValues>, { defaultTags }: Partial<AwsValues>): Problem[] {
  const defaults = defaultTags?.tags ?? {};
  const keys = new Set([...Object.keys(tags), ...Object.keys(defaults)]);
  const wrong = Object.entries(defaults).flatMap(([key, value]): Problem[] => {
    const reason = key in tags || awsTags.ours.test(key) ? undefined : tagProblem(key, value, awsTags);
    return reason === undefined ? [] : [{ path: pathText("aws:defaultTags.tags", [key]), reason }];
  });
  return keys.size > tagsLeft ? [...wrong, { path: "aws:defaultTags", reason: `with tags, ${tooManyTags}` }] : wrong;
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
