import * as pulumi from "@pulumi/pulumi";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { secretPlaceholder } from "../../graph/resource-graph";
import { parseStackConfig, type EksStackConfig } from "../../stacks/config";
import { foreignKeys, stackSchema } from "../../stacks/schema";
import { badConfigs } from "./bad-configs";
import { badInput, messages } from "./problems-of";
import { least, leastAks, source, type Config } from "./stack-file";

const registry: Config = { ...least, imageRegistry: "registry.example.com/nvcf" };
const credentials = { registryUsername: "user", registryPassword: "a password" };

async function resolved(output: pulumi.Output<unknown>): Promise<{ value: unknown; secret: boolean }> {
  const value = await new Promise((resolve) => output.apply(resolve));
  return { value, secret: await pulumi.isSecret(output) };
}

/** Every plain text within a value; Outputs are not looked into. */
function plainTexts(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null || pulumi.Output.isInstance(value)) return [];
  return Object.values(value).flatMap(plainTexts);
}

describe("secrets", () => {
  it("are Outputs with the value given", async () => {
    const config = parseStackConfig(source(registry, { ...credentials, kubeconfig: "apiVersion: v1" }));
    expect(await resolved(config.registryCredentials!.username)).toEqual({ value: "user", secret: true });
    expect(await resolved(config.registryCredentials!.password)).toEqual({ value: "a password", secret: true });
    expect(await resolved(config.kubeconfig!)).toEqual({ value: "apiVersion: v1", secret: true });
  });

  it("that cannot be decrypted are secret placeholders", async () => {
    const encrypted = { registryUsername: secretPlaceholder, registryPassword: secretPlaceholder };
    const given = source(registry, encrypted);
    const config = parseStackConfig({ ...given, opaqueKeys: given.secretKeys });
    expect(await resolved(config.registryCredentials!.password)).toEqual({ value: secretPlaceholder, secret: true });
  });

  it("in plain text are refused with the line to type", () => {
    const { problems } = badInput(source({ ...registry, ...credentials, kubeconfig: "x" }));
    expect(messages(problems)).toEqual(
      Object.fromEntries(
        ["kubeconfig", "registryPassword", "registryUsername"].map((key) => [
          key,
          [expect.stringContaining(`\`pulumi config set --secret nvcf-lls:${key}\``)],
        ]),
      ),
    );
  });

  it.each([
    ["registryUsername", "registryPassword"],
    ["registryPassword", "registryUsername"],
  ] as const)("%s without %s is refused", (given, missing) => {
    const { problems } = badInput(source(registry, { [given]: "x" }));
    expect(messages(problems)).toEqual({ [missing]: [expect.stringContaining(`is required with ${given}`)] });
  });

  it("that are empty are refused", () => {
    const { problems } = badInput(source(registry, { ...credentials, registryPassword: " " }));
    expect(messages(problems)).toEqual({ registryPassword: ["must not be empty"] });
  });

  it("for ECR are refused: its tokens expire", () => {
    const reason = expect.stringContaining("12 hours") as string;
    expect(messages(badInput(source(least, credentials)).problems)).toEqual({
      registryPassword: [reason],
      registryUsername: [reason],
    });
    const onAks = { ...leastAks, imageRegistry: least.imageRegistry };
    expect(messages(badInput(source(onAks, credentials)).problems)).toEqual({ imageRegistry: [reason] });
    const token = { ...credentials, registryUsername: "AWS" };
    expect(messages(badInput(source(registry, token)).problems)).toEqual({ registryUsername: [reason] });
  });

  it("are in no message and in no plain field", () => {
    const secret = fc.stringMatching(/^[A-Z]{3}\$[!-~]{9,20}$/);
    const bad = fc.constantFrom<Config>(...Object.values(badConfigs).map(({ config }) => config));
    fc.assert(
      fc.property(secret, secret, bad, fc.boolean(), (username, password, wrong, encrypted) => {
        const secrets = { registryUsername: username, registryPassword: password, kubeconfig: password };
        const { message } = badInput(encrypted ? source(wrong, secrets) : source({ ...wrong, ...secrets }));
        expect(message).not.toContain(username);
        expect(message).not.toContain(password);
        const texts = plainTexts(parseStackConfig(source(registry, secrets))).join("\n");
        expect(texts).not.toContain(username);
        expect(texts).not.toContain(password);
      }),
    );
  });

  it("of a provider, in plain text, are not repeated", () => {
    const ofProviders = [
      { ...leastAks, "azure-native:clientSecret": "hunter2", "azure-native:clientSecrt": "hunter2" },
      { ...least, "aws:secretKey": "hunter2", "kubernetes:kubeconfig": "hunter2" },
    ];
    for (const config of ofProviders) {
      const { message, problems } = badInput(source(config));
      expect(problems).toHaveLength(2);
      expect(message).not.toContain("hunter2");
    }
  });

  it("under a misspelled name, or in a URL, are not repeated", () => {
    const { message, problems } = badInput(
      source({ ...least, registryPasword: "hidden", streamingProxy: { chart: "https://user:hidden@example.com/x" } }),
    );
    expect(problems).toHaveLength(2);
    expect(message).not.toContain("hidden");
  });
});

