import { execFileSync, spawnSync } from "node:child_process";
import { join } from "node:path";
import { benchInstallations } from "./installations";
import { report } from "./limits";
import { benchPlan } from "./plan";
import { benchPolicyLoad } from "./policy-load";
import { benchPolicyRules } from "./policy-rules";
import { benchTypes } from "./types";

// Every benchmark, as ratios measured in one run. `--short` repeats less.
const short = process.argv.includes("--short");
const rounds = short ? 3 : 7;
// Few rounds on a busy machine scatter by a tenth and more; what is over its limit is printed as such all the same.
const slack = short ? 1.2 : 1;

console.log("compiling");
execFileSync("npm", ["run", "--silent", "build"], { stdio: "inherit" });

let fine = report(benchPlan(rounds), slack);
fine = report(benchInstallations(rounds), slack) && fine;
fine = report(benchTypes(short ? 3 : 5), slack) && fine;
fine = report(benchPolicyLoad(rounds), slack) && fine;
for (const file of ["reachability.ts", "reachability-azure.ts"]) {
  const run = spawnSync("npx", ["tsx", join(__dirname, file), ...process.argv.slice(2)], { stdio: "inherit" });
  fine = run.status === 0 && fine;
}

void benchPolicyRules(rounds).then((ratios) => {
  fine = report(ratios, slack) && fine;
  if (!fine) process.exitCode = 1;
});
