import { execFileSync } from "node:child_process";
import { cpSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { root, temporaryFolder } from "../cli/temporary-project";

const read = (folder: string, file: string): string => readFileSync(join(folder, file), "utf8");

function versionOf(folder: string): string {
  return (JSON.parse(read(folder, "package.json")) as { version: string }).version;
}

/** Versions of the changelog, the newest first. */
function versionsIn(folder: string): string[] {
  return [...read(folder, "CHANGELOG.md").matchAll(/^## (.+)$/gm)].map(([, version]) => version!);
}

describe("the changelog", () => {
  it("begins with the version of the package, and goes down from there", () => {
    const versions = versionsIn(root);
    expect(versions[0]).toBe(versionOf(root));
    for (const version of versions) expect(version).toMatch(/^\d+\.\d+\.\d+(?:-[\w.]+)?$/);
    expect(new Set(versions).size).toBe(versions.length);
  });
});

describe("changesets", () => {
  const files = readdirSync(join(root, ".changeset")).filter((file) => file.endsWith(".md"));

  it.each(files)("%s says which step, and what a user notices", (file) => {
    const [, head = "", text = ""] = /^---\n([^]*?)\n---\n([^]*)$/.exec(read(join(root, ".changeset"), file)) ?? [];
    expect(Object.keys(parse(head) as object)).toEqual(["nvcf-lls"]);
    expect(["patch", "minor", "major"]).toContain((parse(head) as Record<string, string>)["nvcf-lls"]);
    expect(text.trim().length).toBeGreaterThan(20);
  });

  it("become a version and its entry", { timeout: 60_000 }, () => {
    const folder = temporaryFolder();
    cpSync(join(root, ".changeset"), join(folder, ".changeset"), { recursive: true });
    for (const file of ["package.json", "CHANGELOG.md"]) cpSync(join(root, file), join(folder, file));
    writeFileSync(join(folder, ".changeset", "one-more.md"), '---\n"nvcf-lls": patch\n---\n\nSomething is mended.\n');
    const git = (...args: string[]) =>
      execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@example.com", ...args], { cwd: folder });
    git("init", "--quiet", "--initial-branch=main");
    git("add", ".");
    git("commit", "--quiet", "--message", "before");
    execFileSync(process.execPath, [join(root, "node_modules", "@changesets", "cli", "bin.js"), "version"], {
      cwd: folder,
      stdio: "pipe",
    });
    expect(versionOf(folder)).not.toBe(versionOf(root));
    expect(versionsIn(folder)).toEqual([versionOf(folder), ...versionsIn(root)]);
    expect(read(folder, "CHANGELOG.md")).toContain("Something is mended.");
    expect(readdirSync(join(folder, ".changeset")).filter((file) => file.endsWith(".md"))).toEqual([]);
  });
});
