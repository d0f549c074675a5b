import { execFile, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { promisify } from "node:util";
import { afterAll, describe, expect, it } from "vitest";
import type { AksFacts } from "../../discovery/aks/facts";
import type { EksFacts } from "../../discovery/eks/facts";
import { testStack } from "../../testing/tested-stack";
import { root } from "../cli/temporary-project";
import { factsOf as aksFactsOf } from "../discovery/aks/aks-facts";
import { factsOf } from "../discovery/eks/dev-facts";
import { blocksOf, nameOf } from "./pages";

const blocks = blocksOf("ts");

/** Where the package's exports come from. */
const sources: Record<string, string> = {
  "nvcf-lls": join(root, "components", "index"),
  ...Object.fromEntries(
    ["aks", "eks", "policy", "reachability", "testing"].map((name) => [
      `nvcf-lls/${name}`,
      join(root, "exports", name),
    ]),
  ),
};

/** Beside the tests, so that what the programs import is found; Git and the linters do not look there. */
const folder = mkdtempSync(join(root, "test", "docs", ".blocks-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const files = blocks.map((block, index) => {
  // Blocks of a page that have names import each other.
  const [, name = `block-${index}.ts`] = /^\/\/ ([\w.-]+\.ts)\n/.exec(block.text) ?? [];
  const file = join(folder, block.file.replace(/\W/g, "-"), name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(
    file,
    block.text.replace(/(?<=from ")nvcf-lls(?:\/\w+)?(?=")/g, (name) => sources[name]!),
  );
  return file;
});

/** Where a program runs, and what it exports there. */
const clouds: Record<string, { seed: () => EksFacts | AksFacts; endpoint: RegExp }> = {
  EksLls: { seed: () => factsOf("dev.json"), endpoint: /amazonaws\.com:5004$/ },
  AksLls: { seed: () => aksFactsOf("aks-dev.json"), endpoint: /^[\d.]+:5004$/ },
};

describe("programs on the pages", () => {
  it("import from the package what it exports, and compile", { timeout: 120_000 }, () => {
    const config = join(folder, "tsconfig.json");
    const compilerOptions = { rootDir: root, noUnusedLocals: false };
    writeFileSync(
      config,
      JSON.stringify({ extends: join(root, "tsconfig.json"), compilerOptions, include: [], files }),
    );
    const tsc = join(root, "node_modules", "typescript-7", "bin", "tsc"); // a tenth of the time
    const { stdout } = spawnSync(process.execPath, [tsc, "-p", config, "--pretty", "false"], { encoding: "utf8" });
    const problems = stdout.split("\n").filter((line) => line !== "");
    const inPage = (line: string): string =>
      line.replace(/^(.*)\((\d+),/, (_, path: string, row: string) => {
        const block = blocks[files.findIndex((file) => file.endsWith(path))];
        if (block === undefined) return path;
        return `${block.file}:${block.line + Number(row)} (`;
      });
    expect(problems.map(inPage)).toEqual([]);
  });

  const whole = blocks.flatMap((block, index) => {
    const [, component] = /new (EksLls|AksLls)\(/.exec(block.text) ?? [];
    if (!component || !/(?:block-\d+|index)\.ts$/.test(files[index]!)) return [];
    return [[nameOf(block), component, files[index]!, block.text] as const];
  });

  it("are whole in the README and in docs/composing.md", () => {
    expect(whole.map(([name, component]) => `${component} in ${name.replace(/:.*/, "")}`)).toEqual(
      expect.arrayContaining(["EksLls in README.md", "EksLls in docs/composing.md", "AksLls in docs/composing.md"]),
    );
  });

  it.each(whole)("%s: %s runs, and where it has facts the media path is open", async (_, component, file, text) => {
    const { seed, endpoint } = clouds[component]!;
    const { graph, installations, outputs } = await testStack(() => import(file), {
      ...{ cloud: seed(), project: "streaming", stack: "dev" },
      config: {
        vpcId: "vpc-0a000000000000001",
        publicSubnetId: "subnet-0a000000000000001",
        nodeSecurityGroupId: "sg-0a000000000000001",
        computeAutoScalingGroup: "eks-compute-0a000001",
        subscription: "00000000-0000-0000-0000-000000000000",
      },
      secrets: { kubeconfig: "{}" },
    });
    expect(outputs).toMatchObject({ endpoint: expect.stringMatching(endpoint) });
    expect(installations).toHaveLength(1);
    const kubernetes = graph.resources.filter(({ type }) => type === "pulumi:providers:kubernetes");
    expect(kubernetes).toMatchObject([{ inputs: { enableSecretMutable: "true" } }]);
    if (text.includes("...args")) expect(installations).toMatchObject([{ verdict: "open", problems: [] }]);
  });

  const tests = files
    .filter((file) => file.endsWith(".test.ts"))
    .map((file) => [relative(folder, file), file] as const);

  it("have tests of their own in docs/testing.md", () => {
    expect(tests.map(([name]) => name)).toEqual(
      ["streaming", "network", "mocks"].map((name) => join("docs-testing-md", `${name}.test.ts`)),
    );
  });

  it.each(tests)("%s passes", async (_, file) => {
    const args = ["--import", "tsx", "--test", "--test-reporter", "tap", file];
    const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: root }).catch(
      (error: { stdout: string }) => error,
    );
    expect(stdout).toMatch(/^# pass [1-9]/m);
    expect(stdout.match(/^\s*not ok .*|^# fail [1-9].*|^\s*error: .*/gm) ?? []).toEqual([]);
  });
});
