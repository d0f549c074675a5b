import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const root = join(__dirname, "..");
const { exports, files } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
  exports: Record<string, { types: string; default: string } | string>;
  files: string[];
};

/** What an importer must find, beside whatever else there is. */
const promised: Record<string, string[]> = {
  ".": ["AksLls", "EksLls", "StreamingProxy", "BadInput", "lls"],
  "./aks": ["AksLls", "discoverAks", "selectAks", "parseAksFacts"],
  "./eks": ["EksLls", "discoverEks", "selectEks", "parseEksFacts"],
  "./reachability": ["judgeEks", "judgeAks"],
  "./testing": ["runSimulated", "SimulatedCloud", "assumedEksCluster", "assumedAksCluster", "eksInstallations"],
};

describe("the package", () => {
  it.each(Object.entries(promised))("exports %s: %j", async (path, names) => {
    const { default: compiled, types } = exports[path] as { types: string; default: string };
    expect(types).toBe(compiled.replace(/\.js$/, ".d.ts"));
    const source = join(root, compiled.replace("./dist/", "").replace(/\.js$/, ".ts"));
    expect(existsSync(source)).toBe(true);
    expect(Object.keys((await import(source)) as object)).toEqual(expect.arrayContaining(names));
  });

  it("promises something of every path that it exports", () => {
    expect(Object.keys(exports).filter((path) => path !== "./package.json")).toEqual(Object.keys(promised));
  });

  it("ships files that exist, or that the build makes", () => {
    for (const file of files) expect(file === "dist" || existsSync(join(root, file))).toBe(true);
  });
});
