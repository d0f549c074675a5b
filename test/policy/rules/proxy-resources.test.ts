import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { unknownValue } from "../../../graph/unknown";
import { proxyResources } from "../../../policy/rules/proxy-resources";
import { change, compliant, edited, makeUnknown, remove, violations } from "../edited-stack";

const rule = proxyResources();
const release = "lls-proxy-release";
const values = (edit: (values: any) => void) => change(release, (inputs) => edit(inputs.values));
const messages = async (edit: (values: any) => void, config = {}): Promise<string[]> =>
  violations(rule, await edited("dev", values(edit)), config).map(({ message }) => message);

describe("proxy-resources", () => {
  it.each(["dev", "aks-dev", "aks-pools"])("says nothing of %s", async (stack) => {
    expect(violations(rule, await compliant(stack))).toEqual([]);
  });

  it("names the release, each property and what it should be", async () => {
    const graph = await edited(
      "dev",
      values((all) => {
        all.resources.requests.cpu = "4999m";
        all.resources.limits.memory = "24G";
        all.replicaCount = 2;
      }),
    );
    const [violation, ...others] = violations(rule, graph);
    expect(others).toEqual([]);
    expect(violation!.urn).toContain("::lls-proxy-release");
    for (const part of [
      "resources.requests.cpu is 4999m, less than 5000m",
      "resources.requests.cpu and resources.limits.cpu differ",
      "resources.limits.memory is 24G, less than 24Gi",
      "replicaCount is 2",
    ])
      expect(violation!.message).toContain(part);
  });

  it("compares quantities, not texts: other units, numbers, and a request that follows from the limit", async () => {
    const style = fc.record({
      cpu: fc.constantFrom("5", 5, "5000m", "5.0", "5e0", "5000000u"),
      memory: fc.constantFrom("24Gi", "24576Mi", 25769803776, "25769803776", "25165824Ki"),
      requests: fc.constantFrom(undefined, { cpu: "5", memory: "24Gi" }),
    });
    await fc.assert(
      fc.asyncProperty(style, async ({ requests, ...limits }) => {
        expect(await messages((all) => (all.resources = { requests, limits }))).toEqual([]);
      }),
    );
  });

  it.each([
    ["no resources at all", (all: any) => delete all.resources, ["limits.cpu is not set", "limits.memory is not set"]],
    ["no limit", (all: any) => delete all.resources.limits.cpu, ["resources.limits.cpu is not set"]],
    [
      "no quantity",
      (all: any) => (all.resources.limits.cpu = "five"),
      ["resources.limits.cpu is no Kubernetes quantity"],
    ],
    ["a list", (all: any) => (all.resources = []), ["limits.cpu is not set"]],
    ["replicas in words", (all: any) => (all.replicaCount = "one"), ["replicaCount is no number"]],
    ["no replicas: autoscaled to zero", (all: any) => (all.replicaCount = 0), ["replicaCount is 0"]],
  ])("reports %s", async (_, edit, parts) => {
    const [message = ""] = await messages(edit);
    for (const part of parts) expect(message).toContain(part);
  });

  it("does not repeat a text that is no quantity", async () => {
    const [message] = await messages((all) => (all.resources.limits.cpu = "hunter2"));
    expect(message).not.toContain("hunter2");
  });

  it("takes an absent replicaCount for the one pod of the guide", async () => {
    expect(await messages((all) => delete all.replicaCount)).toEqual([]);
  });

  it.each([
    ["values", makeUnknown(release, "values")],
    ["resources", values((all) => (all.resources = unknownValue))],
    ["limits", values((all) => (all.resources.limits = unknownValue))],
    ["one leaf", values((all) => (all.resources.requests.cpu = unknownValue))],
    ["a secret", values((all) => (all.resources.limits.memory = "[secret]"))],
  ])("claims nothing of what is not known: %s", async (_, edit) => {
    expect(violations(rule, await edited("dev", edit))).toEqual([]);
  });

  it("judges the leaves that are known beside one that is not", async () => {
    const [message = ""] = await messages((all) => {
      all.resources.limits.cpu = unknownValue;
      all.resources.limits.memory = "1Gi";
    });
    expect(message).toContain("resources.limits.memory is 1Gi");
    expect(message).not.toContain("cpu");
  });

  it.each(["requests", "limits"])("judges what it can read where %s are not known", async (side) => {
    const other = side === "requests" ? "limits" : "requests";
    const [message = ""] = await messages((all) => {
      all.resources[side] = unknownValue;
      all.resources[other].cpu = "4";
    });
    expect(message).toContain(`resources.${other}.cpu is 4, less than 5000m`);
    expect(message).not.toContain(side);
  });

  it("leaves what values files may say, and nothing else", async () => {
    const files = change(release, (inputs) => {
      inputs.valueYamlFiles = [{ path: "values.yaml" }];
      delete inputs.values.resources;
      inputs.values.replicaCount = 3;
    });
    const [message = "", ...others] = violations(rule, await edited("dev", files)).map(({ message: text }) => text);
    expect(others).toEqual([]);
    expect(message).toContain("replicaCount is 3");
    expect(message).not.toContain("resources");
  });

  it("takes other sizes from its configuration", async () => {
    const small = (all: any) => (all.resources = { limits: { cpu: 2, memory: "8Gi" } });
    expect(await messages(small, { cpu: "2", memory: "8Gi" })).toEqual([]);
    expect(await messages(small, { cpu: "2", memory: "9Gi" })).toHaveLength(1);
    expect(await messages((all) => (all.replicaCount = 2), { replicas: 2 })).toEqual([]);
    expect(proxyResources({ cpu: "8" }).defaults).toEqual({ cpu: "8", memory: "24Gi", replicas: 1 });
  });

  it("says nothing of a stack without the release", async () => {
    expect(violations(rule, await edited("dev", remove(release)))).toEqual([]);
  });
});
