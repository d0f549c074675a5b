import { execFileSync } from "node:child_process";
import { benchEnginePreview } from "./engine-preview";
import { benchEngineUp } from "./engine-up";
import { benchInstallations } from "./installations";
import { line, report, type Ratio } from "./limits";
import { benchImports, benchPackageSize } from "./package";
import { benchPlan } from "./plan";
import { benchPolicyLoad } from "./policy-load";
import { benchPolicyRules } from "./policy-rules";
import { benchReachabilityOnAws } from "./reachability-aws";
import { benchReachabilityOnAzure } from "./reachability-azure";
import { benchStartUp } from "./start-up";
import { benchTypes } from "./types";

// Every benchmark, as ratios measured in one run. `--short` repeats less.
const short = process.argv.includes("--short");
const rounds = short ? 3 : 7;
// Few rounds on a busy machine scatter by a tenth and more; what is over its limit is printed as such all the same.
const slack = short ? 1.2 : 1;

async function everyBenchmark(): Promise<void> {
  console.log("compiling");
  execFileSync("npm", ["run", "--silent", "build"], { stdio: "inherit" });

  const over: Ratio[] = [
    // A size does not scatter.
    ...report(benchPackageSize()),
    // Cheap enough to be repeated until it does not scatter either.
    ...report(benchImports(short ? 9 : 15)),
    ...report(benchPlan(rounds), slack),
    ...report(benchInstallations(rounds), slack),
    ...report(benchTypes(short ? 3 : 5), slack),
    ...report(benchPolicyLoad(rounds), slack),
    ...report(await benchStartUp(rounds), slack),
    ...report(
      [benchReachabilityOnAws(rounds), benchReachabilityOnAzure(rounds), await benchPolicyRules(rounds)],
      slack,
    ),
    ...report(await benchEnginePreview(rounds), slack),
    ...report(await benchEngineUp(rounds), slack),
  ];
  if (over.length === 0) return;
  console.error(
    [`\nOver the limit${short ? " by more than a short run may scatter" : ""}:`, ...over.map(line)].join("\n  "),
  );
  process.exitCode = 1;
}

void everyBenchmark();
