import { describe, expect, it } from "vitest";
import { parseStackConfig } from "../../stacks/config";
import { badInput, messages } from "./problems-of";
import { least, source, type Config } from "./stack-file";

/** A source in which one scalar is another text for Pulumi than what is written. */
function rewritten(config: Config, key: string, path: PropertyKey[], text: string) {
  return { ...source({ ...least, ...config }), rewritten: [{ key, path, text, reason: "put it in quotes" }] };
}

describe("a scalar that Pulumi would rewrite", () => {
  it.each<[string, Config, string, PropertyKey[], string, Record<string, string>]>([
    ["a port", { port: "05004" }, "nvcf-lls:port", [], "05004", { port: "whole number, 1-65535" }],
    ["a port beyond every number", { port: ".nan" }, "nvcf-lls:port", [], ".nan", { port: "whole number, 1-65535" }],
    ["a tag", { tags: { a: "1.0" } }, "nvcf-lls:tags", ["a"], "1.0", { "tags.a": "put it in quotes" }],
    [
      "an account",
      { "aws:allowedAccountIds": ["012345678901"] },
      "aws:allowedAccountIds",
      [0],
      "012345678901",
      { "aws:allowedAccountIds[0]": "put it in quotes" },
    ],
  ])("is one problem of its key, with the advice that helps: %s", (_, config, key, path, text, problems) => {
    const error = badInput(rewritten(config, key, path, text));
    expect(messages(error.problems)).toEqual(
      Object.fromEntries(Object.entries(problems).map(([at, part]) => [at, [expect.stringContaining(part)]])),
    );
    expect(error.message).toContain(`(got ${JSON.stringify(text)})`);
  });

  it("is told together with every other problem", () => {
    const { problems } = badInput(rewritten({ tags: { a: "1.0" }, cluster: "" }, "nvcf-lls:tags", ["a"], "1.0"));
    expect(problems.map(({ path }) => path)).toEqual(["cluster", "tags.a"]);
  });

  it("is not repeated where a secret stands beside it", () => {
    const extraValues = JSON.stringify({ extraValues: { pin: "0123" } });
    const given = source(least, { streamingProxy: extraValues });
    const scalar = { key: "nvcf-lls:streamingProxy", path: ["extraValues", "pin"], text: "0123", reason: "no" };
    expect(badInput({ ...given, rewritten: [scalar] }).message).not.toContain("0123");
  });

  it("is no matter in keys that nobody here reads", () => {
    const given = rewritten({ "docker:version": "1.0" }, "docker:version", [], "1.0");
    expect(parseStackConfig(given).cluster).toBe(least.cluster);
  });
});
