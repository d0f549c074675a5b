import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { versionFolder } from "../../cli/pulumi-cli/cache-folder";
import { builtVersion } from "../../cli/pulumi-cli/releases";
import { factsCommand } from "../../cli/facts";
import type { FactsReader } from "../../cli/facts-engine";
import { parseEksFacts } from "../../discovery/eks/facts-file";
import { factsOf } from "../discovery/eks/dev-facts";
import type { Config } from "../stacks/stack-file";
import { captured, lls, llsProcess, planned, type Ended } from "./run-lls";
import { temporaryFolder, temporaryProject } from "./temporary-project";

const recorded = factsOf("dev.json");
const found: FactsReader = () => Promise.resolve(recorded);

/** Runs the command in a project, with facts that are found. */
function record(directory: string, out?: string, read: FactsReader = found): Promise<Ended> {
  return captured(directory, () => factsCommand({ stack: "dev", out }, read));
}

describe("facts that are found", () => {
  it("are a file that plan takes by itself, dated today, named after the stack", async () => {
    const project = temporaryProject();
    const started = Date.now();
    expect(await record(project)).toEqual({
      code: 0,
      out: `${join("facts", "dev.json")}: facts of cluster nvcf-dev, account 123456789012, us-west-2\n`,
      err: "",
    });

    const { recordedAt, ...written } = parseEksFacts(
      readFileSync(join(project, "facts", "dev.json"), "utf8"),
      "dev.json",
    );
    expect({ ...written, recordedAt }).toEqual({ ...recorded, recordedAt });
    expect(Date.parse(recordedAt)).toBeGreaterThanOrEqual(started);
    expect(Date.parse(recordedAt)).toBeLessThanOrEqual(Date.now());
    expect(await planned(project, "--require-facts")).toMatchObject({ code: 0, facts: { recordedAt } });
  });

  it("go into another file with --out, with its folders", async () => {
    const project = temporaryProject();
    await record(project, join("a", "b.json"));
    expect(readdirSync(join(project, "a"))).toEqual(["b.json"]);
    expect(readdirSync(project)).not.toContain("facts");
  });

  it("are those of the cluster, the choices and the profile of the stack file", async () => {
    const config: Config = {
      "aws:profile": "streaming",
      "aws:assumeRoles": [{ roleArn: "arn:aws:iam::123456789012:role/lls" }],
      eks: { subnetId: "subnet-0a000000000000001" },
    };
    const read = vi.fn(found);
    await record(temporaryProject(config), undefined, read);
    expect(read).toHaveBeenCalledExactlyOnceWith(
      expect.objectContaining({
        aws: { profile: "streaming", assumeRoles: [{ roleArn: "arn:aws:iam::123456789012:role/lls" }] },
        cluster: "nvcf-dev",
        region: "us-west-2",
        eks: expect.objectContaining({ subnetId: "subnet-0a000000000000001" }),
      }),
      "nvcf-lls",
      "dev",
    );
  });

  it("that cannot be written are one error with the file", async () => {
    const project = temporaryProject();
    await expect(record(project, "Pulumi.yaml/facts.json")).rejects.toThrow(
      '--out: cannot be written (EEXIST) (got "Pulumi.yaml/facts.json")',
    );
  });
});

describe("bad input", () => {
  it.each<[string, Config, string]>([
    ["a stack file with a mistake", { port: 0 }, "port: must be a whole number"],
    [
      "an encrypted profile, for which another account would be read",
      { "aws:profile": { secure: "AAAA" } },
      "aws:profile",
    ],
  ])("%s: nothing is read", async (_case, config, message) => {
    const ended = await lls(temporaryProject(config), "facts");
    expect(ended).toMatchObject({ code: 2, out: "" });
    expect(ended.err).toContain(message);
  });
});

describe.concurrent("as a process, with what is on PATH", () => {
  it("no Pulumi CLI: it says to install one", async () => {
    const ended = await factsProcess();
    expect(ended).toMatchObject({ code: 2, out: "", left: [] });
    expect(ended.err).toMatch(
      /^lls facts: 2 problems\n {2}pulumi: there is no Pulumi CLI, and .*install it \(https:\/\/.*\n {2}PATH: not found\n$/,
    );
  });

  it.each([
    ["v3.0.0", /\n {2}PATH: .*Minimum version.*v?3\.0\.0.*\n$/],
    ["v3.216.0", /\n {2}PATH: 3\.216\.0 is older than 3\.217\.0\n$/],
  ])("a CLI of %s, which is too old: it says so", async (version, said) => {
    const ended = await factsProcess(`echo ${version}`);
    expect(ended).toMatchObject({ code: 2, out: "", left: [] });
    expect(ended.err).toMatch(said);
  });

  it.each([
    ["none", undefined],
    ["one that is too old", "echo v3.216.0"],
  ])("%s, but one that lls simulate has fetched: it is taken", async (_, pulumi) => {
    const cache = temporaryFolder();
    const bin = join(versionFolder(builtVersion, { LLS_CACHE: cache }), "bin");
    mkdirSync(bin, { recursive: true });
    writeExecutable(
      join(bin, "pulumi"),
      `if [ "$1" = version ]; then echo v${builtVersion}; else echo "error: fetched" >&2; exit 255; fi`,
    );
    const ended = await factsProcess(pulumi, { LLS_CACHE: cache });
    expect(ended.err).toBe("lls facts: 1 problem\n  pulumi preview: fetched\n");
  });

  it("a CLI that fails: its own words, no stack trace, nothing left behind", async () => {
    const ended = await factsProcess(
      'if [ "$1" = version ]; then echo v3.999.0; else echo "error: no room on the device" >&2; exit 255; fi',
    );
    expect(ended).toMatchObject({ code: 2, out: "", left: [] });
    expect(ended.err).toBe("lls facts: 1 problem\n  pulumi preview: no room on the device\n");
  });

  it("a CLI that tells its environment: the user's options for other commands are not in it, where plugins are is", async () => {
    const ended = await factsProcess(
      'if [ "$1" = version ]; then echo v3.999.0; else echo "error: $PULUMI_HOME, $PULUMI_OPTION_TARGET." >&2; exit 255; fi',
      { PULUMI_HOME: "/plugins", PULUMI_OPTION_TARGET: "urn" },
    );
    expect(ended.err).toBe("lls facts: 1 problem\n  pulumi preview: /plugins, .\n");
  });
});

/**
 * Runs `lls facts` with nothing on PATH but, if given, a `pulumi` that runs a shell script, and unless set otherwise with an empty cache.
 * `left` is what it left in the folder for temporary files.
 */
async function factsProcess(
  pulumi?: string,
  settings: Record<string, string> = {},
): Promise<Ended & { left: string[] }> {
  const project = temporaryProject();
  const bin = join(temporaryFolder(), "bin");
  const temporary = join(temporaryFolder(), "tmp");
  mkdirSync(bin);
  mkdirSync(temporary);
  if (pulumi !== undefined) writeExecutable(join(bin, "pulumi"), pulumi);
  const env = { LLS_CACHE: join(temporary, "no-cache"), ...settings, PATH: bin, TMPDIR: temporary };
  const ended = await llsProcess(project, ["facts"], { env });
  return { ...ended, left: readdirSync(temporary) };
}

function writeExecutable(file: string, script: string): void {
  writeFileSync(file, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
}
