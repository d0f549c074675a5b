/** Types of AWS whose ids are names, unique only within the type. */
const namedByType = /^aws:(?:iam\/|eks\/|autoscaling\/group:)/;

/**
 * Under what a cloud keeps a resource, and others name it when they use it. Ids of EC2, ELB and Azure are unique by themselves, names only within their
 * type, those of Kubernetes objects also only within their cluster.
 * @param provider reference of the provider
 */
export function resourceKey(type: string, id: string, provider = ""): string {
  if (type.startsWith("kubernetes:")) return `${provider}|${type}|${id}`;
  return namedByType.test(type) ? `${type}|${id}` : id;
}
