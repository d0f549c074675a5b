// Looks for known high and critical vulnerabilities. Ends with 0 if there are none, 1 if there are, and 3 if the audit
// service could not be reached, which is reported and never counted as passed.
import { spawnSync } from "node:child_process";

const { stdout } = spawnSync("npm", ["audit", "--json"], { encoding: "utf8", shell: process.platform === "win32" });
const found = counts(stdout);

if (!found) {
  console.log("audit: NOT CHECKED, the audit service could not be reached");
  process.exitCode = 3;
} else if (found.high + found.critical > 0) {
  console.log(`audit: FAILED, ${found.critical} critical and ${found.high} high vulnerabilities; see npm audit`);
  process.exitCode = 1;
} else {
  console.log("audit: no high or critical vulnerability");
}

function counts(text) {
  try {
    return JSON.parse(text).metadata?.vulnerabilities;
  } catch {
    return undefined;
  }
}
