import { execFile } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, inject, it, onTestFinished } from "vitest";
import { ServedPack } from "../policy/served-pack";
import { compile, evaluate, project } from "./consumer";

// Which SDKs each part of the package needs and loads.

const { locked, minimum, only } = inject("packed");
const root = join(__dirname, "..", "..");
const node = process.execPath;
const sdks = /node_modules\/(@pulumi\/(?:aws|azure-native|kubernetes|eks|policy)|@aws-sdk|zod|yaml)\//g;

/** The SDKs and libraries that a statement loads. */
async function loadedBy(folder: string, statement: string): Promise<string[]> {
  const printed = await evaluate(node, folder, `${statement}; console.log(Object.keys(require.cache).join("\\n"))`);
  return [...new Set([...printed.matchAll(sdks)].map(([, name]) => name!))].sort();
}

const eks = ["@pulumi/aws", "@pulumi/kubernetes"];
const aks = ["@pulumi/azure-native", "@pulumi/kubernetes"];

describe("with every peer installed", () => {
  it.each<[string, string[]]>([
    ["nvcf-lls", [...eks, ...aks]],
    ["nvcf-lls/eks", eks],
    ["nvcf-lls/aks", [...aks, "yaml"]],
    ["nvcf-lls/policy", ["@pulumi/policy", "zod"]],
    ["nvcf-lls/reachability", []],
    ["nvcf-lls/testing", ["yaml", "zod"]],
  ])("%s loads %j", async (path, expected) => {
    expect(await loadedBy(locked, `require("${path}")`)).toEqual([...new Set(expected)].sort());
  });

  it("the policies are made without the SDK of a cloud", async () => {
    const loaded = await loadedBy(locked, `require("nvcf-lls/policy").llsPolicies()`);
    expect(loaded).toEqual(["@pulumi/policy", "zod"]);
  });
});

describe("with its own peers only", () => {
  it.each<[string, string, string]>([
    ["nvcf-lls/eks", only.eks, "EksLls"],
    ["nvcf-lls/aks", only.aks, "AksLls"],
    ["nvcf-lls/policy", only.policy, "llsPolicies"],
    ["nvcf-lls/testing", only.testing, "testStack"],
    ["nvcf-lls/reachability", only.none, "judgeEks"],
  ])("%s is imported and compiled", async (path, folder, name) => {
    expect((await evaluate(node, folder, `console.log(typeof require("${path}").${name})`)).trim()).toBe("function");
    const source = `import * as it from "${path}";\nexport const type: string = typeof it.${name};\n`;
    expect(await compile(project(folder, "CommonJS", { files: [], more: { "index.ts": source } }))).toEqual([]);
  });

  it("a facts file is read without the SDK of a cloud having been called", async () => {
    const code = `
      const { readFileSync } = require("node:fs");
      const file = ${JSON.stringify(join(root, "facts", "dev.json"))};
      console.log(require("nvcf-lls/eks").parseEksFacts(readFileSync(file, "utf8"), file).cluster.name)`;
    expect((await evaluate(node, only.eks, code)).trim()).toBe("nvcf-dev");
  });

  it.each([
    [only.eks, "@pulumi/azure-native"],
    [only.aks, "@pulumi/aws"],
  ])("both components at once ask for what is missing", async (folder, missing) => {
    await expect(evaluate(node, folder, `require("nvcf-lls")`)).rejects.toThrow(`Cannot find module '${missing}/`);
  });

  it.each([
    [only.eks, ["@pulumi/azure-native", "@pulumi/policy"]],
    [only.none, ["@pulumi/aws", "@pulumi/azure-native", "@pulumi/kubernetes", "@pulumi/policy", "@pulumi/pulumi"]],
  ])("the command says what to install, and ends with 2", async (folder, missing) => {
    const lls = join(folder, "node_modules", "nvcf-lls", "bin", "lls.js");
    const { peerDependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as Record<string, any>;
    const install = missing.map((name) => `"${name}@${peerDependencies[name]}"`).join(" ");
    await expect(promisify(execFile)(node, [lls, "plan"], { cwd: folder })).rejects.toMatchObject({
      code: 2,
      stdout: "",
      stderr: `lls: ${missing.join(", ")} ${missing.length === 1 ? "is" : "are"} not installed; run: npm install ${install}\n`,
    });
  });
});

describe("the package as a program", () => {
  it("plans a stack of a folder of its own, from the lowest versions", async () => {
    const folder = mkdtempSync(join(tmpdir(), "lls-stack-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    for (const file of ["Pulumi.yaml", "Pulumi.dev.yaml", "facts/dev.json"])
      cpSync(join(root, file), join(folder, file));
    const lls = join(minimum, "node_modules", ".bin", "lls");
    const { stdout } = await promisify(execFile)(lls, ["plan", "--format", "json"], { cwd: folder });
    const report = JSON.parse(stdout) as { stack: string; summary: Record<string, number> };
    expect(report).toMatchObject({ stack: "dev", summary: { closed: 0, partial: 0, unknown: 0, violations: 0 } });
    expect(report.summary.open).toBeGreaterThan(5);
  });

  it("has the policy pack, which Pulumi starts without sources", async () => {
    const pack = await ServedPack.start(join(only.policy, "node_modules", "nvcf-lls", "policy"));
    try {
      const { name, policiesList } = await pack.info();
      expect(name).toBe("nvcf-lls");
      expect(policiesList.length).toBeGreaterThan(20);
    } finally {
      await pack.stop();
    }
  });
});
