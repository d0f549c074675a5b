import * as pulumi from "@pulumi/pulumi";
import { afterAll, beforeAll, expect, it } from "vitest";
import { BadInput } from "../../components/bad-input";
import { readStackConfig } from "../../stacks/config";
import { least, source } from "./stack-file";

const secrets = { registryUsername: "user", registryPassword: "a password" };
const stack = source({ ...least, imageRegistry: "registry.example.com/nvcf", "aws:profile": "dev" }, secrets);

beforeAll(async () => {
  const nothing: pulumi.runtime.Mocks = { newResource: () => ({ id: "", state: {} }), call: () => ({}) };
  await pulumi.runtime.setMocks(nothing, "nvcf-lls", "dev");
});
afterAll(() => pulumi.runtime.setAllConfig({}));

it("reads the stack that runs, and which of its values are secret", async () => {
  pulumi.runtime.setAllConfig(stack.values, [...stack.secretKeys]);
  const config = readStackConfig();
  expect(config).toMatchObject({ cluster: "nvcf-dev", region: "us-west-2", aws: { profile: "dev" } });
  expect(await pulumi.isSecret(config.registryCredentials!.password)).toBe(true);
});

it("refuses secrets in plain text, and names the stack", () => {
  pulumi.runtime.setAllConfig(stack.values, []);
  expect(readStackConfig).toThrow(BadInput);
  expect(readStackConfig).toThrow(/^Stack dev: 2 problems\n {2}registryPassword: must be secret/);
});
