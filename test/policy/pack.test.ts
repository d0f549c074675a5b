import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { GraphResource, ResourceGraph } from "../../graph/resource-graph";
import { rootUrn } from "../../policy/check-rule";
import { judgeStack } from "../../policy/judge-stack";
import { configuredRules } from "../../policy/settings";
import { violationsOf } from "../../policy/violations";
import { withoutComponents } from "../graph/foreign-stack";
import { compliant, edited, firstPreview, set, type Edit } from "./edited-stack";
import { mistakes } from "./mistakes";
import { ServedPack, type EngineViolation } from "./served-pack";

const root = join(__dirname, "..", "..");
const rules = configuredRules();

let pack: ServedPack;

beforeAll(async () => {
  pack = await ServedPack.start(join(root, "policy"));
});
afterAll(() => pack.stop());
beforeEach(() => pack.configure());

/** What the pack reports of a stack that the engine registers, resource by resource. */
async function reportedBy(graph: ResourceGraph): Promise<EngineViolation[]> {
  for (const resource of graph.resources) expect(await pack.analyze(resource)).toEqual([]);
  return pack.analyzeStack(graph);
}

/** The same from the plan. */
function planned(graph: ResourceGraph): EngineViolation[] {
  const descriptions = new Map(rules.map(({ rule }) => [rule.name, rule.description]));
  return violationsOf(judgeStack(graph), rules, rootUrn(graph.project, graph.stack)).map((violation) => {
    const { policy, level, urn, message } = violation;
    return { policy, level, urn, message: `${descriptions.get(policy)}\n${message}` };
  });
}

const sorted = (violations: EngineViolation[]): string[] => violations.map((each) => JSON.stringify(each)).sort();

describe("the pack", () => {
  it("has a policy for each rule, and one that reads the stack", async () => {
    const { name, version, policiesList } = await pack.info();
    const { version: published } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };
    expect({ name, version }).toEqual({ name: "nvcf-lls", version: published });
    expect(policiesList.map((policy) => policy.name)).toEqual(["read-stack", ...rules.map(({ rule }) => rule.name)]);
    for (const policy of policiesList) expect(policy).toMatchObject({ description: /./, displayname: /./ });
  });
});

describe("under the engine", () => {
  it.each(["dev", "aks-dev", "aks-pools"])("%s complies, deployed and in a first preview", async (stack) => {
    expect(await reportedBy(await compliant(stack))).toEqual([]);
    expect(await reportedBy(await edited(stack, firstPreview))).toEqual([]);
  });

  it.each(mistakes)("$stack, $title: says what the plan says", async ({ stack, edits }) => {
    const graph = await edited(stack, ...edits);
    expect(sorted(await reportedBy(graph))).toEqual(sorted(planned(graph)));
  });
});

describe("what the engine shows", () => {
  const bucket = (inputs: Record<string, unknown>) => ({
    ...{ urn: "urn:pulumi:dev::test::aws:s3/bucket:Bucket::odd", type: "aws:s3/bucket:Bucket", name: "odd", inputs },
  });

  const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
  const signature = "4dabf18193072939515e22adb298388d";

  it.each<[string, Record<string, unknown>]>([
    [
      "unknown values of every kind, at any depth",
      { id: unknown, list: [unknown, { deep: unknown }], number: "3eeb2bf0-c639-47a8-9e75-3b44932eb421" },
    ],
    ["secrets", { password: { [signature]: "1b47061264138c4ac30d75fd1eb44270", value: { nested: ["x"] } } }],
    [
      "files and archives",
      {
        source: { [signature]: "c44067f5952c0a294b673a41bacd8c17", text: "x" },
        code: { [signature]: "0def7320c3a5731c473e5ecbe6d01bc7", path: "." },
      },
    ],
    ["nothing, null and empty things", { none: null, list: [null, [], {}], text: "" }],
    ["keys that mean something to JavaScript", { then: "x", constructor: { prototype: 1 }, toJSON: 1, length: -1 }],
  ])("never breaks an analysis: %s", async (_title, inputs) => {
    const graph = await compliant("dev");
    const odd = {
      ...bucket(inputs),
      custom: true,
      outputs: inputs,
      dependencies: [],
      propertyDependencies: {},
      options: {},
    };
    expect(await reportedBy({ ...graph, resources: [...graph.resources, odd] })).toEqual([]);
  });
});

