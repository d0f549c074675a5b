import * as pulumi from "@pulumi/pulumi";
import { BadInput } from "./bad-input";

/** Installations of each running program. The engine's connection stands for the program, so nothing outlives it. */
const programs = new WeakMap<object, Map<string, string>>();

/**
 * NodePorts, namespace and the name under which workers find the proxy exist once in a cluster, and none can be moved.
 * @param subject the component, for messages
 * @param cluster name of the cluster
 * @param place what else is known of where it is: two clusters may have one name
 * @throws BadInput for the second installation on one cluster in one program
 */
export function claimCluster(subject: string, cluster: string, place: string[]): void {
  const program = pulumi.runtime.getMonitor() as object | undefined;
  if (program === undefined) return;
  const claims = programs.get(program) ?? new Map<string, string>();
  programs.set(program, claims);
  const key = [cluster, ...place].join("/");
  const owner = claims.get(key);
  if (owner !== undefined) {
    const reason = `has an installation already, ${owner}; a cluster takes one, because node ports and namespace are fixed`;
    throw new BadInput(subject, [{ path: "cluster", value: cluster, reason }]);
  }
  claims.set(key, subject);
}
