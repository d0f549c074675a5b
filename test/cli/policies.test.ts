import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { readPolicyConfig } from "../../cli/policy-config";
import { BadInput } from "../../components/bad-input";
import { configuredRules } from "../../policy/settings";
import { messages } from "../stacks/problems-of";
import { lls, planned } from "./run-lls";
import { root } from "./temporary-project";

const folder = mkdtempSync(join(tmpdir(), "policies-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A configuration file with this content. */
function file(content: unknown): string {
  const path = join(folder, "policies.json");
  writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content));
  return path;
}

const closed = ["--facts", join(root, "facts", "examples", "nacl-denies-media.json")];

/** Policies of the stack dev, with a configuration. */
async function policies(config: unknown, ...args: string[]) {
  const report = await planned(root, ...args, "--policy-config", file(config));
  return { ...report, policies: report.policies.map(({ level, policy }) => `${level} ${policy}`) };
}

describe("lls plan", () => {
  it.each(["dev", "aks-dev", "aks-pools"])("finds nothing wrong in %s, also on an assumed cluster", async (stack) => {
    for (const args of [[], ["--assume"]]) {
      const { policies: violations, summary } = await planned(root, "--stack", stack, ...args);
      expect({ violations, count: summary.violations }).toEqual({ violations: [], count: 0 });
    }
  });

  it("ends with 1 on a violation, and says in every format which, where and what to do", async () => {
    const { code, policies: violations, summary } = await planned(root, ...closed);
    const [violation] = violations;
    expect(violation).toEqual({
      policy: "eks-media-path-open",
      level: "mandatory",
      severity: "critical",
      urn: "urn:pulumi:dev::nvcf-lls::nvcf-lls:index:EksLls::lls",
      message: expect.stringMatching(/^E2 of installation lls is closed: .*30504.*acl-0a000000000000002.*rule 90/),
      remediation: expect.stringMatching(/^Open the layer/),
    });
    expect({ code, count: summary.violations }).toEqual({ code: 1, count: violations.length });
    for (const format of ["text", "markdown", "mermaid"]) {
      const { out } = await lls(root, "plan", ...closed, "--format", format);
      expect(out).toContain("mandatory eks-media-path-open");
    }
  });
});

describe("--policy-config", () => {
  it("lowers, raises and disables rules, one by one and all at once", async () => {
    expect((await policies({}, ...closed)).policies).toContain("mandatory eks-media-path-open");
    const lowered = await policies({ "eks-media-path-open": "advisory" }, ...closed);
    expect(lowered.policies).toContain("advisory eks-media-path-open");
    const off = await policies({ all: "disabled", "node-to-node-open": { enforcementLevel: "advisory" } }, ...closed);
    expect(off.policies).toEqual(["advisory node-to-node-open"]);
  });

  it("configures rules", async () => {
    const config = { "required-tags": { requiredTags: { team: "media" } } };
    const { policies: violations, code } = await policies(config);
    expect(new Set(violations)).toEqual(new Set(["advisory required-tags"]));
    expect(code).toBe(0);
    expect(
      (await policies({ "required-tags": { ...config["required-tags"], enforcementLevel: "mandatory" } })).code,
    ).toBe(1);
  });

  it("mends at level remediate, as the engine does, and then finds nothing", async () => {
    const remediate = { enforcementLevel: "remediate", requiredTags: { team: "media" } };
    const { policies: violations, resources } = await policies({ "required-tags": remediate });
    expect(violations).toEqual([]);
    const balancer = resources.find(({ type }) => type === "aws:lb/loadBalancer:LoadBalancer");
    expect(balancer!.inputs.tags).toMatchObject({ team: "media", Project: "nvcf" });
  });

  it("takes an empty file, as Pulumi does", async () => {
    expect((await policies(" \n")).policies).toEqual([]);
  });

  it("that is missing or no configuration is bad input", async () => {
    const none = await lls(root, "plan", "--policy-config", join(folder, "none.json"));
    expect(none).toMatchObject({ code: 2, err: expect.stringContaining("--policy-config: there is no such file") });
    for (const text of ["{", "[]", '"mandatory"']) {
      expect(await lls(root, "plan", "--policy-config", file(text))).toMatchObject({ code: 2, out: "" });
    }
  });

  /** Path -> what is wrong there. */
  function told(content: unknown): Record<string, string[]> {
    try {
      readPolicyConfig(file(content), configuredRules());
    } catch (error) {
      if (error instanceof BadInput) return messages(error.problems);
      throw error;
    }
    return {};
  }

  it("is told everything that is wrong at once, with its path", () => {
    expect(
      told({
        all: "strict",
        "required-tag": "mandatory",
        "eks-media-path-open": 5,
        "node-to-node-open": { enforcementLevel: "loud", ignoreInstallation: ["a"] },
        "proxy-resources": { replicas: "1", cpu: 5 },
        "required-tags": { requiredTags: 7 },
        "deletion-protection": { productionStacks: ["", 1] },
        "read-stack": { installations: [{ cloud: "gcp", name: "lls", nodePorts: { from: 1 } }] },
      }),
    ).toEqual({
      "required-tag": ["unknown key; did you mean `required-tags`?"],
      all: ["must be advisory or mandatory or remediate or disabled"],
      "read-stack.installations[0].cloud": ["must be eks or aks"],
      "read-stack.installations[0].nodePorts.to": ["is required"],
      "eks-media-path-open": ["must be advisory or mandatory or remediate or disabled"],
      "node-to-node-open.enforcementLevel": ["must be advisory or mandatory or remediate or disabled"],
      "node-to-node-open.ignoreInstallation": ["unknown key; did you mean `ignoreInstallations`?"],
      "deletion-protection.productionStacks[0]": ["must not be empty"],
      "deletion-protection.productionStacks[1]": ["must be text: put it in quotes"],
      "proxy-resources.cpu": ["must be text: put it in quotes"],
      "proxy-resources.replicas": ["must be a number"],
      "required-tags.requiredTags": ["must be a list or an object with keys"],
    });
  });

  it("is refused with facts that cannot be used", async () => {
    const installation = { cloud: "eks", name: "other", facts: "facts/none.json" };
    const ended = await lls(root, "plan", "--policy-config", file({ "read-stack": { installations: [installation] } }));
    expect(ended).toMatchObject({ code: 2, err: expect.stringContaining("read-stack.installations[0].facts") });
  });
});
