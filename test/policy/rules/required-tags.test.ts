import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { GraphResource } from "../../../graph/resource-graph";
import { unknownValue } from "../../../graph/unknown";
import { requiredTags } from "../../../policy/rules/required-tags";
import { add, change, compliant, edited, makeUnknown, one, set, violations, type Edit } from "../edited-stack";

const rule = requiredTags();
const eip = "aws:ec2/eip:Eip";
const messages = async (edit: Edit, config = {}, stack = "dev"): Promise<string[]> =>
  violations(rule, await edited(stack, edit), config).map(({ message }) => message);
const hasTags = ({ inputs }: GraphResource): boolean => inputs.tags !== undefined && inputs.cluster === undefined;

describe("required-tags", () => {
  it.each(["dev", "aks-dev", "aks-pools"])("says nothing of %s", async (stack) => {
    expect(violations(rule, await compliant(stack))).toEqual([]);
  });

  it.each(["dev", "aks-pools"])("knows every child in %s that has tags", async (stack) => {
    const tagged = (await compliant(stack)).resources.filter((resource) => resource.custom && hasTags(resource));
    const found = violations(
      rule,
      await edited(
        stack,
        change(
          (resource) => resource.custom && hasTags(resource),
          (inputs) => delete inputs.tags,
        ),
      ),
    );
    expect(tagged.length).toBeGreaterThan(0);
    expect(found.map(({ urn }) => urn)).toEqual(tagged.map(({ urn }) => urn));
  });

  it("names every tag that is missing, and every one with another value", async () => {
    const [message, ...others] = await messages(
      change("lls-lb", ({ tags }) => {
        delete tags["lls:cluster"];
        delete tags.Name;
        tags["lls:managed-by"] = "hunter2";
      }),
    );
    expect(others).toEqual([]);
    expect(message).toContain("lls-lb (aws:lb/loadBalancer:LoadBalancer)");
    expect(message).toContain("lacks the tags Name, lls:cluster");
    expect(message).toContain("value customer in the tag lls:managed-by");
    expect(message).not.toContain("hunter2");
  });

  it.each<[string, unknown, string[]]>([
    ["a list", ["team", "Name"], ["team"]],
    ["a map with any value", { team: "" }, ["team"]],
    ["a map with a value", { Project: "other" }, ["other", "Project"]],
  ])("takes %s from its configuration", async (_, demanded, parts) => {
    const [message = ""] = await messages(() => undefined, { requiredTags: demanded });
    for (const part of parts) expect(message).toContain(part);
    expect(
      await messages(
        change(hasTags, ({ tags }) => Object.assign(tags, { team: "x", Project: "other" })),
        { requiredTags: demanded },
      ),
    ).toEqual([]);
  });

  it.each([{ requiredTags: [] }, { requiredTags: {} }])("demands nothing with %j", async (config) => {
    expect(await messages(set("lls-lb", { tags: undefined }), config)).toEqual([]);
  });

  it("counts tags that the provider adds to everything", async () => {
    const tags = { team: "media" };
    for (const defaultTags of [{ tags }, JSON.stringify({ tags })]) {
      const edit = set("pulumi:providers:aws", { defaultTags });
      expect(await messages(edit, { requiredTags: { team: "media" } })).toEqual([]);
      expect(await messages(edit, { requiredTags: { team: "other" } })).not.toEqual([]);
    }
    expect(await messages(set("pulumi:providers:aws", { defaultTags: "{" }), { requiredTags: ["team"] })).not.toEqual(
      [],
    );
  });

  it.each<[string, Edit]>([
    ["all tags", makeUnknown("lls-lb", "tags")],
    ["a value", change("lls-lb", ({ tags }) => (tags["lls:managed-by"] = unknownValue))],
    ["a secret value", change("lls-lb", ({ tags }) => (tags["lls:managed-by"] = "[secret]"))],
  ])("claims nothing of what is not known: %s", async (_, edit) => {
    expect(await messages(edit)).toEqual([]);
  });

  it("leaves alone what no component of LLS made", async () => {
    expect(await messages(add({ type: eip, name: "other", inputs: {} }))).toEqual([]);
    const urn = "urn:pulumi:dev::nvcf-lls::other:index:NotEksLls$aws:ec2/eip:Eip::other";
    expect(await messages(add({ type: eip, name: "other", urn, inputs: {} }))).toEqual([]);
  });

  it("judges what a component of LLS in another component made", async () => {
    const urn = `urn:pulumi:dev::nvcf-lls::other:index:Platform$nvcf-lls:index:EksLls$${eip}::other`;
    expect(await messages(add({ type: eip, name: "other", urn, inputs: {} }))).toHaveLength(1);
  });
});

describe("required-tags, as remediation", () => {
  const remediate = (inputs: Record<string, unknown>, config: object, type = eip) =>
    rule.remediate!(
      { urn: `urn:pulumi:dev::p::nvcf-lls:index:EksLls$${type}::x`, type, inputs },
      { ...rule.defaults, ...config },
    );
  const texts = fc.dictionary(fc.stringMatching(/^[a-z:]{1,8}$/), fc.stringMatching(/^[a-z]{0,4}$/), {
    noNullPrototype: true,
  });

  it("adds what has a value, and leaves the rest", () => {
    const inputs = { domain: "vpc", tags: { own: "x" } };
    expect(remediate(inputs, { requiredTags: { team: "media", Name: "" } })).toEqual({
      domain: "vpc",
      tags: { own: "x", team: "media" },
    });
    expect(inputs).toEqual({ domain: "vpc", tags: { own: "x" } });
  });

  it.each([
    ["a list, which has no values", {}, { requiredTags: ["team"] }],
    ["tags that are not known", { tags: unknownValue }, { requiredTags: { team: "media" } }],
  ])("does nothing with %s", (_, inputs, config) => {
    expect(remediate(inputs, config)).toBeUndefined();
  });

  it("does nothing to what takes no tags, or is not ours", () => {
    const config = { requiredTags: { team: "media" } };
    expect(remediate({}, config, "azure-native:network:SecurityRule")).toBeUndefined();
    expect(rule.remediate!({ urn: `urn:pulumi:dev::p::${eip}::x`, type: eip, inputs: {} }, config)).toBeUndefined();
  });

  it("is idempotent, and mends whatever has a value", async () => {
    const graph = await compliant("dev");
    fc.assert(
      fc.property(texts, fc.option(texts, { nil: undefined }), (demanded, tags) => {
        const config = { requiredTags: demanded };
        const inputs = { domain: "vpc", ...(tags && { tags }) };
        const mended = remediate(inputs, config) ?? inputs;
        expect(remediate(mended, config)).toBeUndefined();
        const model = one(graph, "lls-lb");
        const all = {
          ...graph,
          resources: [...graph.resources.slice(0, 1), { ...model, inputs: mended, outputs: {} }],
        };
        const left = Object.entries(demanded).filter(([key, value]) => value === "" && !Object.hasOwn(tags ?? {}, key));
        const found = violations(rule, all, config);
        expect(found).toHaveLength(left.length === 0 ? 0 : 1);
      }),
    );
  });
});
