import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { PulumiCommand } from "@pulumi/pulumi/automation";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { pulumiCli, standingCli, type CliSources } from "../../cli/pulumi-cli";
import { oldestPulumi } from "../../components/engine-version";
import { versionFolder } from "../../cli/pulumi-cli/cache-folder";
import { downloadCli, officialSource } from "../../cli/pulumi-cli/download";
import { buildCli } from "../../cli/pulumi-cli/go-build";
import { builtVersion, downloadedVersion } from "../../cli/pulumi-cli/releases";

let folder: string;
let server: Server | undefined;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "lls-cli-"))));
afterEach(() => {
  server?.close();
  server = undefined;
  rmSync(folder, { recursive: true, force: true });
});

const quiet = (): void => undefined;

/** A machine on which some places have a CLI, and some fetches work. */
function machine(has: string[], works: string[]) {
  const asked: string[] = [];
  const environment = { LLS_CACHE: folder };
  const rootOf = (version: string): string => versionFolder(version, environment);
  const standing = new Set(has.map((place) => (place === "PATH" ? place : rootOf(place))));
  const sources: CliSources = {
    environment,
    open: (root = "PATH") =>
      standing.has(root)
        ? Promise.resolve({ command: root } as PulumiCommand)
        : Promise.reject(new Error(root === "PATH" ? "spawn pulumi ENOENT" : "broken")),
    fetches: ["1.0.0", "2.0.0"].map((version) => ({
      name: `fetch of ${version}`,
      version,
      fetch: (root) => {
        asked.push(version);
        if (!works.includes(version)) return Promise.reject(new Error(`no ${version} today`));
        standing.add(root);
        return Promise.resolve();
      },
    })),
  };
  return { sources, asked, rootOf };
}

/** What a machine has, what can be fetched there, whose CLI is taken, and what was tried to fetch. */
const orders: [string[], string[], string, string[]][] = [
  [["PATH", "1.0.0", "2.0.0"], ["1.0.0"], "PATH", []],
  [["1.0.0", "2.0.0"], [], "1.0.0", []],
  [["2.0.0"], ["1.0.0"], "2.0.0", []],
  [[], ["1.0.0", "2.0.0"], "1.0.0", ["1.0.0"]],
  [[], ["2.0.0"], "2.0.0", ["1.0.0", "2.0.0"]],
];

describe("the Pulumi CLI", () => {
  it.each(orders)("on a machine with %j, where %j can be fetched, is that of %s", async (has, works, taken, tried) => {
    const { sources, asked, rootOf } = machine(has, works);
    const { command } = await pulumiCli("lls simulate", quiet, sources);
    expect(command).toBe(taken === "PATH" ? taken : rootOf(taken));
    expect(asked).toEqual(tried);
  });

  it.each([
    [["PATH", "1.0.0"], "PATH"],
    [["1.0.0", "2.0.0"], "1.0.0"],
    [["2.0.0"], "2.0.0"],
  ])("of a command that fetches none is, on a machine with %j, that of %s", async (has, taken) => {
    const { sources, rootOf } = machine(has, ["1.0.0", "2.0.0"]);
    const { command } = await standingCli("lls facts", "it is needed", sources);
    expect(command).toBe(taken === "PATH" ? taken : rootOf(taken));
  });

  it("of a command that fetches none is missed by one error, which says what to do", async () => {
    const { sources, asked } = machine([], ["1.0.0", "2.0.0"]);
    await expect(standingCli("lls facts", "it is needed", sources)).rejects.toThrow(
      [
        "lls facts: 2 problems",
        "  pulumi: there is no Pulumi CLI, and it is needed: install it (https://www.pulumi.com/docs/install/) and put it on PATH, or have `lls simulate` fetch one",
        "  PATH: not found",
      ].join("\n"),
    );
    expect(asked).toEqual([]);
  });

  it.each([downloadedVersion, builtVersion])("that is fetched, %s, is one that may be used", (version) => {
    const [oldest, fetched] = [oldestPulumi, version].map((each) => Number(each.split(".")[1]));
    expect(fetched).toBeGreaterThanOrEqual(oldest!);
  });

  it("that cannot be had is one error: what to install, and why each place has none", async () => {
    const said: string[] = [];
    const error = await pulumiCli("lls simulate", (line) => void said.push(line), machine([], []).sources).catch(
      (reason: Error) => reason.message,
    );
    expect(error).toBe(
      [
        "lls simulate: 4 problems",
        "  pulumi: there is no Pulumi CLI: install it (https://www.pulumi.com/docs/install/), or Go 1.25 or newer to build it, and put it on PATH",
        "  PATH: not found",
        "  fetch of 1.0.0: no 1.0.0 today",
        "  fetch of 2.0.0: no 2.0.0 today",
      ].join("\n"),
    );
    expect(said).toEqual(["fetch of 1.0.0: no 1.0.0 today", "fetch of 2.0.0: no 2.0.0 today"]);
  });
});

