import { Argument, Command, CommanderError, Option } from "commander";
import { BadInput } from "../components/bad-input";
import { CloudError } from "../simulator/cloud-error";
import type { AdoptOptions } from "./adopt";
import { exitCodes } from "./exit-codes";
import type { FactsOptions } from "./facts";
import { formatNames } from "./format";
import type { PlanOptions } from "./plan";
import type { RecoverOptions } from "./recover";
import { recoveryFormats } from "./recover/format";
import type { SimulateOptions } from "./simulate";
import { packageVersion } from "./package-version";
import { simulateCommands, type SimulateCommand } from "./simulate-commands";

// A command is loaded when it runs: a plan needs no engine, and help needs nothing.

/** Runs the command line and answers the exit code. Prints to stdout what was asked for, to stderr what went wrong. */
export async function main(args: string[]): Promise<number> {
  let code: number = exitCodes.fine;
  const lls = new Command("lls")
    .description("Plan an installation of NVIDIA Low Latency Streaming, and prove that its media path is open.")
    .version(packageVersion(), "-V, --version", "print the version")
    .exitOverride()
    .configureOutput({ outputError: (text, write) => write(text) });

  lls
    .command("plan")
    .description("show what would be created and a verdict for every hop; needs no account, no Pulumi CLI, no network")
    .addOption(stackOption())
    .addOption(new Option("--format <format>", "how to print").choices(formatNames).default("text"))
    .addOption(
      new Option(
        "--facts <file>",
        "facts that `lls facts` recorded (default: facts/<stack>.json, if it exists)",
      ).conflicts("assume"),
    )
    .option("--assume", "ignore the recorded facts and assume a plain cluster")
    .option("--require-facts", "fail if the cluster is assumed or anything is unknown")
    .option(
      "--policy-config <file>",
      "levels and configuration of the policies, as `pulumi --policy-pack-config` takes them",
    )
    .action(async (options: PlanOptions) => {
      const { planCommand } = await import("./plan.js");
      code = await planCommand(options);
    });

  lls
    .command("simulate")
    .description(
      "run the stack under the real Pulumi engine and a simulated cloud; fetches the Pulumi CLI if there is none",
    )
    .addArgument(
      new Argument(
        "[command]",
        "without one: up, verdicts, destroy; with one, state and cloud are kept for the next",
      ).choices(simulateCommands),
    )
    .addOption(stackOption())
    .addOption(
      new Option("--facts <file>", "facts of the cluster (default: facts/<stack>.json, if it exists)").conflicts(
        "assume",
      ),
    )
    .option("--assume", "ignore the recorded facts and assume a plain cluster")
    .option("--reset", "forget the simulated cloud and its state first")
    .action(async (command: SimulateCommand | undefined, options: SimulateOptions) => {
      const { simulateCommand } = await import("./simulate.js");
      code = await simulateCommand(command, options);
    });

  lls
    .command("facts")
    .description("read the cluster and its network (read-only calls) and record it in a facts file")
    .addOption(stackOption())
    .option("--out <file>", "where to write (default: facts/<stack>.json)")
    .action(async (options: FactsOptions) => {
      const { factsCommand } = await import("./facts.js");
      code = await factsCommand(options);
    });

  lls
    .command("recover")
    .description(
      "after a killed update: compare state and cloud (read-only calls) and print the lines that repair the stack",
    )
    .addOption(stackOption())
    .addOption(new Option("--format <format>", "how to print").choices(recoveryFormats).default("text"))
    .action(async (options: RecoverOptions) => {
      const { recoverCommand } = await import("./recover/index.js");
      code = await recoverCommand(options);
    });

  lls
    .command("adopt")
    .description(
      "look for an installation made by hand after NVIDIA's guide (read-only calls), write the file with which pulumi import takes it over, and print the steps",
    )
    .addOption(stackOption())
    .option(
      "--load-balancer <name>",
      "name or ARN of the load balancer on EKS (default: the guide's name, or its tags)",
    )
    .option("--no-proxy", "there is no Helm release and no namespace: take over the network only")
    .option("--out <file>", "where to write (default: adopt-<stack>.json)")
    .action(async (options: AdoptOptions) => {
      const { adoptCommand } = await import("./adopt.js");
      code = await adoptCommand(options);
    });

  try {
    await lls.parseAsync(args, { from: "user" });
  } catch (error) {
    return failure(error);
  }
  return code;
}

function stackOption(): Option {
  return new Option("--stack <name>", "stack whose Pulumi.<name>.yaml is read").default("dev");
}

function failure(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.fine : exitCodes.badInput;
  if (error instanceof BadInput) {
    process.stderr.write(`${error.message}\n`);
    return exitCodes.badInput;
  }
  if (error instanceof CloudError) {
    process.stderr.write(`The cloud would refuse this plan: 1 problem\n  ${error.message}\n`);
    return exitCodes.badInput;
  }
  process.stderr.write(
    `lls failed, which is a defect of lls: ${error instanceof Error ? error.stack : String(error)}\n`,
  );
  return exitCodes.internal;
}
