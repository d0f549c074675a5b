// Brings an example stack up under the real Pulumi engine, in a simulated cloud that takes a part of the real clouds' time, and prints how many
// seconds passed between the first change that the engine asked for and the end of the last.
// Arguments: stack, path of the CLI, part of the real time.
const { mkdtempSync, rmSync } = require("node:fs");
const { tmpdir } = require("node:os");
const { dirname, join } = require("node:path");
const { PulumiCommand } = require("@pulumi/pulumi/automation");
const { plannedStack } = require("../../dist/cli/planned-stack");
const { program } = require("../../dist/stacks/program");
const { SimulatedStack } = require("../../dist/simulator/engine/simulated-stack");
const { simulatedType } = require("../../dist/simulator/cloud");

const [name, cli, part] = process.argv.slice(2);
const latencyScale = Number(part);

async function main() {
  const folder = mkdtempSync(join(tmpdir(), "lls-bench-"));
  const { file, cluster } = plannedStack(process.cwd(), { stack: name });
  let first;
  let last = 0;
  const stack = await SimulatedStack.open({
    folder,
    pulumiCommand: await PulumiCommand.get(cli === "pulumi" ? {} : { root: dirname(dirname(cli)) }),
    project: file.project,
    stack: name,
    config: file.config,
    secretKeys: file.secretKeys,
    seed: cluster.seed,
    behaviour: {
      latencyScale,
      fault: () => void (first ??= performance.now()),
      applied: ({ type }) => {
        const wait = simulatedType(type).latencySeconds * latencyScale * 1000;
        last = Math.max(last, performance.now() + wait);
      },
    },
    program: () => program(cluster.sources),
  });
  try {
    const { failure } = await stack.up();
    if (failure) throw failure;
    process.stdout.write(`${JSON.stringify({ seconds: (last - first) / 1000 })}\n`);
  } finally {
    stack.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
