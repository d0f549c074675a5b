// npm run fixtures: keeps the states of the example stacks as this version leaves them, for the upgrade tests of later ones.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pulumiCli } from "../../cli/pulumi-cli";
import { listStacks, readStackFile } from "../../cli/stack-file";
import { leftBy, openReleased, releases, type ReleasedStack } from "./released-stack";

const root = join(__dirname, "..", "..");

async function main(): Promise<void> {
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };
  const pulumi = await pulumiCli("npm run fixtures", (message) => console.log(message));
  mkdirSync(join(releases, version), { recursive: true });
  for (const stack of listStacks(root)) {
    const { project, config } = readStackFile(root, stack);
    const facts = JSON.parse(readFileSync(join(root, "facts", `${stack}.json`), "utf8")) as ReleasedStack["facts"];
    const folder = mkdtempSync(join(tmpdir(), "lls-release-"));
    try {
      const engine = await openReleased({ project, stack, config, cloud: [] }, facts as any, folder, pulumi);
      try {
        const { failure } = await engine.up();
        if (failure) throw failure;
        const left: ReleasedStack = { project, stack, config, facts, ...(await leftBy(engine, folder)) };
        writeFileSync(join(releases, version, `${stack}.json`), `${JSON.stringify(left, null, 1)}\n`);
      } finally {
        engine.close();
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
    console.log(`${version} ${stack}`);
  }
}

void main();
