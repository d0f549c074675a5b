import * as pulumi from "@pulumi/pulumi";
import { BadInput } from "../bad-input";
import type { EksSettings } from "./settings";

/** Installations of each running program. The engine's connection stands for the program, so nothing outlives it. */
const programs = new WeakMap<object, Map<string, string>>();

/**
 * NodePorts, namespace and the name under which workers find the proxy exist once in a cluster, and none can be moved.
 * @throws BadInput for the second installation on one cluster in one program
 */
export function claimCluster(name: string, { cluster, region, vpcId }: EksSettings): void {
  const program = pulumi.runtime.getMonitor() as object | undefined;
  if (program === undefined) return;
  const claims = programs.get(program) ?? new Map<string, string>();
  programs.set(program, claims);
  // Accounts cannot be told apart here; a known VPC does it.
  const key = [region, cluster, typeof vpcId === "string" ? vpcId : ""].join("/");
  const owner = claims.get(key);
  if (owner !== undefined) {
    const reason = `has an installation already, EksLls '${owner}'; a cluster takes one, because node ports and namespace are fixed`;
    throw new BadInput(`EksLls '${name}'`, [{ path: "cluster", value: cluster, reason }]);
  }
  claims.set(key, name);
}
