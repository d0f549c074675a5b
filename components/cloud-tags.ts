import { shaped, type Check } from "./checks";
import { tags as lls } from "./lls";

/** What a cloud takes as tags. A text that its shape refuses, the cloud would refuse in the middle of an update. */
export interface CloudTags {
  /** Name of the cloud, for messages. */
  name: string;
  /** Shape of a key, and what it is in words. */
  key: { shape: RegExp; wanted: string };
  /** Shape of a value, and what it is in words. */
  value: { shape: RegExp; wanted: string };
  /** Shape of the keys that are ours, by which rules and resources are recognised, as this cloud compares keys. */
  ours: RegExp;
  /** Whether keys that differ in case only are one. */
  ignoresCase: boolean;
}

/** A word in any case, for a pattern that has no flags: editors know none. */
const anyCase = (word: string): string => word.replace(/[a-z]/gi, (a) => `[${a.toLowerCase()}${a.toUpperCase()}]`);

const llsPrefix = anyCase("lls:");
const ownNames = [lls.project.key, lls.name];

/** Elastic Load Balancing API, `Tag`: fewer characters than EC2 takes, and the tags are the same on all that is made. */
const loadBalancingText = "[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]";

/** Tags on AWS. `aws:` is reserved (Tagging AWS Resources user guide, "Tag naming limits and requirements"). */
export const awsTags: CloudTags = {
  name: "AWS",
  key: {
    shape: new RegExp(`^(?!${anyCase("aws:")})${loadBalancingText}{1,128}$`, "u"),
    wanted: "a key of 1-128 letters, digits, spaces and _.:/=+-@ that does not start with aws:",
  },
  value: {
    shape: new RegExp(`^${loadBalancingText}{0,256}$`, "u"),
    wanted: "text of at most 256 letters, digits, spaces and _.:/=+-@",
  },
  ours: new RegExp(`^(?:${llsPrefix}|(?:${ownNames.join("|")})$)`, "u"),
  ignoresCase: false,
};

/** Tags on Azure (Azure Resource Manager documentation, "Use tags to organize your Azure resources", limitations). */
export const azureTags: CloudTags = {
  name: "Azure",
  key: {
    shape: new RegExp(`^(?!${["microsoft", "azure", "windows"].map(anyCase).join("|")})[^<>%&\\\\?/]{1,512}$`, "u"),
    wanted: "a key of 1-512 characters without < > % & \\ ? /, that does not start with microsoft, azure or windows",
  },
  value: { shape: /^[\s\S]{0,256}$/u, wanted: "text of at most 256 characters" },
  ours: new RegExp(`^(?:${llsPrefix}|(?:${ownNames.map(anyCase).join("|")})$)`, "u"),
  ignoresCase: true,
};

/** A tag that cannot be, with the reason. */
export interface WrongTag {
  key: string;
  reason: string;
}

/** What is wrong with the tags that a user wants besides ours. */
export function wrongTags(tags: Record<string, unknown>, cloud: CloudTags): WrongTag[] {
  const keys = Object.keys(tags);
  return keys.flatMap((key, index) => {
    const twin = keys.slice(0, index).find((other) => isSameKey(key, other, cloud));
    const reason =
      ownProblem(key, cloud) ??
      (twin === undefined
        ? tagProblem(key, tags[key], cloud)
        : `is ${twin} to ${cloud.name}, which ignores case; remove one`);
    return reason === undefined ? [] : [{ key, reason }];
  });
}

/** What the cloud would not take of one tag, whoever sets it; undefined if it takes both. */
export function tagProblem(key: string, value: unknown, cloud: CloudTags): string | undefined {
  const check = ({ shape, wanted }: CloudTags["key"]): Check => shaped(shape, wanted);
  const wrongKey = check(cloud.key)(key)?.replace("must be", "must have");
  const wrongValue = check(cloud.value)(value);
  return wrongKey ?? (wrongValue && `${wrongValue} (quote numbers and true/false)`);
}

function ownProblem(key: string, cloud: CloudTags): string | undefined {
  if (!cloud.ours.test(key)) return undefined;
  const own = ownNames.find((name) => isSameKey(name, key, cloud)) ?? key;
  const same = own === key ? "" : `${own} to ${cloud.name}, which ignores case, and `;
  return `is ${same}set by nvcf-lls; choose another key`;
}

function isSameKey(one: string, other: string, { ignoresCase }: CloudTags): boolean {
  return ignoresCase ? one.toLowerCase() === other.toLowerCase() : one === other;
}
