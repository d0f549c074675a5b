import { isMap } from "./checks";
import { wrongTags, type CloudTags } from "./cloud-tags";
import { tags as lls } from "./lls";
import { stackOwner } from "./owner";
import { isAbsent, type Problems } from "./problems";
import { reservedKeyProblem } from "./reserved-keys";

/** Makes the tags of one resource from its purpose and its display name. */
export type Tagger = (purpose: string, displayName: string) => Record<string, string>;

/** Tags of every resource of an installation: the guide's, ours, and the user's. */
export function tagger(cluster: string, further: Record<string, string>): Tagger {
  const common = {
    ...further,
    [lls.cluster]: cluster,
    [lls.managedBy.key]: lls.managedBy.value,
    [lls.project.key]: lls.project.value,
    [lls.provisioner.key]: lls.provisioner.value,
    [lls.stack]: stackOwner(),
  };
  return (purpose, displayName) => ({ ...common, [lls.purpose]: purpose, [lls.name]: displayName });
}

/** Tags that every cloud leaves to the user: 50 a resource (EC2 and Azure, tag limits), without the seven that are ours. */
export const tagsLeft = 43;

/** What is wrong with more tags than that. */
export const tooManyTags = `must have at most ${tagsLeft} entries: a resource takes 50 tags, and seven are the component's`;

/** Checks the user's tags: they may not replace ours, by which rules and resources are recognised. */
export function tagProblems(problems: Problems, path: string, tags: unknown, cloud: CloudTags): void {
  if (isAbsent(tags)) return;
  if (!isMap(tags)) return problems.addWrong(path, "must be a map of keys to text", tags);
  const keys = Object.keys(tags);
  if (keys.length > tagsLeft) problems.add(path, tooManyTags, keys.length);
  const reserved = keys.flatMap((key) => {
    const reason = reservedKeyProblem(key);
    return reason === undefined ? [] : [{ key, reason }];
  });
  for (const { key, reason } of [...reserved, ...wrongTags(problems.known(path, tags), cloud)])
    problems.add(`${path}.${key}`, reason, tags[key]);
}
