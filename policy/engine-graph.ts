import type { PolicyResource } from "@pulumi/policy";
import { knownText } from "../graph/known";
import type { GraphResource, GraphResourceOptions, ResourceGraph } from "../graph/resource-graph";
import { unknownValue } from "../graph/unknown";
import { plainValues } from "./plain-values";

/** What is read of a resource that the SDK hands to a stack policy. `props` are its outputs. */
export type EngineResource = Pick<
  PolicyResource,
  "type" | "name" | "urn" | "props" | "opts" | "provider" | "parent" | "dependencies" | "propertyDependencies"
>;

/**
 * The resources of a stack as Pulumi's engine hands them to a stack policy, in the shape that a plan has.
 *
 * The engine gives outputs only, in no order. Inputs come from a resource policy, which sees nothing else; where it recorded none, the outputs
 * stand in for them. The SDK has opened secrets: they stand in the graph as plain text, and nothing may print a value.
 *
 * @param recorded inputs by URN, as `plainValues` reads them
 */
export function engineGraph(
  resources: readonly EngineResource[],
  recorded: ReadonlyMap<string, Record<string, unknown>>,
): ResourceGraph {
  const listed = resources.filter((resource) => !isDefaultProvider(resource));
  const [, stack = "", project = ""] = /^urn:pulumi:(.*?)::(.*?)::/.exec(resources[0]?.urn ?? "") ?? [];
  return { project, stack, resources: inOrder(listed).map((resource) => graphResource(resource, recorded)) };
}

const rootType = "pulumi:pulumi:Stack";

function graphResource(
  resource: EngineResource,
  recorded: ReadonlyMap<string, Record<string, unknown>>,
): GraphResource {
  const { urn, type, name, provider } = resource;
  const custom = isCustom(resource);
  const parent = parentOf(resource);
  const { id, ...state } = plainValues(resource.props);
  // What a component calls its id is an output like any other.
  const outputs = custom || id === undefined ? state : { ...state, id };
  return {
    ...{ urn, type, name },
    ...(parent !== undefined && { parent }),
    custom,
    ...(custom && knownText(id) !== undefined && { id: knownText(id) }),
    ...inputsOf(urn, type, outputs, recorded),
    outputs,
    dependencies: urnsOf(resource.dependencies),
    propertyDependencies: propertyDependenciesOf(resource),
    // The engine does not tell the provider's id.
    ...(provider && !isDefaultProvider(provider) && { provider: `${provider.urn}::${unknownValue}` }),
    options: optionsOf(resource),
  };
}

function inputsOf(
  urn: string,
  type: string,
  outputs: Record<string, unknown>,
  recorded: ReadonlyMap<string, Record<string, unknown>>,
): Pick<GraphResource, "inputs" | "standIn"> {
  if (type === rootType) return { inputs: {} };
  const inputs = recorded.get(urn);
  if (inputs) return { inputs };
  // Resource policies see everything but what a program only reads.
  return { inputs: withoutEmptyLists(outputs), standIn: recorded.size > 0 ? "read" : "unrecorded" };
}

/**
 * Outputs in the place of inputs. An empty list is left out: a provider writes it where nobody did, as of a group whose rules stand beside it, and as
 * an input it would mean that there are none.
 */
function withoutEmptyLists(outputs: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(outputs).filter(([, value]) => !Array.isArray(value) || value.length > 0));
}

/** The engine makes a provider of its own for resources that are given none, and the plan knows no such resource. */
function isDefaultProvider({ type, name }: { type: string; name: string }): boolean {
  return isProviderType(type) && /^default(?:_|$)/.test(name);
}

function isProviderType(type: string): boolean {
  return type.startsWith("pulumi:providers:");
}

/** The SDK does not say it: a resource has a provider, or is one. */
function isCustom({ type, provider }: EngineResource): boolean {
  return provider !== undefined || isProviderType(type);
}

function parentOf({ parent, opts }: EngineResource): string | undefined {
  return parent?.urn ?? (opts.parent || undefined);
}

function urnsOf(resources: readonly { urn: string }[]): string[] {
  return [...new Set(resources.map(({ urn }) => urn))].sort();
}

function propertyDependenciesOf({ propertyDependencies }: EngineResource): Record<string, string[]> {
  const entries = Object.entries(propertyDependencies)
    .map(([property, resources]): [string, string[]] => [property, urnsOf(resources)])
    .filter(([, urns]) => urns.length > 0);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Only what was given, as far as the SDK tells. */
function optionsOf({ opts }: EngineResource): GraphResourceOptions {
  const { protect, deleteBeforeReplace, ignoreChanges = [], aliases = [] } = opts;
  return {
    ...(protect && { protect }),
    ...(deleteBeforeReplace !== undefined && { deleteBeforeReplace }),
    ...(ignoreChanges.length > 0 && { ignoreChanges }),
    ...(aliases.length > 0 && { aliases }),
  };
}

/** The order of registration, as far as edges tell it: parents and dependencies first, else by URN, so that it is the same every time. */
function inOrder(resources: readonly EngineResource[]): EngineResource[] {
  const sorted = [...resources].sort((a, b) => (a.urn < b.urn ? -1 : a.urn > b.urn ? 1 : 0));
  const byUrn = new Map(sorted.map((resource) => [resource.urn, resource]));
  const before = (resource: EngineResource): EngineResource[] =>
    [parentOf(resource) ?? "", ...urnsOf(resource.dependencies)].flatMap((urn) => byUrn.get(urn) ?? []);
  const ordered = new Set<EngineResource>();
  const entered = new Set<EngineResource>();
  for (const start of sorted) {
    // Without recursion: rules of one group may follow each other by the thousand.
    const path = [start];
    while (path.length > 0) {
      const resource = path[path.length - 1]!;
      const next = entered.has(resource) ? [] : before(resource).filter((one) => !entered.has(one));
      entered.add(resource);
      if (next.length > 0) path.push(...next.reverse());
      else {
        ordered.add(resource);
        path.pop();
      }
    }
  }
  return [...ordered];
}
