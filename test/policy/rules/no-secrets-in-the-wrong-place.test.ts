import { describe, expect, it } from "vitest";
import { unknownValue } from "../../../graph/unknown";
import { noSecretsInTheWrongPlace } from "../../../policy/rules/no-secrets-in-the-wrong-place";
import { credentials } from "../credentials";
import { add, change, compliant, edited, one, set, violations, type Edit, type Violation } from "../edited-stack";

const rule = noSecretsInTheWrongPlace();
const key = credentials["NGC API key"]!;
const resource = (type: string, inputs: Record<string, unknown>, config = {}): Promise<Violation[]> =>
  edited("dev", add({ type, name: "thing", inputs })).then((graph) => violations(rule, graph, config));

describe("no-secrets-in-the-wrong-place", () => {
  it.each(["dev", "aks-dev", "aks-pools"])("says nothing of %s", async (stack) => {
    expect(violations(rule, await compliant(stack))).toEqual([]);
  });

  it.each(Object.entries(credentials))("reports %s, with its path and without its value", async (_, credential) => {
    const inputs = { data: { settings: [{ deep: { "x-y": credential } }] } };
    const [violation, ...others] = await resource("kubernetes:core/v1:ConfigMap", inputs);
    expect(others).toEqual([]);
    expect(violation!.urn).toContain("::thing");
    expect(violation!.message).toContain("data.settings[0].deep.x-y of thing (kubernetes:core/v1:ConfigMap)");
    expect(violation!.message).not.toContain(credential);
    expect(violation!.message).not.toContain("hunter2");
  });

  it("reports a key of a map that is a credential, without telling it", async () => {
    const [violation] = await resource("kubernetes:core/v1:ConfigMap", { data: { [key]: "x" } });
    expect(violation!.message).toContain("data.[credential] of thing");
    expect(violation!.message).not.toContain(key);
  });

  it("reports each place once", async () => {
    const data = { one: key, two: key, three: "harmless" };
    expect(await resource("kubernetes:core/v1:ConfigMap", { data })).toHaveLength(2);
  });

  it("finds credentials of a registry that are a map, once", async () => {
    const config = JSON.parse(credentials["registry password"]!) as object;
    const found = await resource("kubernetes:core/v1:ConfigMap", { data: { config } });
    expect(found.map(({ message }) => message)).toEqual([expect.stringContaining("data.config of thing")]);
  });

  it.each<[string, string, Record<string, unknown>]>([
    [
      "a Secret",
      "kubernetes:core/v1:Secret",
      { stringData: { ".dockerconfigjson": credentials["registry password"] } },
    ],
    ["a Secret in base64", "kubernetes:core/v1:Secret", { data: { key: Buffer.from(key).toString("base64") } }],
    ["a provider", "pulumi:providers:kubernetes", { kubeconfig: credentials["RSA private key"] }],
    ["a chart's registry login", "kubernetes:helm.sh/v3:Release", { repositoryOpts: { password: key } }],
    ["Secrets Manager", "aws:secretsmanager/secretVersion:SecretVersion", { secretString: key }],
    ["an encrypted parameter", "aws:ssm/parameter:Parameter", { type: "SecureString", value: key }],
    ["Key Vault", "azure-native:keyvault:Secret", { properties: { value: key } }],
    ["Key Vault of an API version", "azure-native:keyvault/v20230701:Secret", { properties: { value: key } }],
    ["a password of a database", "aws:rds/instance:Instance", { password: key }],
    ["a certificate's key", "aws:iam/serverCertificate:ServerCertificate", { privateKey: credentials["private key"] }],
  ])("lets credentials stand in %s", async (_, type, inputs) => {
    expect(await resource(type, inputs)).toEqual([]);
  });

  it.each<[string, string, Record<string, unknown>]>([
    ["labels of a Secret", "kubernetes:core/v1:Secret", { metadata: { annotations: { key } } }],
    ["a parameter in plain text", "aws:ssm/parameter:Parameter", { type: "String", value: key }],
    ["a chart's values, whatever they are called", "kubernetes:helm.sh/v3:Release", { values: { password: key } }],
    ["an environment variable", "kubernetes:apps/v1:Deployment", { spec: { containers: [{ env: [{ value: key }] }] } }],
    [
      "start-up data",
      "aws:ec2/launchTemplate:LaunchTemplate",
      { userData: Buffer.from(`#!/bin/sh\nexport KEY=${key}\n`).toString("base64") },
    ],
    ["a tag", "aws:ec2/eip:Eip", { tags: { owner: key } }],
    ["a description below a password", "example:index:Thing", { note: { password: key } }],
  ])("reports one in %s", async (_, type, inputs) => {
    expect(await resource(type, inputs)).toHaveLength(1);
  });

  it("takes further properties from its configuration, and nothing beside them", async () => {
    const type = "example:index:Thing";
    const inputs = { settings: { a: { key }, b: { other: key } } };
    const count = async (...allowedProperties: string[]) =>
      (await resource(type, inputs, { allowedProperties })).length;
    expect(await count()).toBe(2);
    expect(await count(`${type}.settings`)).toBe(0);
    expect(await count(`${type}.settings.a`)).toBe(1);
    expect(await count(`${type}.settings.*.key`)).toBe(1);
    expect(await count(`${type}.sett`, "other:index:Thing.settings", `${type}.settings.a.ke`)).toBe(2);
    expect(
      await resource(
        "kubernetes:example.com/v1:Thing",
        { spec: { key } },
        {
          allowedProperties: ["kubernetes:example.com/v1:Thing.spec.key"],
        },
      ),
    ).toEqual([]);
  });

  it("claims nothing of what is not known, or is shown as secret", async () => {
    expect(await resource("kubernetes:core/v1:ConfigMap", { data: { key: unknownValue } })).toEqual([]);
    expect(await resource("kubernetes:core/v1:ConfigMap", { data: unknownValue })).toEqual([]);
    expect(await resource("kubernetes:core/v1:ConfigMap", { data: { key: "[secret]" } })).toEqual([]);
  });

  it("judges stacks without anything of LLS", () => {
    const root: any = { urn: "urn", type: "pulumi:pulumi:Stack", name: "s", inputs: {}, outputs: {}, options: {} };
    const stack: any = { project: "other", stack: "dev", resources: [root] };
    add({ type: "kubernetes:core/v1:ConfigMap", name: "thing", inputs: { data: { key } } })(stack);
    expect(violations(rule, stack)).toHaveLength(1);
  });

  it("judges the inputs of components too, because they are stored", async () => {
    const inComponent = change("nvcf-lls:index:StreamingProxy", (inputs) => (inputs.nodeSelector = { key }));
    expect(violations(rule, await edited("dev", inComponent))).toHaveLength(1);
  });

  it("reports an output of the stack, whatever it is called, without its value", async () => {
    for (const output of ["note", "apiKey"]) {
      const says: Edit = (graph) =>
        Object.assign(one(graph, "pulumi:pulumi:Stack").outputs, { [output]: { deep: key } });
      const [violation, ...others] = violations(rule, await edited("dev", says));
      expect(others).toEqual([]);
      expect(violation!.urn).toContain("pulumi:pulumi:Stack::");
      expect(violation!.message).toContain(`Output ${output}.deep of`);
      expect(violation!.message).not.toContain(key);
      const allowedProperties = [`pulumi:pulumi:Stack.${output}`];
      expect(violations(rule, await edited("dev", says), { allowedProperties })).toEqual([]);
    }
  });

  it("reports what a component registers as output, and what is input and output once", async () => {
    const registers: Edit = (graph) =>
      Object.assign(one(graph, "nvcf-lls:index:StreamingProxy").outputs, { note: key, token: key });
    const told = violations(rule, await edited("dev", registers)).map(({ message }) => message);
    expect(told).toEqual([expect.stringContaining("Output note of")]);
    const both: Edit = (graph) => Object.assign(one(graph, "nvcf-lls:index:StreamingProxy").inputs, { note: key });
    const once = violations(rule, await edited("dev", registers, both)).map(({ message }) => message);
    expect(once).toEqual([expect.stringContaining("Property note of")]);
  });

  it("leaves outputs alone that a cloud made, and those that are shown as secret", async () => {
    const made: Edit = (graph) => {
      one(graph, "lls-lb").outputs.note = key;
      one(graph, "pulumi:pulumi:Stack").outputs.key = "[secret]";
    };
    expect(violations(rule, await edited("dev", made))).toEqual([]);
  });

  it("does not mind malformed inputs", async () => {
    const odd = set("lls-proxy-release", { values: [null, 1, undefined, [[]]], chart: { auths: null } });
    expect(violations(rule, await edited("dev", odd))).toEqual([]);
  });
});
