import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { pulumiCli } from "../cli/pulumi-cli";
import type { Ratio } from "./limits";
import { median } from "./measure";

const program = join(__dirname, "programs", "engine-up.cjs");

/** So much of the real clouds' time passes. */
const part = 1 / 100;

/**
 * The waits that the clouds force on a first `up`, in seconds, first to last. Written by hand, from the clouds' own rules and not from our program:
 * a load balancer takes its security groups at creation only, a listener belongs to a load balancer, and the proxy is told the load balancer's name; on
 * AKS it is told the address, and the rules stand before what they are for.
 */
const forcedWaits: Record<string, Record<string, number>> = {
  dev: {
    "security group": 3,
    "Network Load Balancer, until it is active": 150,
    listener: 2,
    "release, until its pod is ready": 120,
  },
  "aks-dev": { "security rules, side by side": 10, "release, until its pod is ready": 120 },
  "aks-pools": { "security rules and public IP, side by side": 10, "release, until its pod is ready": 120 },
};

/** From the first change to the end of the last, under the real engine, against the longest chain of waits: nothing waits that need not. */
export async function benchEngineUp(rounds: number): Promise<Ratio[]> {
  const { command } = await pulumiCli("npm run bench", console.log);
  return Object.entries(forcedWaits).map(([stack, waits]): Ratio => {
    const base = Object.values(waits).reduce((sum, seconds) => sum + seconds, 0) * part;
    const value = median(Array.from({ length: rounds }, () => secondsOf(stack, command)));
    return { name: `up of ${stack} / the waits that the clouds force`, value, base, unit: "s", limit: 1.2 };
  });
}

function secondsOf(stack: string, cli: string): number {
  const output = execFileSync("node", [program, stack, cli, String(part)], { encoding: "utf8" });
  return (JSON.parse(output) as { seconds: number }).seconds;
}
