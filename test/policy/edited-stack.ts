import { readFileSync } from "node:fs";
import { join } from "node:path";
import { stackCloud } from "../../cli/clouds";
import { configSourceOf, readStackFile } from "../../cli/stack-file";
import type { GivenInstallation } from "../../graph/lls-installations";
import type { GraphResource, ResourceGraph } from "../../graph/resource-graph";
import { unknownValue } from "../../graph/unknown";
import { program } from "../../stacks/program";
import { judgeStack } from "../../policy/judge-stack";
import type { JudgedStack } from "../../policy/judged-stack";
import type { Rule } from "../../policy/rule";
import { SimulatedCloud } from "../../simulator/cloud";
import { runSimulated } from "../../simulator/run";
import { parseStackConfig } from "../../stacks/config";

/** A change of a graph that is the test's own. */
export type Edit = (graph: ResourceGraph) => void;

/** Picks resources: a logical name, a type token, or a condition. */
export type Which = string | RegExp | ((resource: GraphResource) => boolean);

/** A violation as a rule reported it. */
export interface Violation {
  urn: string;
  message: string;
}

const root = join(__dirname, "..", "..");

const graphs = new Map<string, Promise<ResourceGraph>>();

/**
 * The resources of an example stack, as `lls plan` sees them with its recorded facts; changes to it are seen by nobody else.
 * @param stack its name; `dev on terraform-groups`: with the facts of facts/examples/terraform-groups.json
 */
export async function compliant(stack: string): Promise<ResourceGraph> {
  const graph = graphs.get(stack) ?? run(stack);
  graphs.set(stack, graph);
  return structuredClone(await graph);
}

/** The same after some edits. */
export async function edited(stack: string, ...edits: Edit[]): Promise<ResourceGraph> {
  const graph = await compliant(stack);
  for (const edit of edits) edit(graph);
  return graph;
}

/** Changes the inputs of each resource picked; the outputs that mirror them follow. */
export function change(which: Which, edit: (inputs: any, resource: GraphResource) => unknown): Edit {
  return (graph) => {
    for (const resource of pick(graph, which)) {
      const before = structuredClone(resource.inputs);
      edit(resource.inputs, resource);
      if (!resource.custom) continue;
      for (const key of new Set([...Object.keys(before), ...Object.keys(resource.inputs)])) {
        if (!(key in resource.inputs)) delete resource.outputs[key];
        else if (JSON.stringify(before[key]) !== JSON.stringify(resource.inputs[key])) {
          resource.outputs[key] = structuredClone(resource.inputs[key]);
        }
      }
    }
  };
}

/** Sets inputs of each resource picked; undefined removes one. */
export function set(which: Which, values: Record<string, unknown>): Edit {
  return change(which, (inputs) => {
    for (const [key, value] of Object.entries(values)) {
      if (value === undefined) delete inputs[key];
      else inputs[key] = structuredClone(value);
    }
  });
}

/** Changes the facts that the components registered. */
export function changeNetwork(edit: (network: any) => unknown): Edit {
  return (graph) => pick(graph, hasNetwork).forEach(({ outputs }) => edit(outputs.network));
}

const hasNetwork = ({ outputs }: GraphResource): boolean => outputs.network !== undefined;

/** Removes each resource picked, and every edge to it. */
export function remove(which: Which): Edit {
  return (graph) => {
    const gone = new Set(pick(graph, which).map(({ urn }) => urn));
    graph.resources = graph.resources.filter(({ urn }) => !gone.has(urn));
    for (const resource of graph.resources) {
      resource.dependencies = resource.dependencies.filter((urn) => !gone.has(urn));
      const edges = Object.entries(resource.propertyDependencies);
      resource.propertyDependencies = Object.fromEntries(
        edges.map(([property, urns]) => [property, urns.filter((urn) => !gone.has(urn))]),
      );
    }
  };
}

/** Adds a resource, as one that the program made beside the component. */
export function add(resource: Pick<GraphResource, "type" | "name" | "inputs"> & Partial<GraphResource>): Edit {
  return (graph) => {
    const { type, name, inputs } = resource;
    const [{ urn: parent }] = graph.resources as [GraphResource];
    const isTaken = graph.resources.some(({ urn }) => urn === resource.urn);
    const urn = `urn:pulumi:${graph.stack}::${graph.project}::${type}::${name}`;
    graph.resources.push({
      ...{ parent, custom: true, outputs: structuredClone(inputs) },
      ...{ dependencies: [], propertyDependencies: {}, options: {} },
      ...structuredClone(resource),
      urn: isTaken ? urn : (resource.urn ?? urn),
    });
  };
}

/** Adds a copy of the one resource picked under another name, changed. */
export function addLike(which: Which, name: string, edit: (inputs: any, resource: GraphResource) => unknown): Edit {
  return (graph) => {
    const model = one(graph, which);
    const copy = structuredClone(model);
    edit(copy.inputs, copy);
    delete (copy as Partial<GraphResource>).urn;
    const id = `${model.id}-${name}`;
    const outputs = JSON.parse(JSON.stringify(copy.outputs).replaceAll(String(model.id), id)) as object;
    add({ ...copy, name, id, outputs: { ...outputs, ...copy.inputs } })(graph);
  };
}

