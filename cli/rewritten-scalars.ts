import { isScalar, visit, type Node, type Scalar } from "yaml";
import type { RewrittenScalar } from "../stacks/config-source";

/** Stands in a YAML document for a scalar that Pulumi's parser takes for something else than what is written. */
class Rewritten {
  constructor(
    readonly text: string,
    readonly reason: string,
  ) {}
}

/**
 * Marks the plain scalars that Pulumi would rewrite: 0123 is 83 for it, 012345678901 loses its zero, 1.0 becomes 1 and
 * 2024-01-01 a point in time. An account number or an image tag would be wrong without a word.
 */
export function markRewritten(node: Node): void {
  visit(node, {
    Scalar(key, scalar) {
      if (key !== "key" && isRewritten(scalar)) scalar.value = new Rewritten(scalar.source!, adviceOn(scalar.value));
    },
  });
}

/** Whether Pulumi would rewrite a scalar. */
export function isRewritten(node: unknown): node is Scalar {
  if (!isScalar(node) || node.type !== "PLAIN" || node.source === undefined) return false;
  const number = typeof node.value === "number" && String(node.value) !== node.source;
  return number || /^\d{4}-\d\d?-\d\d?([Tt\s]|$)/.test(node.source);
}

function adviceOn(value: unknown): string {
  return typeof value === "number" && !Number.isFinite(value)
    ? "is no number that Pulumi can hand on; leave it out, or put it in quotes if it is text"
    : "is another number or date for Pulumi than what is written: put it in quotes, or write it as a plain number";
}

/**
 * A value with the text as written in the place of every marked scalar, which whoever knows the key can judge.
 * @param key where the value stands
 * @param found gets what was replaced
 */
export function asWritten(value: unknown, key: string, found: RewrittenScalar[], path: PropertyKey[] = []): unknown {
  if (value instanceof Rewritten) {
    found.push({ key, path, ...value });
    return value.text;
  }
  if (Array.isArray(value)) return value.map((entry, index) => asWritten(entry, key, found, [...path, index]));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([step, entry]) => [step, asWritten(entry, key, found, [...path, step])]);
  return Object.fromEntries(entries);
}
