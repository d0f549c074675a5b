import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import schema from "../../provider/schema.json";
import { ServedProvider } from "../provider/served-provider";

// The plugin as Pulumi gets it: a clone of the release's tag, `npm install` in its folder, and the language host's way to start it
// (pulumi: sdk/go/common/workspace/plugins.go, gitSource; sdk/nodejs/npm/npm.go; pulumi-language-nodejs, RunPlugin).

const root = join(__dirname, "..", "..");
const folder = mkdtempSync(join(tmpdir(), "lls-release-"));
const repository = join(folder, "made", "repository");
const tag = `v${schema.version}`;

function run(cwd: string, command: string, ...args: string[]): string {
  const identity = { GIT_AUTHOR_NAME: "release", GIT_AUTHOR_EMAIL: "release@example.com" };
  const committer = { GIT_COMMITTER_NAME: "release", GIT_COMMITTER_EMAIL: "release@example.com" };
  const env = { ...process.env, ...identity, ...committer, GIT_CONFIG_GLOBAL: "/dev/null", NODE_ENV: "production" };
  return execFileSync(command, args, { cwd, env, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}

/** As Pulumi clones: only the one revision. */
function cloned(name: string, ...revision: string[]): string {
  run(folder, "git", "clone", "--quiet", "--depth", "1", ...revision, `file://${repository}`, name);
  return join(folder, name);
}

beforeAll(() => {
  // This checkout with what is not committed yet, in a repository of its own; above it stand the tools that a release is made with.
  const files = run(root, "git", "ls-files", "-z", "--cached", "--others", "--exclude-standard").split("\0");
  // In the checkout of a release the compiled provider is there already.
  const sources = files.filter((file) => file !== "" && !file.startsWith("provider/dist/"));
  for (const file of sources.filter((each) => existsSync(join(root, each)))) {
    mkdirSync(dirname(join(repository, file)), { recursive: true });
    cpSync(join(root, file), join(repository, file));
  }
  symlinkSync(join(root, "node_modules"), join(folder, "made", "node_modules"));
  run(repository, "git", "init", "--quiet");
  run(repository, "git", "add", ".");
  run(repository, "git", "commit", "--quiet", "--message", "as it is");
  expect(run(repository, ".ci/tag-release").trim()).toBe(tag);
}, 300_000); // a thousand files are copied and committed

afterAll(() => rmSync(folder, { recursive: true, force: true }), 300_000);

describe("the tag of a release", () => {
  it("is the commit and the compiled provider, and leaves the checkout as it was", () => {
    expect(run(repository, "git", "diff", "--name-only", "HEAD", tag).trim()).toBe("provider/dist/index.js");
    expect(run(repository, "git", "status", "--porcelain")).toBe("");
  });

  it("has what its sources make, as the release checks", () => {
    run(repository, "git", "checkout", "--quiet", "--detach", tag);
    run(repository, "node", "provider/build.cjs");
    expect(run(repository, "git", "status", "--porcelain")).toBe("");
    run(repository, "git", "checkout", "--quiet", "-");
  });

  it("is not made of what is not committed", () => {
    writeFileSync(join(repository, "forgotten.txt"), "");
    expect(() => run(repository, ".ci/tag-release")).toThrow("not committed");
    rmSync(join(repository, "forgotten.txt"));
  });

  it("is a plugin that serves from a clone, with its own dependencies only, wherever Pulumi runs", async () => {
    const plugin = join(cloned("plugin", "--branch", tag), "provider");
    run(plugin, "npm", "install", "--loglevel=error", "--prefer-offline", "--no-audit", "--no-fund");
    expect(existsSync(join(plugin, "node_modules", "typescript"))).toBe(false);
    // Some are loaded late, as the reader of facts files is.
    const required = createRequire(join(plugin, "dist", "index.js"));
    const compiled = readFileSync(join(plugin, "dist", "index.js"), "utf8");
    const named = [...compiled.matchAll(/\brequire\("([^"]+)"\)/g)].map(([, name]) => name!);
    expect(named).toContain("zod");
    for (const name of named) expect(() => required.resolve(name), name).not.toThrow();
    const project = join(folder, "project");
    mkdirSync(project);
    const provider = await ServedProvider.start({ folder: plugin, modules: plugin, cwd: project });
    try {
      expect(await provider.schema()).toEqual(schema);
    } finally {
      await provider.stop();
    }
  });

  it("is needed: a clone of another commit says so", async () => {
    const start = ServedProvider.start({ folder: join(cloned("head"), "provider"), modules: root });
    await expect(start).rejects.toThrow("has no compiled provider. Name a release");
  });
});
