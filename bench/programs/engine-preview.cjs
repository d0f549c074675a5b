// Previews a stack under the real Pulumi engine and the simulated cloud, and leaves its wall time and what it cost.
// Arguments: `ours` or `bare`, number of installations, path of the CLI, JSON file with resources as `lls plan --format json` prints them, and folder of a
// policy pack or nothing.
const { mkdtempSync, rmSync } = require("node:fs");
const { tmpdir } = require("node:os");
const { dirname, join } = require("node:path");
const { PulumiCommand } = require("@pulumi/pulumi/automation");
const { SimulatedStack } = require("../../dist/simulator/engine/simulated-stack");
const { bareProgram } = require("./bare-program.cjs");
const { installations } = require("./many-installations.cjs");

const [kind, count, cli, resources, pack] = process.argv.slice(2);

async function main() {
  const folder = mkdtempSync(join(tmpdir(), "lls-bench-"));
  const { cluster, program } = installations(Number(count));
  const stack = await SimulatedStack.open({
    folder,
    pulumiCommand: await PulumiCommand.get(cli === "pulumi" ? {} : { root: dirname(dirname(cli)) }),
    project: "bench",
    stack: "bench",
    config: {},
    secretKeys: [],
    seed: cluster,
    environment: { PATH: process.env.PATH },
    program: kind === "ours" ? program : bareProgram(resources, Number(count)),
  });
  try {
    const start = process.hrtime.bigint();
    const { failure, steps, violations } = await stack.preview(pack ? { policyPacks: [pack] } : {});
    const seconds = Number(process.hrtime.bigint() - start) / 1e9;
    if (failure) throw failure;
    if (violations.length > 0) throw new Error(`violations: ${JSON.stringify(violations)}`);
    process.stdout.write(`${JSON.stringify({ seconds, resources: steps.length })}\n`);
  } finally {
    stack.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
