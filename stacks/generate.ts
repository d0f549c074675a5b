/** Writes the files that follow from the schemas of stack configuration and contract; with `--check` only tells which are stale. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { generatedFiles } from "./generated-files";

async function main(root: string, check: boolean): Promise<void> {
  for (const [path, content] of Object.entries(await generatedFiles(root))) {
    const file = join(root, path);
    if (existsSync(file) && readFileSync(file, "utf8") === content) continue;
    if (check) {
      console.error(`${path} is stale: run \`npm run generate\` and commit it`);
      process.exitCode = 1;
    } else writeFileSync(file, content);
  }
}

void main(join(__dirname, ".."), process.argv.includes("--check"));
