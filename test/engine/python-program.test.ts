import { execFile, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { Journal } from "../../simulator/engine/journal";
import { serveProviders, type ServedProviders } from "../../simulator/engine/provider-server";
import { graphOfState, type StateResource } from "../../simulator/engine/state-graph";
import { ServedProvider } from "../provider/served-provider";
import { engineCli, notOpen, recordedFacts } from "./engine-stack";

// examples/eks-python as its user runs it: the SDK that Pulumi generates from the schema, Pulumi's packages from PyPI, the real engine.

const root = join(__dirname, "..", "..");
const project = "lls-eks-python";
const kubeconfig = "the-kubeconfig-of-the-cluster";

/** Skipped without Python or an engine on a developer's machine, loudly; in CI that is a failure. */
function isPossible(): boolean {
  if (inject("pulumiCli") === null) return false;
  const { status } = spawnSync("python3", ["-c", "import ensurepip, venv"]);
  if (status === 0) return true;
  const message = "examples/eks-python is NOT TESTED: there is no python3 with the module venv";
  if (process.env.CI === "true") throw new Error(message);
  console.warn(`\n${message}\n`);
  return false;
}

const possible = isPossible();
const folder = possible ? mkdtempSync(join(tmpdir(), "lls-python-")) : "";
const example = join(folder, "examples", "eks-python");
const python = join(folder, "venv", process.platform === "win32" ? "Scripts" : "bin", "python");

/** Runs a command to its end, and answers what it printed. */
async function run(command: string, args: string[], cwd: string, env: NodeJS.ProcessEnv = {}): Promise<string> {
  const options = { cwd, env: { ...process.env, ...env }, maxBuffer: 2 ** 26 };
  const { stdout } = await promisify(execFile)(command, args, options).catch((error: Error & { stdout: string }) => {
    throw new Error(`${error.message}\n${error.stdout}`);
  });
  return stdout;
}

/** By the CLI where it has the language host of Python, as an installed one has; else by Pulumi's generator as a Go module. */
async function generateSdk(target: string): Promise<void> {
  const schema = join(root, "provider", "schema.json");
  const generated = join(folder, "sdk");
  const { command } = await engineCli();
  try {
    const home = { PULUMI_HOME: join(folder, "home") };
    await run(command, ["package", "gen-sdk", schema, "--language", "python", "--out", generated], folder, home);
    cpSync(join(generated, "python"), target, { recursive: true });
  } catch {
    const module = join(folder, "generator");
    cpSync(join(root, "cli", "pulumi-cli", "go"), module, { recursive: true });
    cpSync(join(__dirname, "python", "generate_sdk.go"), join(module, "main.go"));
    await run("go", ["run", "-mod=readonly", ".", schema, target], module);
  }
}

/** The versions of the TypeScript packages, so that a release on PyPI breaks nothing here. */
function constraints(): string {
  const { devDependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const versions = { pulumi: "@pulumi/pulumi", "pulumi-aws": "@pulumi/aws", "pulumi-kubernetes": "@pulumi/kubernetes" };
  return Object.entries(versions)
    .map(([name, npm]) => `${name}==${devDependencies[npm]}\n`)
    .join("");
}

describe.skipIf(!possible)("examples/eks-python", () => {
  let provider: ServedProvider;
  let clouds: ServedProviders;
  const journal = new Journal({ ...recordedFacts("dev") });

  beforeAll(async () => {
    cpSync(join(root, "examples", "eks-python"), example, { recursive: true });
    cpSync(join(root, "facts", "dev.json"), join(folder, "facts", "dev.json"));
    writeFileSync(join(folder, "constraints.txt"), constraints());
    const sdk = join(example, "sdks", "nvcf-lls");
    await generateSdk(sdk);
    await run("python3", ["-m", "venv", join(folder, "venv")], folder);
    const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"];
    const packages = ["--constraint", join(folder, "constraints.txt"), "--requirement", "requirements.txt", sdk];
    await run(python, [...pip, ...packages], example);
    provider = await ServedProvider.start();
    clouds = await serveProviders(journal);
  }, 600_000);

  afterAll(async () => {
    clouds?.close();
    await provider?.stop();
    rmSync(folder, { recursive: true, force: true });
  }, 300_000);

  it("installs LLS with an open media path, stays as it is, and leaves nothing behind", async () => {
    for (const name of ["backend", "engine"]) mkdirSync(join(folder, name));
    const { command } = await engineCli();
    const ids = {
      vpcId: "vpc-0a000000000000001",
      publicSubnetId: "subnet-0a000000000000001",
      nodeSecurityGroupId: "sg-0a000000000000001",
      computeAutoScalingGroup: "eks-compute-0a000001",
    };
    const plain = Object.entries(ids).map(([key, value]) => [`${project}:${key}`, { value, secret: false }]);
    const secret = [`${project}:kubeconfig`, { value: kubeconfig, secret: true }];
    const config = JSON.stringify(Object.fromEntries([...plain, secret]));
    const program = join(__dirname, "python", "run_program.py");
    const printed = await run(python, [program, example, join(folder, "engine"), project, config], folder, {
      PATH: [dirname(command), process.env.PATH].join(delimiter),
      PULUMI_BACKEND_URL: `file://${join(folder, "backend")}`,
      PULUMI_HOME: join(folder, "home"),
      PULUMI_CONFIG_PASSPHRASE: "simulated",
      PULUMI_SKIP_UPDATE_CHECK: "true",
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
      PULUMI_DEBUG_PROVIDERS: `${clouds.debugProviders},nvcf-lls:${provider.port}`,
    });
    const result = JSON.parse(printed.trim().split("\n").at(-1)!);
    const count = result.preview.create;
    expect(count).toBeGreaterThan(20);
    expect(result).toMatchObject({
      up: { create: count },
      again: { same: count },
      destroy: { delete: count },
      outputs: { endpoint: expect.stringMatching(/^[\w.-]+\.elb\.us-west-2\.amazonaws\.com:5004$/) },
    });
    const graph = graphOfState(project, "dev", result.state.resources as StateResource[]);
    expect(notOpen(graph)).toEqual([]);
    expect(JSON.stringify(graph).includes(kubeconfig)).toBe(false);
    expect(journal.cloud.resources.size).toBe(0);
  });
});
