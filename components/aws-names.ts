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

/** What is wrong with the name of a load balancer or target group, or undefined. Elastic Load Balancing API, CreateLoadBalancer, `Name`. */
export function loadBalancingNameProblem(value: unknown): string | undefined {
  return typeof value === "string" && /^(?!internal-)[A-Za-z0-9](?:[A-Za-z0-9-]{0,30}[A-Za-z0-9])?$/.test(value)
    ? undefined
    : "must be the name of a load balancer or target group: 1-32 letters, digits and hyphens, no hyphen at an end, not beginning with internal-";
}

/** What is wrong with the name or description of a security group, or undefined. EC2 API, CreateSecurityGroup. */
export function securityGroupTextProblem(value: unknown): string | undefined {
  return typeof value === "string" && /^(?!sg-)[a-zA-Z0-9. _\-:/()#,@[\]+=&;{}!$*]{1,255}$/.test(value)
    ? undefined
    : "must be 1-255 letters, digits, spaces and ._-:/()#,@[]+=&;{}!$*, not beginning with sg-";
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