describe("configuration", () => {
  const withoutMedia: Edit = set("lls-nlb-in-udp-media-0.0.0.0/0", { fromPort: 5005, toPort: 5005 });
  const policies = (violations: EngineViolation[]) => violations.map(({ policy, level }) => `${level} ${policy}`);

  it("lowers and disables a rule", async () => {
    const graph = await edited("dev", withoutMedia);
    expect(policies(await reportedBy(graph))).toContain("mandatory eks-media-path-open");
    await pack.configure({ "eks-media-path-open": { level: "ADVISORY" } });
    expect(policies(await reportedBy(graph))).toContain("advisory eks-media-path-open");
    await pack.configure({ "eks-media-path-open": { level: "DISABLED" } });
    expect(policies(await reportedBy(graph)).join()).not.toContain("eks-media-path-open");
  });

  it("is laid over the defaults", async () => {
    const graph = await edited("dev", withoutMedia);
    await pack.configure({ "eks-media-path-open": { properties: { ignoreInstallations: ["lls"] } } });
    expect(policies(await reportedBy(graph)).join()).not.toContain("eks-media-path-open");
  });

  it("with a key that a rule does not have is refused, which Pulumi itself does not do", async () => {
    await pack.configure({ "eks-media-path-open": { properties: { ignoreInstallation: ["lls"] } } });
    await expect(reportedBy(await compliant("dev"))).rejects.toThrow(
      /eks-media-path-open\.ignoreInstallation: unknown; did you mean `ignoreInstallations`\?/,
    );
  });

  it("of read-stack brings facts of a stack of somebody else, from the project's folder", async () => {
    const graph = withoutComponents(await compliant("dev"));
    const [{ name }] = graph.resources.filter(({ type }) => type.includes("helm")) as [GraphResource];
    expect(policies(await reportedBy(graph))).toEqual(["advisory media-path-known"]);
    const installation = { cloud: "eks", name, facts: "facts/dev.json", clients: ["198.51.100.0/24"] };
    await pack.configure({
      "read-stack": {
        properties: {
          installations: [installation],
          allowedRegistries: ["123456789012.dkr.ecr.us-west-2.amazonaws.com"],
        },
      },
    });
    expect(await reportedBy(graph)).toEqual([]);
  });

  it.each([
    ["a file that does not exist", { facts: "facts/none.json" }, /installations\[0\]\.facts: there is no such file/],
    ["facts of another cloud", { facts: "facts/aks-dev.json" }, /facts\/aks-dev\.json: .*problem/],
    [
      "a property of another cloud",
      { endpoint: "both" },
      /installations\[0\]\.endpoint: is nothing that an installation on eks has/,
    ],
  ])("of read-stack is refused with %s", async (_title, properties, message) => {
    const installation = { cloud: "eks", name: "lls", ...properties };
    await pack.configure({ "read-stack": { properties: { installations: [installation] } } });
    const { message: told } = await reportedBy(await compliant("dev")).then(
      () => ({ message: "nothing" }),
      (error: Error) => error,
    );
    expect(told).toMatch(message);
    expect(told).not.toMatch(/^ +at /m);
  });

  it("without read-stack lets outputs stand in for inputs", async () => {
    const unread = await ServedPack.start(join(root, "policy"));
    try {
      await unread.configure({ "read-stack": { level: "DISABLED" } });
      const reported = async (graph: ResourceGraph) => {
        for (const resource of graph.resources) await unread.analyze(resource);
        return policies(await unread.analyzeStack(graph));
      };
      for (const stack of ["dev", "aks-dev"]) {
        expect((await reported(await compliant(stack))).join()).not.toContain("mandatory");
      }
      expect(await reported(await edited("dev", withoutMedia))).toContain("mandatory eks-media-path-open");
    } finally {
      await unread.stop();
    }
  });
});

describe("remediation", () => {
  const secret = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", value: "hidden" };
  const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
  const resource = {
    urn: "urn:pulumi:dev::nvcf-lls::nvcf-lls:index:EksLls$aws:ec2/eip:Eip::lls-eip",
    ...{ type: "aws:ec2/eip:Eip", name: "lls-eip" },
    inputs: { address: unknown, customerOwnedIpv4Pool: secret, tags: { Name: secret, "lls:cluster": unknown } },
  };

  it("happens at level remediate only", async () => {
    expect(await pack.remediate(resource)).toBeUndefined();
  });

  it("adds what is missing, and leaves secrets secret and what is not known unknown", async () => {
    await pack.configure({ "required-tags": { level: "REMEDIATE" } });
    expect(await pack.remediate(resource)).toEqual({
      ...resource.inputs,
      tags: {
        ...resource.inputs.tags,
        ...{ Project: "nvcf", "lls:managed-by": "customer", "lls:provisioner": "pulumi" },
      },
    });
  });

  it("has nothing to do a second time", async () => {
    await pack.configure({ "required-tags": { level: "REMEDIATE" } });
    const inputs = await pack.remediate(resource);
    expect(await pack.remediate({ ...resource, inputs: inputs! })).toBeUndefined();
  });
});