describe("encrypted values of other keys", () => {
  it("are refused, whether or not Pulumi has decrypted them: they would be readable in names, rules and tags", () => {
    const others = Object.keys(stackSchema.shape).filter((key) => key !== "streamingProxy");
    for (const key of others) {
      const config = foreignKeys("eks").includes(key) ? leastAks : least;
      for (const value of [typeof config[key] === "string" ? config[key] : "{}", secretPlaceholder]) {
        const given = source({ ...config, [key]: undefined }, { [key]: value });
        const opaqueKeys = value === secretPlaceholder ? given.secretKeys : undefined;
        const { problems } = badInput({ ...given, opaqueKeys });
        expect(messages(problems)).toEqual({ [key]: [expect.stringContaining("store it in plain text")] });
      }
    }
  });

  it("of a key of another cloud are to be removed, no more", () => {
    const { problems } = badInput(source(least, { aks: "{}", resourceGroup: secretPlaceholder }));
    const reason = "is not for cloud eks; remove it";
    expect(messages(problems)).toEqual({ aks: [reason], resourceGroup: [reason] });
  });

  it("of the proxy are refused beside extraValues", () => {
    const { problems } = badInput(source(least, { streamingProxy: '{"replicas":2}' }));
    expect(messages(problems)).toEqual({ streamingProxy: [expect.stringContaining("only its extraValues")] });
  });

  it("of the AWS provider are secret in the provider, and known to the SDK", async () => {
    const roles = [{ roleArn: "arn:aws:iam::123456789012:role/lls" }];
    const secrets = { "aws:assumeRoles": JSON.stringify(roles), "aws:profile": "dev" };
    const { aws, awsProvider } = parseStackConfig(
      source({ ...least, "aws:defaultTags": { tags: { a: "b" } } }, secrets),
    ) as EksStackConfig;
    expect(aws).toEqual({ profile: "dev", assumeRoles: roles });
    expect(Object.keys(awsProvider).sort()).toEqual(["assumeRoles", "defaultTags", "profile"]);
    expect(await resolved(awsProvider.assumeRoles as pulumi.Output<unknown>)).toEqual({ value: roles, secret: true });
    expect(await resolved(awsProvider.profile as pulumi.Output<unknown>)).toEqual({ value: "dev", secret: true });
    expect(awsProvider.defaultTags).toEqual({ tags: { a: "b" } });
  });

  it("are in no message", () => {
    const hidden = { port: "hidden", eks: '{"targets":{"kind":"hidden"},"hidden":1}', "aws:region": "hidden" };
    const { message, problems } = badInput(source(least, hidden));
    expect(problems.map(({ path }) => path)).toEqual(["availabilityZone", "aws:region", "eks", "port"]);
    expect(message).not.toContain("hidden");
  });

  it("are a problem where they cannot be decrypted and are needed, those of the AWS provider are not", () => {
    const encrypted = {
      streamingProxy: JSON.stringify({ imageTag: secretPlaceholder, extraValues: {} }),
      "aws:profile": secretPlaceholder,
      "aws:assumeRoles": secretPlaceholder,
    };
    const given = source(least, encrypted);
    const { problems } = badInput({ ...given, opaqueKeys: given.secretKeys });
    expect(messages(problems)).toEqual({ streamingProxy: [expect.stringContaining("cannot be decrypted")] });
  });

  it("among further chart values make all of those secret", async () => {
    const streamingProxy = JSON.stringify({ replicas: 2, extraValues: { turn: { users: ["a", secretPlaceholder] } } });
    const given = source(least, { streamingProxy });
    for (const opaqueKeys of [undefined, given.secretKeys]) {
      const { streamingProxy: proxy } = parseStackConfig({ ...given, opaqueKeys });
      expect(proxy.replicas).toBe(2);
      const users = (proxy.extraValues as { turn: { users: pulumi.Output<string>[] } }).turn.users;
      expect(await Promise.all(users.map(resolved))).toEqual([
        { value: "a", secret: true },
        { value: secretPlaceholder, secret: true },
      ]);
    }
  });
});
