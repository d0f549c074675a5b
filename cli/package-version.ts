import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** Version of this package: of the nearest manifest above sources and compiled files alike. */
export function packageVersion(): string {
  let folder = __dirname;
  while (!existsSync(join(folder, "package.json"))) folder = dirname(folder);
  return (JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as { version: string }).version;
}
