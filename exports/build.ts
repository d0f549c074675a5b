import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { minify_sync } from "terser";

// `npm run build`: writes dist, the compiled part of the package. It is small because it has only what somebody can use:
// comments stand in the declarations, declarations are those that an export leads to, maps those whose sources are shipped, and
// only code with a map, which a team steps through, is laid out.

const root = join(__dirname, "..");
const dist = join(root, "dist");

interface Manifest {
  exports: Record<string, string | { types: string }>;
  files: string[];
}

function compile(...options: string[]): void {
  const tsc = join(root, "node_modules", "typescript", "bin", "tsc");
  execFileSync(process.execPath, [tsc, "-p", join(root, "tsconfig.build.json"), ...options], { stdio: "inherit" });
}

function filesOf(folder: string, ending: string): string[] {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" });
  return names.filter((name) => name.endsWith(ending)).map((name) => join(folder, name));
}

/** The declarations that the exports lead to. */
function reachableDeclarations({ exports }: Manifest): Set<string> {
  const entries = Object.values(exports).flatMap((target) => (typeof target === "string" ? [] : [target.types]));
  const reached = new Set(entries.map((entry) => join(root, entry)));
  // A set is walked in the order of insertion, and sees what is added meanwhile.
  for (const file of reached) {
    for (const [, name] of readFileSync(file, "utf8").matchAll(/\b(?:from|import\()\s*"(\.[^"]+)"/g)) {
      const path = resolve(dirname(file), name!);
      const found = [`${path}.d.ts`, join(path, "index.d.ts")].find(existsSync);
      if (!found) throw new Error(`${relative(root, file)} imports ${name}, which has no declaration`);
      reached.add(found);
    }
  }
  return reached;
}

/** Whether the package has every source that a map names. */
function leadsToShipped(map: string, { files }: Manifest): boolean {
  const { sources } = JSON.parse(readFileSync(map, "utf8")) as { sources: string[] };
  const shipped = files.filter((file) => file !== "dist");
  return sources.every((source) => {
    const path = relative(root, resolve(dirname(map), source));
    return shipped.some((file) => path === file || path.startsWith(`${file}/`));
  });
}

function removeMap(map: string): void {
  const file = map.replace(/\.map$/, "");
  writeFileSync(file, readFileSync(file, "utf8").replace(/\n\/\/# sourceMappingURL=.*\s*$/, "\n"));
  rmSync(map);
}

/** Takes out white space, but for a line per statement, and shortens names, but for those of functions and classes: a stack trace says where. */
function compact(file: string): void {
  const format = { semicolons: false, ecma: 2020 as const };
  // By that name Node.js finds, without running the file, what an ES module may import of it (cjs-module-lexer).
  const reserved = ["__exportStar"];
  const mangle = { toplevel: true, keep_fnames: true, keep_classnames: true, reserved };
  const { code } = minify_sync(readFileSync(file, "utf8"), { compress: false, mangle, format });
  writeFileSync(file, `${code}\n`);
}

function build(): void {
  rmSync(dist, { recursive: true, force: true });
  compile("--declaration", "false", "--declarationMap", "false", "--removeComments");
  compile("--emitDeclarationOnly", "--noCheck");

  const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as Manifest;
  const reachable = reachableDeclarations(manifest);
  for (const file of filesOf(dist, ".d.ts").filter((each) => !reachable.has(each))) {
    rmSync(file);
    rmSync(`${file}.map`);
  }
  for (const map of filesOf(dist, ".map").filter((each) => !leadsToShipped(each, manifest))) removeMap(map);
  for (const file of filesOf(dist, ".js").filter((each) => !existsSync(`${each}.map`))) compact(file);
}

build();
