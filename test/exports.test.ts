import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ServedPack } from "./policy/served-pack";

// The package is built and used from another folder, as whoever installs it does.

const root = join(__dirname, "..");
const typescript = join(root, "node_modules", "typescript-7", "bin", "tsc");
const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
  exports: Record<string, unknown>;
  files: string[];
};

/** What an importer must find, beside whatever else there is. */
const promised: Record<string, string[]> = {
  ".": ["AksLls", "EksLls", "StreamingProxy", "BadInput", "lls"],
  "./aks": ["AksLls", "discoverAks", "selectAks", "parseAksFacts"],
  "./eks": ["EksLls", "discoverEks", "selectEks", "parseEksFacts"],
  "./policy": ["llsPolicies", "ruleFactories"],
  "./reachability": ["judgeEks", "judgeAks"],
  "./testing": [
    "runSimulated",
    "SimulatedCloud",
    "assumedEksCluster",
    "assumedAksCluster",
    "eksInstallations",
    "judgeEks",
    "possibleGraphs",
    "isUnknown",
  ],
};

const folder = mkdtempSync(join(tmpdir(), "exports-"));
const installed = join(folder, "node_modules", "nvcf-lls");
let shipped: string[];

function run(...args: string[]): string {
  return execFileSync(process.execPath, args, { cwd: folder, encoding: "utf8" });
}

beforeAll(() => {
  const build = join(folder, "build");
  for (const file of ["package.json", ...manifest.files.filter((each) => each !== "dist")]) {
    cpSync(join(root, file), join(build, file), { recursive: true });
  }
  run(typescript, "-p", join(root, "tsconfig.build.json"), "--outDir", join(build, "dist"), "--noCheck");
  const packed = execFileSync("npm", ["pack", "--dry-run", "--json"], { cwd: build, encoding: "utf8" });
  const [{ files }] = JSON.parse(packed) as [{ files: { path: string }[] }];
  shipped = files.map(({ path }) => path);
  for (const file of shipped) cpSync(join(build, file), join(installed, file));
  symlinkSync(join(root, "node_modules"), join(installed, "node_modules"));
}, 30_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("the package", () => {
  it.each(Object.entries(promised))("exports %s: %j", (path, names) => {
    const program = `console.log(JSON.stringify(Object.keys(require(${JSON.stringify(join("nvcf-lls", path))}))))`;
    expect(JSON.parse(run("-e", program))).toEqual(expect.arrayContaining(names));
  });

  it("promises something of every path that it exports", () => {
    expect(Object.keys(manifest.exports).filter((path) => path !== "./package.json")).toEqual(Object.keys(promised));
  });

  it("has types that a program compiles with", () => {
    writeFileSync(
      join(folder, "program.ts"),
      `import { EksLls, type EksLlsArgs } from "nvcf-lls";
       import { discoverEks, EksTargetsKind } from "nvcf-lls/eks";
       import { llsPolicies } from "nvcf-lls/policy";
       import { judgeEks } from "nvcf-lls/reachability";
       import { eksInstallations, type SimulatedResult } from "nvcf-lls/testing";
       export const make = (args: EksLlsArgs) => new EksLls("lls", { ...args, targets: { kind: EksTargetsKind.Addresses } });
       export const verdicts = ({ graph }: SimulatedResult) => eksInstallations(graph).flatMap(judgeEks);
       export const discover: (...args: Parameters<typeof discoverEks>) => Promise<object> = discoverEks;
       export const policies = llsPolicies({ all: "advisory", deletionProtection: { level: "mandatory", productionStacks: [] } });
       // @ts-expect-error no rule has this name
       export const misspelled = llsPolicies({ deletionProtecion: "mandatory" });
       // @ts-expect-error this rule has no such key
       export const unknownKey = llsPolicies({ deletionProtection: { productionStack: [] } });
       // @ts-expect-error a flow has no such property: the types are not any
       export const wrong = (result: SimulatedResult) => verdicts(result)[0]!.colour;`,
    );
    mkdirSync(join(folder, "node_modules", "@types"), { recursive: true });
    symlinkSync(join(root, "node_modules", "@types", "node"), join(folder, "node_modules", "@types", "node"));
    const options = ["--noEmit", "--strict", "--skipLibCheck", "--module", "nodenext", "--types", "node"];
    expect(run(typescript, ...options, "program.ts")).toBe("");
  });

  it("has the policy pack, which Pulumi starts without sources and without a cloud SDK", async () => {
    const pack = await ServedPack.start(join(installed, "policy"));
    try {
      const { name, policiesList } = await pack.info();
      expect(name).toBe("nvcf-lls");
      expect(policiesList.length).toBeGreaterThan(20);
    } finally {
      await pack.stop();
    }
    const program = `require("nvcf-lls/policy").llsPolicies(); console.log(Object.keys(require.cache).join("\\n"))`;
    const loaded = run("-e", program).split("\n");
    expect(loaded.some((file) => file.includes("@pulumi/policy"))).toBe(true);
    expect(
      loaded.filter((file) => /node_modules\/(?:@pulumi\/(?:aws|azure|kubernetes|eks)|@aws-sdk)/.test(file)),
    ).toEqual([]);
  });

  it("has the command, which runs without sources", () => {
    expect(run(join(installed, "bin", "lls.js"), "--help")).toContain("Usage: lls");
  });

  it("ships every file that it names, both schemas and the IAM policy, and no tool of this repository", () => {
    for (const file of manifest.files) expect(existsSync(join(installed, file)), file).toBe(true);
    expect(shipped).toEqual(
      expect.arrayContaining([
        "docs/iam/eks-policy.json",
        "stacks/stack-file.schema.json",
        "cli/report.schema.json",
        "dist/cli/run.js",
        "dist/policy/index.js",
      ]),
    );
    // Maps of the components lead to their sources; of nothing else.
    const mapped = /^(?:components\/|reachability\/(?:aws|azure)\/network\.ts$)/;
    const unwanted = /generate|policies-page|\.ts$/;
    expect(shipped.filter((file) => unwanted.test(file) && !file.endsWith(".d.ts") && !mapped.test(file))).toEqual([]);
  });
});