/**
 * Makes an input unknown, as where it is the output of a resource that does not exist yet.
 * @param on what it is an output of; nobody: no edge says anything
 */
export function makeUnknown(which: Which, property: string, ...on: Which[]): Edit {
  return (graph) => {
    const urns = on.flatMap((each) => pick(graph, each)).map(({ urn }) => urn);
    for (const resource of pick(graph, which)) {
      resource.inputs[property] = unknownValue;
      if (resource.custom) resource.outputs[property] = unknownValue;
      delete resource.propertyDependencies[property];
      if (urns.length > 0) resource.propertyDependencies[property] = urns.sort();
    }
  };
}

/** Says of what resources an input has outputs, as programs do: without that, a first preview has nothing to go by. */
export function comesFrom(which: Which, property: string, ...on: Which[]): Edit {
  return (graph) => {
    const urns = on.flatMap((each) => pick(graph, each)).map(({ urn }) => urn);
    for (const resource of pick(graph, which)) {
      resource.propertyDependencies[property] = urns.sort();
      resource.dependencies = [...new Set([...resource.dependencies, ...urns])].sort();
    }
  };
}

/** Makes everything unknown that the clouds have yet to say, as in a first preview: ids, and what is computed from them. */
export const firstPreview: Edit = (graph) => {
  // What is an input somewhere, and depends on nothing there, was known before.
  const given = new Set(
    graph.resources.flatMap(({ inputs, propertyDependencies: on }) =>
      Object.entries(inputs).flatMap(([property, value]) => (on[property]?.length ? [] : strings(value))),
    ),
  );
  const own = graph.resources.filter(({ custom, type }) => custom && !type.startsWith("pulumi:"));
  const said = own.flatMap(({ id, inputs, outputs }) => {
    const made = Object.entries(outputs).filter(([property]) => !(property in inputs));
    return [id ?? "", ...made.flatMap(([, value]) => strings(value))];
  });
  const computed = new Set(said.filter((text) => text !== "" && !given.has(text)));
  for (const resource of graph.resources) {
    if (resource.custom && !resource.type.startsWith("pulumi:")) {
      delete resource.id;
      for (const key of Object.keys(resource.outputs)) {
        if (!(key in resource.inputs)) resource.outputs[key] = unknownValue;
      }
    }
    resource.inputs = withUnknown(resource.inputs, computed);
    resource.outputs = withUnknown(resource.outputs, computed);
  }
};

/** The one resource picked. */
export function one(graph: ResourceGraph, which: Which): GraphResource {
  const found = pick(graph, which);
  if (found.length !== 1) throw new Error(`${found.length} resources are ${String(which)}, not one`);
  return found[0]!;
}

/** What a rule reports of a graph. */
export function violations(rule: Rule, graph: ResourceGraph, config: object = {}): Violation[] {
  return violationsOf(rule, judged(graph), config);
}

/** The same of a stack that is judged already. */
export function violationsOf(rule: Rule, stack: JudgedStack, config: object = {}): Violation[] {
  const found: Violation[] = [];
  rule.check(stack, { ...rule.defaults, ...config }, (urn, message) => found.push({ urn, message }));
  return found;
}

/**
 * A graph with everything that rules ask of it.
 * @param given what a policy configuration says of installations
 * @param allowedRegistries what it says of registries
 */
export function judged(
  graph: ResourceGraph,
  given: readonly GivenInstallation[] = [],
  allowedRegistries: readonly string[] = [],
): JudgedStack {
  return judgeStack(graph, given, allowedRegistries);
}

function pick(graph: ResourceGraph, which: Which): GraphResource[] {
  const found = graph.resources.filter((resource) => {
    if (typeof which === "function") return which(resource);
    if (typeof which === "string") return resource.name === which || resource.type === which;
    return which.test(resource.name) || which.test(resource.type);
  });
  if (found.length === 0) throw new Error(`No resource is ${String(which)}: the edit changes nothing`);
  return found;
}

function strings(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(strings) : [];
}

function withUnknown(value: any, computed: Set<string>): any {
  if (typeof value === "string") return computed.has(value) ? unknownValue : value;
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((entry) => withUnknown(entry, computed));
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, withUnknown(entry, computed)]));
}

async function run(name: string): Promise<ResourceGraph> {
  const [stack, example] = name.split(" on ") as [string, string | undefined];
  const file = readStackFile(root, stack);
  const config = parseStackConfig(configSourceOf(file));
  const facts = join("facts", example === undefined ? `${stack}.json` : join("examples", `${example}.json`));
  const { seed, sources } = stackCloud(config, `${file.project}/${stack}`).recorded(
    readFileSync(join(root, facts), "utf8"),
    facts,
  );
  const { graph } = await runSimulated({
    ...{ cloud: new SimulatedCloud(seed), project: file.project, stack },
    ...{ config: file.config, secretKeys: file.secretKeys },
    program: () => program(sources),
  });
  return graph;
}
