import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { describe, expect, it } from "vitest";

const root = join(__dirname, "..");

/** What the files of a folder may import besides those of the same folder: folders, or single files. */
const allowed: Record<string, string[]> = {
  reachability: [],
  graph: ["reachability", "components/lls.ts"],
  components: ["reachability/aws/network.ts", "reachability/azure/network.ts", "reachability/internet-ranges.ts"],
  discovery: ["components", "reachability"],
  recovery: ["discovery", "graph", "components", "reachability"],
  adoption: ["recovery", "discovery", "graph", "components", "reachability"],
  simulator: ["graph", "reachability", "components"],
  stacks: ["discovery", "simulator", "graph", "components", "reachability"],
  "index.ts": ["stacks", "bin"],
  policy: ["stacks/schema-problems.ts", "discovery", "graph", "components", "reachability"],
  provider: ["discovery", "components", "reachability"],
  testing: ["policy", "simulator", "discovery", "graph", "components", "reachability"],
  exports: ["testing", "policy", "simulator", "discovery", "graph", "components", "reachability"],
  cli: ["policy", "stacks", "adoption", "recovery", "discovery", "simulator", "graph", "components", "reachability"],
};

/** The sources of a folder, or the one of that name, from the root. */
function sourcesOf(part: string): string[] {
  if (part.endsWith(".ts")) return [part];
  return readdirSync(join(root, part), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => join(part, file))
    .sort();
}

const sources = Object.keys(allowed).flatMap(sourcesOf);
const text = (source: string): string => readFileSync(join(root, source), "utf8");
const lineCount = (source: string): number => text(source).trimEnd().split("\n").length;

/** The files of the project that a file imports, types too. */
const importsOf = (source: string): string[] => filesNamedIn(source, text(source));

/** Those of them that it loads. */
const loadsOf = (source: string): string[] =>
  filesNamedIn(source, text(source).replace(/^(?:import|export) type [^;]*;/gm, ""));

/** Follows `from "…"`, `import "…"`, `import("…")` and `require("…")`. */
function filesNamedIn(source: string, code: string): string[] {
  const specifiers = [...code.matchAll(/\b(?:from|import|require)\s*\(?\s*["'](\.{1,2}(?:\/[^"']*)?)["']/g)];
  return specifiers.map(([, specifier]) => {
    const base = resolve(root, dirname(source), specifier!);
    const asSource = base.replace(/\.js$/, ".ts"); // as a dynamic import has it
    const file = [`${base}.ts`, `${base}.js`, join(base, "index.ts"), asSource].find(
      (path) => /\.\w+$/.test(path) && existsSync(path),
    );
    if (!file) throw new Error(`${source} imports ${specifier}, which does not exist`);
    return relative(root, file);
  });
}

const partOf = (source: string): string => source.split("/")[0]!;

describe("imports", () => {
  it("are found: the walk sees what is known to be there", () => {
    expect(sources.length).toBeGreaterThan(100);
    expect(importsOf("stacks/install-eks.ts")).toContain("components/eks/eks-lls.ts");
    expect(importsOf("components/eks/args.ts")).toContain("reachability/aws/network.ts");
    expect(loadsOf("stacks/install-eks.ts")).toContain("components/eks/eks-lls.ts");
    expect(loadsOf("components/eks/args.ts")).toEqual([]);
  });

  it.each(Object.entries(allowed))("of %s point downwards", (part, targets) => {
    const forbidden = sourcesOf(part).flatMap((source) =>
      importsOf(source)
        .filter((target) => ![part, ...targets].some((open) => open === target || open === partOf(target)))
        .map((target) => `${source} -> ${target}`),
    );
    expect(forbidden).toEqual([]);
  });

  it("that are loaded have no cycle", () => {
    const done = new Set<string>();
    const visit = (source: string, path: string[]): string[] => {
      if (path.includes(source)) return [[...path.slice(path.indexOf(source)), source].join(" -> ")];
      if (done.has(source) || !source.endsWith(".ts")) return [];
      const cycles = loadsOf(source).flatMap((target) => visit(target, [...path, source]));
      done.add(source);
      return cycles;
    };
    expect(sources.flatMap((source) => visit(source, []))).toEqual([]);
  });
});

describe("size", () => {
  it.each(["index.ts", "stacks/program.ts"])("%s has fewer than 60 lines", (source) => {
    expect(lineCount(source)).toBeLessThan(60);
  });

  it("no source has more than 300 lines", () => {
    expect(sources.filter((source) => lineCount(source) > 300)).toEqual([]);
  });
});

describe("at run time", () => {
  it("components, reachability, graph and policies load nothing above them, and policies no component", () => {
    const entries = {
      reachability: sourcesOf("reachability"),
      graph: sourcesOf("graph"),
      components: ["components/index.ts"],
      policy: ["policy/pack.ts"],
    };
    const { reachability, graph, components, policy } = loaded(entries);
    expect(reachability).toEqual(entries.reachability);
    expect(graph!.filter((file) => partOf(file) === "graph")).toEqual(entries.graph);
    expect(graph!.filter((file) => !["graph", "reachability"].includes(partOf(file)))).toEqual(["components/lls.ts"]);
    expect(components).toContain("components/eks/eks-lls.ts");
    expect(components!.filter((file) => partOf(file) !== "components")).toEqual(["reachability/internet-ranges.ts"]);
    const below = ["policy", "graph", "reachability", "components"];
    expect(policy!.filter((file) => !below.includes(partOf(file)))).toEqual(["stacks/schema-problems.ts"]);
    expect(policy).not.toContain("components/eks/eks-lls.ts");
  });
});

/** The project's files that are loaded, by part, when a process requires the entries of the part. */
function loaded(entries: Record<string, string[]>): Record<string, string[]> {
  const program = `
    const own = () => Object.keys(require.cache).filter((file) => file.startsWith(process.cwd()) && !file.includes("node_modules"));
    const result = {};
    for (const [part, files] of Object.entries(${JSON.stringify(entries)})) {
      for (const file of own()) delete require.cache[file];
      for (const file of files) require("./" + file);
      result[part] = own().map((file) => file.slice(process.cwd().length + 1)).sort();
    }
    console.log(JSON.stringify(result));`;
  const output = execFileSync(process.execPath, ["--require", "tsx/cjs", "--eval", program], {
    cwd: root,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  return JSON.parse(output) as Record<string, string[]>;
}
