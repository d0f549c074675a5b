import type { Problem } from "../components/bad-input";
import { wrongTags, type CloudTags } from "../components/cloud-tags";
import { givenObject, type ConfigSource } from "./config-source";
import { pathText } from "./schema-problems";

/** What is wrong with the tags of a stack on its cloud. A value that is no text has been told already. */
export function tagRules(source: ConfigSource, cloud: CloudTags): Problem[] {
  if (source.secretKeys.has(`${source.project}:tags`)) return [];
  const texts = Object.entries(givenObject(source, "tags") ?? {}).filter(([, value]) => typeof value === "string");
  const tags = new Map(texts);
  return wrongTags(Object.fromEntries(texts), cloud).map(({ key, reason }) => ({
    path: pathText("tags", [key]),
    reason,
    value: tags.get(key),
  }));
}
