import { z } from "zod";
import type { Problem } from "../components/bad-input";
import { nearestKey } from "../components/nearest-key";
import { readValue } from "../stacks/schema-problems";
import type { RuleConfigSchema } from "./rule";

/**
 * What is wrong with a configuration that a pack's author wrote: unknown keys, and values that the schema does not take.
 * @param given undefined values count as absent
 * @param path where it stands: the rule's key in `llsPolicies`
 */
export function configProblems(given: object, schema: RuleConfigSchema | undefined, path: string): Problem[] {
  const properties = schema?.properties ?? {};
  const written = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  if (Object.keys(written).length === 0) return [];
  return [
    ...unknownKeys(written, Object.keys(properties), `${path}.`),
    ...readValue(z.fromJSONSchema({ type: "object", properties }), written, path).problems,
  ];
}

/**
 * What is wrong with the keys of an object; values are not told.
 * @param prefix of their paths
 */
export function unknownKeys(given: object, valid: string[], prefix: string): Problem[] {
  return Object.keys(given)
    .filter((key) => !valid.includes(key))
    .map((key) => {
      const nearest = nearestKey(key, valid);
      const hint = nearest === undefined ? `valid: ${valid.join(", ") || "none"}` : `did you mean \`${nearest}\`?`;
      return { path: `${prefix}${key}`, reason: `unknown; ${hint}` };
    });
}
