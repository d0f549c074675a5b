import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { credentialIn, registryCredentialsIn, withoutCredentials } from "../../policy/credential-shapes";
import { credentials, harmless, wrappings } from "./credentials";

// Docker's JSON is one only as a whole.
const cases = Object.entries(credentials).flatMap(([name, credential]) =>
  Object.entries(wrappings)
    .filter(([wrapping]) => wrapping !== "in a sentence" || !name.startsWith("registry"))
    .map(([wrapping, wrap]): [string, string] => [`${name}, ${wrapping}`, wrap(credential)]),
);

describe("credentialIn", () => {
  it.each(cases)("finds: %s", (_, text) => {
    expect(credentialIn(text)).toBeTypeOf("string");
  });

  it.each(Object.entries(harmless))("leaves alone: %s", (_, text) => {
    expect(credentialIn(text)).toBeUndefined();
  });

  it("answers with words of its own", () => {
    for (const [, text] of cases) expect(text).not.toContain(credentialIn(text));
  });

  it("finds the key that a kubeconfig holds in base64, in the middle of other text", () => {
    const data = Buffer.from(credentials["RSA private key"]!).toString("base64");
    expect(credentialIn(`users:\n- user:\n    client-key-data: ${data}\n`)).toBe("a private key");
  });

  it("finds credentials of a registry that are written as a map", () => {
    expect(registryCredentialsIn(JSON.parse(credentials["registry password"]!))).toBeDefined();
    for (const none of [
      undefined,
      "x",
      {},
      { auths: [] },
      { auths: { host: "x" } },
      { auths: { host: { auth: "" } } },
    ]) {
      expect(registryCredentialsIn(none)).toBeUndefined();
    }
  });
});

describe("withoutCredentials", () => {
  it.each(cases)("removes: %s", (_, text) => {
    const rest = withoutCredentials(`Rule ${text} is wrong.`);
    expect(rest).not.toContain(text);
    expect(rest).toContain("[credential]");
    expect(rest).not.toContain("hunter2");
    expect(credentialIn(rest)).toBeUndefined();
  });

  it("leaves every other sentence as it is", () => {
    for (const text of Object.values(harmless)) expect(withoutCredentials(text)).toBe(text);
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        if (credentialIn(text) === undefined) expect(withoutCredentials(text)).toBe(text);
      }),
    );
  });
});
