import { existsSync, readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { dirname, join, resolve } from "node:path";
import { describe, expect, inject, it } from "vitest";

const { content, files } = inject("packed");
const paths = files.map(({ path }) => path);
const ending = (...endings: string[]) => paths.filter((path) => endings.some((end) => path.endsWith(end)));
const read = (path: string) => readFileSync(join(content, path), "utf8");

describe("the package", () => {
  it("has the reviewed files, and no other", async () => {
    await expect(`${paths.join("\n")}\n`).toMatchFileSnapshot("../golden/package/contents.txt");
  });

  it("has every file that its manifest names", () => {
    const manifest = JSON.parse(read("package.json")) as Record<string, any>;
    const targets = Object.values(manifest.exports as Record<string, any>).flatMap((target) =>
      typeof target === "string" ? [target] : [target.types, target.default],
    );
    const older = Object.values(manifest.typesVersions["*"] as Record<string, string[]>).flat();
    const named = [...targets, ...older, manifest.main, manifest.types, ...Object.values(manifest.bin as object)];
    expect(named.length).toBeGreaterThan(20);
    for (const target of named as string[]) expect(existsSync(join(content, target)), target).toBe(true);
    for (const file of manifest.files as string[]) expect(existsSync(join(content, file)), file).toBe(true);
  });

  it("has the declarations of every path where older resolvers look for them", () => {
    const { exports, typesVersions } = JSON.parse(read("package.json")) as Record<string, any>;
    for (const [path, target] of Object.entries(exports as Record<string, any>)) {
      if (path === "." || path === "./package.json") continue;
      expect(typesVersions["*"][path.slice(2)], path).toEqual([target.types]);
    }
    // A folder with a manifest of its own comes before that table.
    const policy = JSON.parse(read("policy/package.json")) as { types: string };
    expect(resolve(content, "policy", policy.types)).toBe(resolve(content, exports["./policy"].types));
  });

  it("has no tool and no test of this repository, and sources of the components only", () => {
    expect(paths.filter((path) => /(?:^|\/)(?:test|bench|examples|generate|build|policies-page)\b/.test(path))).toEqual(
      [],
    );
    const sources = ending(".ts").filter((path) => !path.endsWith(".d.ts"));
    expect(sources.filter((path) => !/^components\/|^reachability\/\w+\/network\.ts$/.test(path))).toEqual([]);
    expect(sources.length).toBeGreaterThan(40);
  });

  it("law: a map leads to sources that it has, and a file to a map that it has", () => {
    const maps = ending(".map");
    expect(maps).toEqual(
      expect.arrayContaining(["dist/components/eks/eks-lls.js.map", "dist/components/eks/eks-lls.d.ts.map"]),
    );
    for (const map of maps) {
      const { sources } = JSON.parse(read(map)) as { sources: string[] };
      for (const source of sources) expect(paths, map).toContain(join(dirname(map), source));
    }
    const naming = ending(".js", ".d.ts").flatMap((path) => {
      const [, map] = /\/\/# sourceMappingURL=(.*)\s*$/.exec(read(path)) ?? [];
      return map === undefined ? [] : [join(dirname(path), map)];
    });
    expect(naming.sort()).toEqual(maps.sort());
  });

  it("law: what a file imports of it is there, and a declaration that nothing leads to is not", () => {
    const missing: string[] = [];
    const reached = new Set([
      "dist/components/index.d.ts",
      ...paths.filter((path) => /^dist\/exports\/.*\.d\.ts$/.test(path)),
    ]);
    for (const path of ending(".js", ".cjs", ".d.ts")) {
      const kinds = path.endsWith(".d.ts") ? [".d.ts", "/index.d.ts"] : ["", ".js", "/index.js", ".json"];
      for (const [, name] of read(path).matchAll(/\b(?:from|require\(|import\()\s*"(\.[^"]+)"/g)) {
        const base = join(dirname(path), name!);
        const found = kinds.map((kind) => base + kind).find((file) => paths.includes(file));
        if (found === undefined) missing.push(`${path} imports ${name}`);
        else if (path.endsWith(".d.ts")) reached.add(found);
      }
    }
    expect(missing).toEqual([]);
    expect(ending(".d.ts").filter((path) => !reached.has(path))).toEqual([]);
  });

  it("law: what a file imports of others is declared, whatever npm would find without", () => {
    const { dependencies, peerDependencies } = JSON.parse(read("package.json")) as Record<string, object>;
    const declared = [...Object.keys(dependencies!), ...Object.keys(peerDependencies!), "nvcf-lls"];
    const found = ending(".js", ".cjs", ".d.ts").flatMap((path) => {
      const names = [...read(path).matchAll(/\b(?:from |require\(|import\()"((?:@[\w.-]+\/)?[\w.-]+)[^"]*"/g)];
      const used = names
        .map(([, name]) => name!)
        .filter((name) => !name.startsWith(".") && name !== "node" && !isBuiltin(name));
      return used.map((name) => ({ path, name }));
    });
    expect(found.map(({ name }) => name)).toEqual(expect.arrayContaining(Object.keys(dependencies!)));
    // A checkout runs its sources, bundled; the package has none to bundle.
    const undeclared = found.filter(
      ({ name, path }) => !declared.includes(name) && `${path} ${name}` !== "bin/load.js esbuild",
    );
    expect(undeclared).toEqual([]);
  });

  it("keeps the comments of what an importer sees, and only there", () => {
    expect(read("dist/components/eks/args.d.ts")).toContain(
      "Who may send to the load balancer, IPv4 CIDRs, at most 59. Default 0.0.0.0/0.",
    );
    expect(read("dist/components/eks/args.js")).not.toContain("Who may send");
  });
});
