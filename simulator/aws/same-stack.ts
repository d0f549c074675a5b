import { tags as llsTags } from "../../components/lls";

/** Tags of a resource. */
export type Tags = Record<string, string> | undefined;

/** Whether the tags of what exists already say that the very stack made it that now declares such a thing. */
export function isSameStack(seeded: Tags, declared: Tags): boolean {
  const stack = declared?.[llsTags.stack];
  return stack !== undefined && seeded?.[llsTags.stack] === stack;
}

/**
 * Whether rules of the facts say that the very stack that now declares something for a cluster was installed there before, as
 * discovery takes it too.
 */
export function isInstalled(rules: Iterable<{ tags: Tags }>, declared: Tags): boolean {
  const cluster = declared?.[llsTags.cluster];
  return [...rules].some(({ tags }) => isSameStack(tags, declared) && tags?.[llsTags.cluster] === cluster);
}
