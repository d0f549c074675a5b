import { execFile } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";

// A project in TypeScript that uses the installed package.

const runFile = promisify(execFile);
const programs = join(__dirname, "programs");

/** Kind of modules of a project. */
export type ModuleKind = "CommonJS" | "ES modules";

/** Compiler options of a project of today, and of one of yesterday, which does not know of `exports`. */
export const modern = { module: "nodenext", moduleResolution: "nodenext" };
export const node10 = { module: "commonjs", moduleResolution: "node10", ignoreDeprecations: "6.0" };

/** What a project has. */
export interface Contents {
  /** Compiler options besides the usual ones. Default: those of today. */
  options?: Record<string, string>;
  /** Further sources, by name. */
  more?: Record<string, string>;
  /** The programs beside this file that it has. Default: all. */
  files?: string[];
}

/**
 * Makes a project below a folder that has `node_modules`, with the programs beside this file.
 */
export function project(
  installed: string,
  kind: ModuleKind,
  { options = modern, more = {}, files = readdirSync(programs) }: Contents = {},
): string {
  const folder = join(installed, `project-${readdirSync(installed).length}`);
  mkdirSync(folder);
  for (const file of files) cpSync(join(programs, file), join(folder, file));
  for (const [file, text] of Object.entries(more)) writeFileSync(join(folder, file), text);
  const type = kind === "ES modules" ? { type: "module" } : {};
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "team", private: true, ...type }));
  const compilerOptions = {
    ...{ target: "es2022", strict: true, noUncheckedIndexedAccess: true, esModuleInterop: true, types: ["node"] },
    ...{ rootDir: ".", outDir: "out", skipLibCheck: false, ...options },
  };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["*.ts"] }));
  return folder;
}

/** The one fault of a peer's declarations: @pulumi/policy 1.21.0 names what its own strips as internal. */
const known =
  /@pulumi\/policy\/index\.d\.ts\(.*'"\.\/proxy"' has no exported member '(?:unknownCheckingProxy|UnknownValueError)'/;

/** Compiles a project with its own TypeScript. Answers what the compiler says; nothing where all is well. */
export async function compile(folder: string): Promise<string[]> {
  const tsc = join(folder, "..", "node_modules", "typescript", "bin", "tsc");
  const said = await runFile(process.execPath, [tsc, "-p", folder], { cwd: folder }).then(
    ({ stdout }) => stdout,
    (error: { stdout: string }) => error.stdout,
  );
  return said.split("\n").filter((line) => line !== "" && !known.test(line));
}

/** Runs a program and answers what it prints. */
export async function printed(node: string, folder: string, file: string): Promise<string> {
  const { stdout } = await runFile(node, [file], { cwd: folder });
  return stdout;
}

/** Runs a program and reads the JSON that it prints. */
export async function runProgram(node: string, folder: string, file: string): Promise<any> {
  return JSON.parse(await printed(node, folder, file));
}

/** Runs a line of JavaScript and answers what it prints. */
export async function evaluate(node: string, folder: string, code: string, module = false): Promise<string> {
  const { stdout } = await runFile(node, [...(module ? ["--input-type=module"] : []), "-e", code], { cwd: folder });
  return stdout;
}