/** Serves an archive as the release has it, with one program, and answers its sum. */
async function serving(status = 200): Promise<{ url: string; sum: string }> {
  const programs = join(folder, "archive", "pulumi");
  mkdirSync(programs, { recursive: true });
  writeFileSync(join(programs, "pulumi"), "a program");
  const archive = execFileSync("tar", ["-czf", "-", "-C", join(folder, "archive"), "pulumi"]);
  server = createServer((request, response) => {
    const known = request.url === `/pulumi-v${downloadedVersion}-linux-x64.tar.gz` ? status : 404;
    response.writeHead(known, { "content-length": archive.length }).end(archive);
  });
  await new Promise<void>((resolve) => server!.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, sum: createHash("sha256").update(archive).digest("hex") };
}

describe("a download", () => {
  const root = (): string => join(folder, "cache", "pulumi");
  const from = (url: string, sum: string) => ({ server: url, platform: "linux-x64", sums: { "linux-x64": sum } });

  it("of the pinned sum takes the place of what stood there, and tells how far it is", async () => {
    const { url, sum } = await serving();
    mkdirSync(join(root(), "bin"), { recursive: true });
    writeFileSync(join(root(), "bin", "broken"), "");
    const said: string[] = [];
    await downloadCli(root(), (line) => void said.push(line), from(url, sum));
    expect(readFileSync(join(root(), "bin", "pulumi"), "utf8")).toBe("a program");
    expect(readdirSync(join(root(), "bin"))).toEqual(["pulumi"]);
    expect(said).toEqual([
      `downloading the Pulumi CLI ${downloadedVersion} from ${url}/pulumi-v${downloadedVersion}-linux-x64.tar.gz`,
      "  100 % of 0 MB",
    ]);
  });

  it.each([
    ["another sum", 200, "0".repeat(64), /has the SHA-256 [0-9a-f]{64}, not 0{64}: it is not used/],
    ["an error", 503, undefined, /answered 503/],
  ])("with %s is not used, and leaves what stood there", async (_title, status, pinned, message) => {
    const { url, sum } = await serving(status);
    mkdirSync(root(), { recursive: true });
    await expect(downloadCli(root(), quiet, from(url, pinned ?? sum))).rejects.toThrow(message);
    expect(readdirSync(join(folder, "cache"), { recursive: true })).toEqual(["pulumi"]);
  });

  it("from a server that cannot be reached says why", async () => {
    const { url, sum } = await serving();
    await new Promise((resolve) => server!.close(resolve));
    await expect(downloadCli(root(), quiet, from(url, sum))).rejects.toThrow(/cannot be reached: .*ECONNREFUSED/);
  });

  it("for another machine than those of the pinned sums is none", async () => {
    const other = { ...officialSource, platform: "plan9-mips" };
    await expect(downloadCli(root(), quiet, other)).rejects.toThrow("there is no pinned archive for plan9-mips");
  });
});

describe("a build", () => {
  it("without Go, or by one that fails, says so and leaves nothing", async () => {
    const root = join(folder, "cache", "pulumi");
    const path = process.env.PATH;
    try {
      process.env.PATH = folder;
      await expect(buildCli(root, quiet)).rejects.toThrow("go is not on PATH");
      writeFileSync(join(folder, "go"), "#!/bin/sh\necho 'go: no network' >&2\nexit 1\n", { mode: 0o755 });
      await expect(buildCli(root, quiet)).rejects.toThrow(/^go build failed:\ngo: no network$/);
    } finally {
      process.env.PATH = path;
    }
    expect(existsSync(root)).toBe(false);
    expect(readdirSync(join(folder, "cache"))).toEqual([]);
  });
});
