import type { Tag } from "@aws-sdk/client-ec2";

/** EC2's list of tags as a record. */
export function tagsOf(tags: Tag[] | undefined): Record<string, string> {
  return Object.fromEntries((tags ?? []).map(({ Key, Value }) => [Key ?? "", Value ?? ""]));
}
