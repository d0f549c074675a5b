import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nearestKey } from "../../components/nearest-key";
import { clouds, foreignKeys, secretDescriptions, stackSchema, type Cloud } from "../../stacks/schema";
import { aksSchema } from "../../stacks/schema/aks";
import { eksSchema } from "../../stacks/schema/eks";
import { streamingProxySchema } from "../../stacks/schema/streaming-proxy";

const keysOn = (cloud: Cloud) =>
  [...Object.keys(stackSchema.shape), ...Object.keys(secretDescriptions)].filter(
    (key) => !foreignKeys(cloud).includes(key),
  );

const levels = [
  ...clouds.map(keysOn),
  Object.keys(eksSchema.shape),
  Object.keys(aksSchema.shape),
  Object.keys(streamingProxySchema.shape),
];

/** One typing mistake: a letter lost, doubled, replaced or swapped with the next. */
const mistakes: ((key: string, at: number) => string)[] = [
  (key, at) => key.slice(0, at) + key.slice(at + 1),
  (key, at) => key.slice(0, at + 1) + key.slice(at),
  (key, at) => `${key.slice(0, at)}x${key.slice(at + 1)}`,
  (key, at) => key.slice(0, at) + key.slice(at + 1, at + 2) + key.slice(at, at + 1) + key.slice(at + 2),
];

describe("nearestKey", () => {
  it.each(levels)("finds every key of a level from one mistake in it: %s, …", (...keys) => {
    for (const key of keys) {
      for (const mistake of mistakes) {
        for (let at = 0; at < key.length; at++) expect(nearestKey(mistake(key, at), keys)).toBe(key);
      }
    }
  });

  it("does not mind case", () => {
    expect(nearestKey("SUBNETID", ["subnetId"])).toBe("subnetId");
  });

  it("finds none for text that shares no letter with a key", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9#%]{0,30}$/), (text) => {
        expect(nearestKey(text, levels[0]!)).toBeUndefined();
      }),
    );
  });
});
