/** Region, then the letter of a zone (us-west-2a) or the name of a Local Zone (us-west-2-lax-1a). */
const zoneShape = /^([a-z]+(?:-[a-z]+)+-\d+)(?:[a-z]|-[a-z]+-\d+[a-z])$/;

/** What is wrong with the name of an EKS cluster, or undefined. EKS API, CreateCluster, `name`. */
export function clusterNameProblem(value: unknown): string | undefined {
  return typeof value === "string" && /^[0-9A-Za-z][A-Za-z0-9_-]{0,99}$/.test(value)
    ? undefined
    : "must be the name of an EKS cluster: 1-100 letters, digits, hyphens and underscores, the first a letter or digit";
}

/** What is wrong with the name of an availability zone, or undefined. Zone ids (usw2-az1) are refused, because node labels carry names. */
export function zoneProblem(value: unknown): string | undefined {
  return typeof value === "string" && zoneShape.test(value)
    ? undefined
    : "must be the name of an availability zone such as us-west-2a";
}

/**
 * Region of a zone: us-west-2 of us-west-2a and of us-west-2-lax-1a.
 * @throws RangeError for a name that `zoneProblem` refuses
 */
export function regionOfZone(zone: string): string {
  const region = zoneShape.exec(zone)?.[1];
  if (region === undefined) throw new RangeError(`${JSON.stringify(zone)} is not the name of an availability zone`);
  return region;
}
