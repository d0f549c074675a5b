import { describe, expect, it } from "vitest";
import { parseStackConfig, type ConfigSource } from "../../stacks/config";
import { badInput, messages } from "./problems-of";
import { least, source } from "./stack-file";

const is = (key: string): string[] => [expect.stringContaining(`write \`${key}\``) as string];

/** The stack file of a project after the project got another name. */
function renamed(given: ConfigSource): ConfigSource {
  return { ...given, project: "my-lls" };
}

describe("keys of ours under another namespace", () => {
  it("of a project that was renamed are each named, and nothing else is missing", () => {
    const { problems } = badInput(renamed(source({ ...least, port: 5005 })));
    expect(messages(problems)).toEqual(
      Object.fromEntries([...Object.keys(least), "port"].map((key) => [`nvcf-lls:${key}`, is(`my-lls:${key}`)])),
    );
  });

  it("of a namespace that is nearly the project's are named, also where nothing is missing", () => {
    for (const config of [least, { ...least, port: 5004 }]) {
      const { problems } = badInput(source({ ...config, "nvcf-Ils:port": 5005 }));
      expect(messages(problems)).toEqual({ "nvcf-Ils:port": is("nvcf-lls:port") });
    }
  });

  it("are checked all the same", () => {
    const { problems } = badInput(source({ ...least, "nvcf-Ils:port": 0 }));
    expect(Object.keys(messages(problems))).toEqual(["nvcf-Ils:port", "port"]);
  });

  it("stay secret", () => {
    const secrets = { registryUsername: "user", registryPassword: "hidden", kubeconfig: "hidden" };
    const { message } = badInput(renamed(source(least, secrets)));
    expect(message).toContain("my-lls:kubeconfig");
    expect(message).not.toMatch(/hidden|must be secret/);
  });

  it("are nobody's matter where the namespace is a provider's", () => {
    const config = { ...least, "docker:cluster": "x", "eks:cluster": "x", "platform:tags": "x" };
    expect(parseStackConfig(source(config)).cluster).toBe(least.cluster);
  });
});
