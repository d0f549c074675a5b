import { expect, it } from "vitest";
import { secretsIn } from "./told-secrets";

const secrets = { password: 'pass"8f27c1' };
const base64 = (text: string): string => Buffer.from(text).toString("base64");

it.each([
  ["as it is", `a ${secrets.password} b`],
  ["in JSON within JSON", JSON.stringify(JSON.stringify(secrets))],
  ["in a URL", encodeURIComponent(secrets.password)],
  ...["", "a", "ab", "abc"].map((before): [string, string] => [
    `in base64, ${before.length} bytes later`,
    base64(`${before}${secrets.password}, and more`),
  ]),
])("a secret is found %s", (_where, text) => {
  expect(secretsIn(text, secrets)).toEqual(["password"]);
});

it("a secret is not found where another one is", () => {
  expect(secretsIn('pass"21b6ee', secrets)).toEqual([]);
});
