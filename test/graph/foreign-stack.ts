import { recognisedInstallations, type GivenInstallation } from "../../graph/lls-installations";
import type { LlsInstallation } from "../../graph/lls-installation";
import type { GraphResource, ResourceGraph } from "../../graph/resource-graph";
import { judgeEks } from "../../reachability/aws/flows";
import { judgeAks } from "../../reachability/azure/flows";
import type { FlowVerdict } from "../../reachability/verdict";

/** A resource as a program of somebody else registers it; its id stands in the outputs too. */
export function resource(
  type: string,
  name: string,
  inputs: Record<string, unknown> = {},
  more: Partial<GraphResource> = {},
): GraphResource {
  return {
    urn: `urn:pulumi:dev::project::${type}::${name}`,
    ...{ type, name, custom: true, inputs, outputs: { ...inputs, ...more.outputs } },
    ...{ dependencies: [], propertyDependencies: {}, options: {} },
    ...Object.fromEntries(Object.entries(more).filter(([key]) => key !== "outputs")),
  };
}

/** A stack of these resources. */
export function stackOf(...resources: GraphResource[]): ResourceGraph {
  return { project: "project", stack: "dev", resources };
}

/** The same stack without our components: what they made stands at the root, as if a program of another team had made it. */
export function withoutComponents(graph: ResourceGraph): ResourceGraph {
  const root = graph.resources[0]!.urn;
  const ours = new Set(graph.resources.filter(({ type }) => type.startsWith("nvcf-lls:")).map(({ urn }) => urn));
  const others = graph.resources.filter(({ urn }) => !ours.has(urn));
  for (const one of others) if (one.parent !== undefined && ours.has(one.parent)) one.parent = root;
  return { ...graph, resources: others };
}

/** What was found of LLS in a stack, which is judged in full. */
export function found(graph: ResourceGraph, ...given: GivenInstallation[]): LlsInstallation[] {
  const { installations, unjudged } = recognisedInstallations(graph, given);
  if (unjudged.length > 0) throw new Error(unjudged.map(({ reason }) => reason).join());
  return installations;
}

/** The one installation of a stack. */
export function only(graph: ResourceGraph, ...given: GivenInstallation[]): LlsInstallation {
  const [one, ...others] = found(graph, ...given);
  if (!one || others.length > 0) throw new Error(`${others.length + (one ? 1 : 0)} installations, not one`);
  return one;
}

/** Every flow of an installation. */
export function flowsOf(one: LlsInstallation): FlowVerdict[] {
  return one.cloud === "eks" ? judgeEks(one.installation) : judgeAks(one.installation);
}

/** The verdicts of an installation, without what depends on how rules are written. */
export function verdictsOf(one: LlsInstallation): string[] {
  return flowsOf(one).map(({ id, from, to, protocol, ports, verdict }) =>
    [id, from, "->", to, protocol, ports, verdict].join(" "),
  );
}
