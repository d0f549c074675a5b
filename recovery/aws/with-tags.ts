import { tagsOf } from "../../discovery/eks/tags";
import type { AwsObjectReader } from "./reader";

/** ARNs that one call for tags takes (Elastic Load Balancing API, DescribeTags). */
const tagBatch = 20;

/** Reads the tags of what Elastic Load Balancing described: it tells them by a call of their own only. */
export async function withTags<Described>(
  described: Described[],
  arnOf: (one: Described) => string | undefined,
  aws: Pick<AwsObjectReader, "describeTags">,
): Promise<{ id: string; tags: Record<string, string>; of: Described }[]> {
  const arns = described.flatMap((one) => arnOf(one) ?? []);
  const tags = new Map<string, Record<string, string>>();
  for (let start = 0; start < arns.length; start += tagBatch) {
    const found = await aws.describeTags({ ResourceArns: arns.slice(start, start + tagBatch) });
    for (const { ResourceArn = "", Tags } of found) tags.set(ResourceArn, tagsOf(Tags));
  }
  return described.map((of) => ({ id: arnOf(of) ?? "", tags: tags.get(arnOf(of) ?? "") ?? {}, of }));
}
