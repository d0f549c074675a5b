import * as pulumi from "@pulumi/pulumi";
import { BadInput } from "./bad-input";

/** Installations of each running program. */
const programs = new WeakMap<object, Map<string, string>>();
/** What stands for a program, by the addresses of its engine. */
const addressed = new Map<string, object>();

/**
 * NodePorts, namespace and the name under which workers find the proxy exist once in a cluster, and none can be moved.
 * @param subject the component, for messages
 * @param cluster name of the cluster
 * @param place what else is known of where it is: two clusters may have one name
 * @throws BadInput for the second installation on one cluster in one program
 */
export function claimCluster(subject: string, cluster: string, place: string[]): void {
  const monitor = pulumi.runtime.getMonitor() as Connection | undefined;
  if (monitor === undefined) return;
  const program = programOf(monitor);
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

/** A connection to the engine; mocks have no address. */
interface Connection {
  getChannel?(): { getTarget(): string };
}

/**
 * The program that is at the other end of a connection. A component provider makes one per component, all to the same two addresses; one address
 * alone may be that of a later program in the same process.
 */
function programOf(monitor: Connection): object {
  if (monitor.getChannel === undefined) return monitor;
  const engine = pulumi.runtime.getEngine() as Connection | undefined;
  const address = [monitor, engine].map((connection) => connection?.getChannel?.().getTarget()).join();
  const known = addressed.get(address) ?? monitor;
  addressed.set(address, known);
  return known;
}
