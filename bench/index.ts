import { execFileSync, spawnSync } from "node:child_process";
import { join } from "node:path";
import { benchInstallations } from "./installations";
import { benchEnginePreview } from "./engine-preview";
import { benchEngineUp } from "./engine-up";
import { report } from "./limits";
import { benchImports, benchPackageSize } from "./package";
import { benchPlan } from "./plan";
import { benchPolicyLoad } from "./policy-load";
import { benchPolicyRules } from "./policy-rules";
import { benchStartUp } from "./start-up";
import { benchTypes } from "./types";

// Every benchmark, as ratios measured in one run. `--short` repeats less.
const short = process.argv.includes("--short");
const rounds = short ? 3 : 7;
// Few rounds on a busy machine scatter by a tenth and more; what is over its limit is printed as such all the same.
const slack = short ? 1.2 : 1;

console.log("compiling");
execFileSync("npm", ["run", "--silent", "build"], { stdio: "inherit" });

let fine = report(benchPackageSize());
fine = report(benchImports(rounds), slack) && fine;
fine = report(benchPlan(rounds), slack) && fine;
fine = report(benchInstallations(rounds), slack) && fine;
fine = report(benchTypes(short ? 3 : 5), slack) && fine;
fine = report(benchPolicyLoad(rounds), slack) && fine;
fine = report(benchStartUp(rounds), slack) && fine;
for (const file of ["reachability.ts", "reachability-azure.ts"]) {
  const run = spawnSync("npx", ["tsx", join(__dirname, file), ...process.argv.slice(2)], { stdio: "inherit" });
  fine = run.status === 0 && fine;
}

async function inThisProcess(): Promise<void> {
  fine = report(await benchPolicyRules(rounds), slack) && fine;
  fine = report(await benchEnginePreview(rounds), slack) && fine;
  fine = report(await benchEngineUp(rounds), slack) && fine;
  if (!fine) process.exitCode = 1;
}

void inThisProcess();
