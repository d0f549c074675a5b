import { mkdirSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";

const host = require.resolve("@pulumi/pulumi/cmd/run-policy-pack");

/**
 * Makes a program that the engine takes for the policy part of the Node.js language host, which is in no package that can be had here, and answers the
 * environment that lets the engine find it. It starts packs as the real one does.
 * @param folder to be used for nothing else
 */
export function withAnalyzer(folder: string): Record<string, string> {
  mkdirSync(folder, { recursive: true });
  const script = `#!/bin/sh\nexec "${process.execPath}" "${host}" "$@"\n`;
  writeFileSync(join(folder, "pulumi-analyzer-policy-nodejs"), script, { mode: 0o755 });
  return { PATH: [folder, dirname(process.execPath), process.env.PATH ?? ""].join(delimiter) };
}
