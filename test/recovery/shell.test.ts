import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { expect, it } from "vitest";
import { commandLine, isPrintable } from "../../recovery/shell";

it("a line is to a shell the very words of the command, whatever they hold", () => {
  const word = fc.oneof(
    fc.string({ unit: "grapheme", minLength: 1 }),
    fc.stringMatching(/^[ '"$`\\;&|<>()*?#~!{}[\]=-]{1,8}$/),
  );
  const command = fc.array(
    word.filter((text) => !text.includes("\0")),
    { minLength: 1, maxLength: 20 },
  );
  fc.assert(
    fc.property(command, (words) => {
      const line = commandLine(["printf", "%s\\0", ...words]);
      expect(execFileSync("/bin/sh", ["-c", line], { encoding: "utf8" }).split("\0").slice(0, -1)).toEqual(words);
    }),
    { numRuns: 60, seed: 6 },
  );
});

it("an empty word stays a word", () => {
  expect(commandLine(["pulumi", ""])).toBe("pulumi ''");
});

it.each(["\n", "\r", "\t", "\u001b", "\u0000", "\u202e", "\u2028", "\u200b"])("%j cannot be printed", (character) => {
  expect(isPrintable(["aws", `id${character}`])).toBe(false);
});

it("names of people and places can", () => {
  expect(isPrintable(["aws", "Zürich", "東京", "it's"])).toBe(true);
});
