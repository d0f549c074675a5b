import * as pulumi from "@pulumi/pulumi";
import { BadInput, type Problem } from "./bad-input";

/** Something of which a program has only one, and which an installation takes for itself. */
export interface Claim {
  /** The thing: text, or an object that stands for itself. */
  thing: unknown;
  /** Whose argument names it. */
  path: string;
  /** The argument's value, where it can be shown. */
  value?: unknown;
  /** What to tell a second one. `owner` is the first: "EksLls 'lls'". */
  reason: (owner: string) => string;
  /** Logical name of the proxy that the thing is for: that proxy does not collide with its own installation. */
  proxy?: string;
}

/** Who has what. */
type Claims = Map<unknown, { owner: string; proxy?: string }>;

/** Claims of each running program. */
const programs = new WeakMap<object, Claims>();
/** What stands for a program, by the addresses of its engine. */
const addressed = new Map<string, object>();

/**
 * Takes what an installation needs for itself, all of it or nothing.
 * @param subject the component, for messages
 * @throws BadInput with everything that another component of this program has already
 */
export function claim(subject: string, claims: Claim[]): void {
  const monitor = pulumi.runtime.getMonitor() as Connection | undefined;
  if (monitor === undefined) return;
  const program = programOf(monitor);
  const taken: Claims = programs.get(program) ?? new Map();
  programs.set(program, taken);
  const problems = claims.flatMap(({ thing, path, value, reason, proxy }): Problem[] => {
    const other = taken.get(thing);
    if (other === undefined || (proxy !== undefined && proxy === other.proxy)) return [];
    return [{ path, reason: reason(other.owner), ...(value !== undefined && { value }) }];
  });
  if (problems.length > 0) throw new BadInput(subject, problems);
  for (const { thing, proxy } of claims) if (!taken.has(thing)) taken.set(thing, { owner: subject, proxy });
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

/**
 * The cluster: NodePorts, namespace and the name under which workers find the proxy exist once in it, and none can be moved.
 * @param place what else is known of where it is: two clusters may have one name
 */
export function clusterClaim(cluster: string, place: string[]): Claim {
  return {
    thing: ["cluster", cluster, ...place].join("/"),
    path: "cluster",
    value: cluster,
    reason: (owner) =>
      `has an installation already, ${owner}; a cluster takes one, because node ports and namespace are fixed; install this one in another cluster`,
  };
}

/** The cluster behind a provider, whatever it is called. */
export function kubernetesClaim(provider: pulumi.ProviderResource, proxy: string): Claim {
  return {
    thing: provider,
    path: "opts.providers",
    reason: (owner) =>
      `has the kubernetes provider of ${owner}, and so its cluster, which takes one installation; give each the provider of its own cluster`,
    proxy,
  };
}

/** The name of a component, which is part of the names of everything in it. Nothing where the types of its parents are not known. */
export function nameClaims(type: string, name: string, parent: pulumi.Resource | undefined): Claim[] {
  const types = [...parentTypes(parent), type];
  if (types.includes("")) return [];
  const reason = (owner: string): string => `is the name of another one in this program, ${owner}; give each its own`;
  return [{ thing: ["name", ...types, name].join("/"), path: "name", value: name, reason }];
}

/**
 * Types of the parents, outermost first: with the name they make the URN. The SDK keeps them in fields that it does not declare; of
 * a parent in another process it has none.
 */
function parentTypes(parent: pulumi.Resource | undefined): string[] {
  if (parent === undefined) return [];
  const { __pulumiType: type, __parentResource: outer } = parent as Undeclared;
  // The stack itself is no part of an URN.
  return type === "pulumi:pulumi:Stack" ? [] : [...parentTypes(outer), type ?? ""];
}

type Undeclared = pulumi.Resource & { __pulumiType?: string; __parentResource?: pulumi.Resource };
