import type { Problem } from "../components/bad-input";
import type { ConfigSource } from "./config-source";
import { nearestKey } from "../components/nearest-key";
import { alwaysSecret, cloudKeys, stackSchema } from "./schema";

const ourKeys: string[] = [...Object.keys(stackSchema.shape), ...alwaysSecret];
const requiredKeys = [
  ...Object.entries(stackSchema.shape).flatMap(([key, schema]) => (schema.safeParse(undefined).success ? [] : key)),
  ...Object.values(cloudKeys).flatMap(({ required }) => required),
];

/**
 * Finds our keys under another namespace: the project was renamed, or its name misspelled.
 * @returns a problem for each, and the source with them where they belong, so that their values are checked too
 */
export function misplacedKeys(source: ConfigSource): { source: ConfigSource; problems: Problem[] } {
  const { project, values } = source;
  const isMissing = (key: string) => values[`${project}:${key}`] === undefined;
  const split = Object.keys(values).map((fullKey) => {
    const [namespace = "", ...key] = fullKey.split(":");
    return { fullKey, namespace, key: key.join(":") };
  });
  const suspects = new Set(
    split.flatMap(({ namespace, key }) => {
      const misspelled = nearestKey(namespace, [project]) !== undefined;
      return misspelled || (requiredKeys.includes(key) && isMissing(key)) ? namespace : [];
    }),
  );
  suspects.delete(project);
  // A key that the project has too may only be a default of Pulumi.yaml.
  const misplaced = split.filter(({ namespace, key }) => suspects.has(namespace) && ourKeys.includes(key));

  const rightKeys = new Map(misplaced.map(({ fullKey, key }) => [fullKey, `${project}:${key}`]));
  const right = (key: string) => rightKeys.get(key) ?? key;
  return {
    source: {
      ...source,
      values: { ...values, ...Object.fromEntries([...rightKeys].map(([from, to]) => [to, values[from]!])) },
      secretKeys: new Set([...source.secretKeys].map(right)),
      opaqueKeys: source.opaqueKeys && new Set([...source.opaqueKeys].map(right)),
      rewritten: source.rewritten?.map((scalar) => ({ ...scalar, key: right(scalar.key) })),
    },
    problems: [...rightKeys].map(([path, wanted]) => ({
      path,
      reason: `is not of this project, which is called ${project}; write \`${wanted}\``,
    })),
  };
}
