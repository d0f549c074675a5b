import { regionOfZone, zoneProblem } from "../components/aws-names";
import type { Problem } from "../components/bad-input";
import { shownValue, type ConfigSource } from "./config-source";
import type { AwsValues, StackValues } from "./schema";

/** What has to hold between keys on EKS. */
export function eksRules(
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
