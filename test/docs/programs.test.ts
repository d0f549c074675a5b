import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { eksInstallations } from "../../graph/eks-installation";
import { judgeEks } from "../../reachability/aws/flows";
import { SimulatedCloud } from "../../simulator/cloud";
import { runSimulated } from "../../simulator/run";
import { root } from "../cli/temporary-project";
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

mkdirSync(folder, { recursive: true });
const files = blocks.map((block, index) => {
  const file = join(folder, `block-${index}.ts`);
  writeFileSync(
    file,
    block.text.replace(/(?<=from ")nvcf-lls(?:\/\w+)?(?=")/g, (name) => sources[name]!),
  );
  return file;
});

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
      line.replace(/^.*block-(\d+)\.ts\((\d+),/, (_, index: string, row: string) => {
        const block = blocks[Number(index)]!;
        return `${block.file}:${block.line + Number(row)} (`;
      });
    expect(problems.map(inPage)).toEqual([]);
  });

  const whole = blocks
    .map((block, index) => [nameOf(block), files[index]!, block.text] as const)
    .filter(([, , text]) => text.includes("new EksLls("));

  it("are whole in the README and in docs/composing.md", () => {
    expect(whole.map(([name]) => name.replace(/:.*/, ""))).toEqual(
      expect.arrayContaining(["README.md", "docs/composing.md"]),
    );
  });

  it.each(whole)("%s runs, and where it has facts the media path is open", async (_, file, text) => {
    const { graph, outputs } = await runSimulated({
      ...{ cloud: new SimulatedCloud(factsOf("dev.json")), project: "streaming", stack: "dev" },
      config: {
        "streaming:kubeconfig": "{}",
        "streaming:vpcId": "vpc-0a000000000000001",
        "streaming:publicSubnetId": "subnet-0a000000000000001",
        "streaming:nodeSecurityGroupId": "sg-0a000000000000001",
        "streaming:computeAutoScalingGroup": "eks-compute-0a000001",
      },
      secretKeys: ["streaming:kubeconfig"],
      program: async () => ({ ...((await import(file)) as object) }),
    });
    expect(outputs).toMatchObject({ endpoint: expect.stringMatching(/amazonaws\.com:5004$/) });
    const flows = eksInstallations(graph)
      .flatMap(judgeEks)
      .filter(({ need }) => need === "required");
    expect(flows.length).toBeGreaterThan(0);
    if (text.includes("...args")) expect(flows.filter(({ verdict }) => verdict !== "open")).toEqual([]);
  });
});
