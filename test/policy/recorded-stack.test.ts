import { unknownCheckingProxy } from "@pulumi/policy";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { unknownValue } from "../../graph/unknown";
import type { EngineResource } from "../../policy/engine-graph";
import { plainValues } from "../../policy/plain-values";
import { projectFolder } from "../../policy/project-folder";
import { RecordedStack } from "../../policy/recorded-stack";

const urn = "urn:pulumi:dev::test::aws:s3/bucket:Bucket::bucket";

/** A resource as the SDK hands it to each policy: objects of its own each time. */
function shown(outputs: object): EngineResource {
  return {
    ...{ urn, type: "aws:s3/bucket:Bucket", name: "bucket", props: unknownCheckingProxy(outputs) },
    ...{ dependencies: [], propertyDependencies: {}, opts: {} as EngineResource["opts"] },
  };
}

const nextTurn = () => new Promise((resolve) => setImmediate(resolve));

describe("what the engine shows of a stack", () => {
  it("is judged once for all policies of an analysis, and anew for the next", async () => {
    const stack = new RecordedStack();
    const first = stack.judge([shown({ a: 1 })]);
    await Promise.resolve(); // as between two policies
    expect(stack.judge([shown({ a: 1 })])).toBe(first);
    await nextTurn();
    const next = stack.judge([shown({ a: 2 })]);
    expect(next).not.toBe(first);
    expect(next.graph.resources[0]!.outputs).toEqual({ a: 2 });
  });

  it("has the inputs of the last registration, whatever is not known in them", async () => {
    const stack = new RecordedStack();
    stack.record(urn, { a: 1 });
    stack.record(urn, unknownCheckingProxy({ a: unknownValue, b: { c: unknownValue, d: 2 } }));
    const [resource] = stack.judge([shown({ a: 1 })]).graph.resources;
    expect(resource).toMatchObject({ inputs: { a: unknownValue, b: { c: unknownValue, d: 2 } }, outputs: { a: 1 } });
    await nextTurn();
  });

  it("is what the program wrote, without what the provider filled in", async () => {
    const stack = new RecordedStack();
    stack.record(urn, {
      ...{ __defaults: ["bucket"], bucket: "bucket-1234567", tags: { __defaults: [], team: "a" } },
      rules: [{ __defaults: ["port"], port: 80, path: "/" }],
    });
    const [resource] = stack.judge([shown({ bucket: "bucket-1234567" })]).graph.resources;
    expect(resource!.inputs).toEqual({ tags: { team: "a" }, rules: [{ path: "/" }] });
    await nextTurn();
  });

  it("is not shared between packs", async () => {
    const [one, other] = [new RecordedStack(), new RecordedStack()];
    one.record(urn, { a: "one" });
    expect(other.judge([shown({ a: "other" })]).graph.resources[0]!.inputs).toEqual({ a: "other" });
    await nextTurn();
  });
});

describe("plain values", () => {
  it("are those of the SDK, leaf by leaf, as data of our own", () => {
    const given = { text: "a", none: null, list: [1, unknownValue, { deep: unknownValue }], empty: {}, flag: false };
    const plain = plainValues(unknownCheckingProxy(given));
    expect(plain).toEqual(given);
    (plain.list as unknown[]).push("more");
    expect(given.list).toHaveLength(3);
  });

  it("take every marker of Pulumi for what is not known as one", () => {
    const number = "3eeb2bf0-c639-47a8-9e75-3b44932eb421";
    expect(plainValues(unknownCheckingProxy({ number }))).toEqual({ number: unknownValue });
  });
});

describe("the project's folder", () => {
  const folder = mkdtempSync(join(tmpdir(), "project-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("is that of the nearest Pulumi.yaml, from a checkout's pack as from a package", () => {
    const [inner, installed] = [join(folder, "infra"), join(folder, "infra", "node_modules", "nvcf-lls", "policy")];
    mkdirSync(installed, { recursive: true });
    expect(projectFolder(installed)).toBe(installed);
    writeFileSync(join(folder, "Pulumi.yaml"), "name: outer");
    expect(projectFolder(installed)).toBe(folder);
    writeFileSync(join(inner, "Pulumi.yaml"), "name: inner");
    expect(projectFolder(installed)).toBe(inner);
    expect(projectFolder(inner)).toBe(inner);
  });
});
