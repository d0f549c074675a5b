import { isMap } from "../components/checks";

/** A stack's configuration as Pulumi hands it to a program. */
export interface ConfigSource {
  /** Name of the project: the namespace of our keys. */
  project: string;
  /** What is read, for messages: "Pulumi.dev.yaml", "stack dev". */
  subject: string;
  /** Full key (`nvcf-lls:cluster`, `aws:region`) -> value: text, objects and lists as JSON. */
  values: Record<string, string>;
  /** Full keys whose values are secret, or have a secret within. */
  secretKeys: ReadonlySet<string>;
  /** Those of them that cannot be decrypted here: `secretPlaceholder` stands for each encrypted value. Default none. */
  opaqueKeys?: ReadonlySet<string>;
  /** Scalars of the stack file that Pulumi would not hand over as they are written; `values` has what is written. Default none. */
  rewritten?: readonly RewrittenScalar[];
}

/** A number or date that Pulumi's YAML parser takes for something else than what is written. */
export interface RewrittenScalar {
  /** Full key in whose value it stands. */
  key: string;
  /** Where in that value. */
  path: PropertyKey[];
  /** As written. */
  text: string;
  /** What is wrong with it, wherever the key wants text. */
  reason: string;
}

/** An object as it is given, before any check: none of its values can be relied on. Empty where it is absent, undefined where it is no object. */
export function givenObject({ project, values }: ConfigSource, key: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(values[`${project}:${key}`] ?? "{}");
    return isMap(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** A value as part of a problem, unless it is secret. */
export function shownValue({ secretKeys }: ConfigSource, fullKey: string, value: string): { value?: string } {
  return secretKeys.has(fullKey) ? {} : { value };
}
