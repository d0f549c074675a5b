import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import type { TestProject } from "vitest/node";

// Builds and packs this project once, and installs the tarball as its users do.

declare module "vitest" {
  export interface ProvidedContext {
    packed: Packed;
  }
}

/** What the tests of the package find. */
export interface Packed {
  /** Every file of the tarball, sorted, with its size in bytes. */
  files: { path: string; size: number }[];
  /** The unpacked tarball, with nothing around it. */
  content: string;
  /** Folders with `node_modules`: the lowest versions of all peers, really installed, and the locked ones. */
  minimum: string;
  locked: string;
  /** Folders in whose `node_modules` are only some of the peers. */
  only: { eks: string; aks: string; policy: string; testing: string; none: string };
  /** Node.js, by what it is. */
  nodes: { system: string; "24": string };
  /** Jest, its command as a script. */
  jest: string;
}

const root = join(__dirname, "..", "..");
const run = promisify(execFile);

interface Manifest {
  peerDependencies: Record<string, string>;
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
}
const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as Manifest;

export default async function setup(project: TestProject): Promise<() => void> {
  const folder = mkdtempSync(join(tmpdir(), "lls-package-"));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  try {
    const [{ tarball, files }, node24, jest] = await Promise.all([
      pack(folder),
      install(folder, "node24", "node@24"),
      install(folder, "jest", "jest@30.5.2"), // for one test of hundreds, too large to be among the tools of this repository
    ]);
    const content = join(folder, "content", "package");
    mkdirSync(dirname(content));
    await run("tar", ["-xzf", tarball, "-C", dirname(content)]);
    const linked = (name: string, peers: string[]) => linkedProject(join(folder, name), content, peers);
    project.provide("packed", {
      files,
      content,
      minimum: await installLowest(join(folder, "minimum"), tarball),
      locked: linked("locked", Object.keys(manifest.peerDependencies)),
      only: {
        eks: linked("only-eks", ["@pulumi/pulumi", "@pulumi/aws", "@pulumi/kubernetes"]),
        aks: linked("only-aks", ["@pulumi/pulumi", "@pulumi/azure-native", "@pulumi/kubernetes"]),
        policy: linked("only-policy", ["@pulumi/pulumi", "@pulumi/policy"]),
        testing: linked("only-testing", ["@pulumi/pulumi"]),
        none: linked("none", []),
      },
      nodes: { system: process.execPath, "24": join(node24, ".bin", "node") },
      jest: join(jest, "jest", "bin", "jest.js"),
    });
    return remove;
  } catch (error) {
    remove();
    throw error;
  }
}

/** Builds a copy, so that no test sees a `dist` in this folder come and go. */
async function pack(folder: string): Promise<{ tarball: string; files: Packed["files"] }> {
  const copy = join(folder, "copy");
  const left = ["node_modules", "dist", ".git", "test", "bench"].map((name) => join(root, name));
  cpSync(root, copy, { recursive: true, filter: (source) => !left.includes(source) });
  symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));
  // Without a build before it: packing has to make `dist` by itself.
  const { stdout } = await run("npm", ["pack", "--silent", "--json", "--pack-destination", folder], { cwd: copy });
  const [{ filename, files }] = JSON.parse(stdout) as [{ filename: string; files: Packed["files"] }];
  rmSync(copy, { recursive: true });
  const sorted = files.map(({ path, size }) => ({ path, size })).sort((a, b) => (a.path < b.path ? -1 : 1));
  return { tarball: join(folder, filename), files: sorted };
}

/** The lowest versions that the ranges allow, as `npm install` resolves everything else to them. */
async function installLowest(folder: string, tarball: string): Promise<string> {
  mkdirSync(folder);
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "consumer", private: true }));
  const peers = Object.entries(manifest.peerDependencies).map(([name, range]) => `${name}@${range.replace("^", "")}`);
  const tools = ["typescript", "@types/node"].map((name) => `${name}@${manifest.devDependencies[name]}`);
  // The SDKs' scripts fetch plugins of the CLI, which no test here has.
  const options = ["--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"];
  await run("npm", ["install", ...options, tarball, ...peers, ...tools], { cwd: folder });
  return folder;
}

/** A project with the package, its dependencies and some of its peers, in the versions of this repository. */
function linkedProject(folder: string, content: string, peers: string[]): string {
  cpSync(content, join(folder, "node_modules", "nvcf-lls"), { recursive: true });
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "consumer", private: true }));
  for (const name of [...Object.keys(manifest.dependencies), ...peers, "typescript", "@types/node", "vitest"]) {
    const link = join(folder, "node_modules", name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(join(root, "node_modules", name), link);
  }
  return folder;
}

/** Installs a tool in a folder of its own; answers its `node_modules`. */
async function install(folder: string, name: string, tool: string): Promise<string> {
  const prefix = join(folder, name);
  mkdirSync(prefix);
  await run("npm", ["install", "--no-audit", "--no-fund", "--prefer-offline", "--prefix", prefix, tool]);
  return join(prefix, "node_modules");
}
