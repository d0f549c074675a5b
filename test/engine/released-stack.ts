import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { PulumiCommand } from "@pulumi/pulumi/automation";
import { rootUrn } from "../../policy/check-rule";
import { currentSeed } from "../../simulator/current-seed";
import { SimulatedStack } from "../../simulator/engine/simulated-stack";
import { readStackConfig } from "../../stacks/config";
import { program } from "../../stacks/program";

type Values = Record<string, any>;

/** What a release has left of a stack that it brought up: all that the next release finds. */
export interface ReleasedStack {
  project: string;
  stack: string;
  /** The stack file: full key -> value. */
  config: Record<string, string>;
  /** The facts file of its cluster. */
  facts: Values;
  /** The simulated cloud: what it has accepted, see `Journal`. */
  cloud: Values[];
  /** The state, as `pulumi stack export --show-secrets` prints its deployment, without dates, random ids and places in sources. */
  deployment: Values;
}

/** Releases, one folder each, with one file for each of their example stacks. */
export const releases = join(__dirname, "..", "fixtures", "releases");

/**
 * Opens the stack under today's program, in the cloud as it was left.
 * @param folder empty, or one that was opened before
 */
export async function openReleased(
  released: Pick<ReleasedStack, "project" | "stack" | "config" | "cloud">,
  facts: Values & { cloud: "eks" | "aks" },
  folder: string,
  pulumiCommand: PulumiCommand,
): Promise<SimulatedStack> {
  const { project, stack: name, config, cloud } = released;
  writeFileSync(join(folder, "cloud.jsonl"), cloud.map((entry) => `${JSON.stringify(entry)}\n`).join(""));
  const stack: SimulatedStack = await SimulatedStack.open({
    ...{ folder, pulumiCommand, project, stack: name, config, secretKeys: [], seed: facts as any },
    program: () => {
      const { network } = currentSeed(stack.journal.cloud, rootUrn(project, name));
      const found = (): Promise<any> => Promise.resolve({ ...facts, network });
      return program({ config: readStackConfig, eksFacts: found, aksFacts: found });
    },
  });
  return stack;
}

/**
 * A kept state with the ids that today's simulator gives to the same resources: how it makes them up is no matter of the program's.
 * @param stack opened, so that its cloud stands
 */
export function withTodaysIds(deployment: Values, { journal }: SimulatedStack): Values {
  const today = new Map([...journal.cloud.resources.values()].map(({ urn, id }) => [urn, id]));
  let text = JSON.stringify(deployment);
  for (const { urn, id, custom } of deployment.resources as Values[]) {
    const now = custom === true ? today.get(urn as string) : undefined;
    if (now !== undefined && now !== id) text = text.replaceAll(JSON.stringify(id), JSON.stringify(now));
  }
  return JSON.parse(text) as Values;
}

/** State and cloud of a stack in a form that is the same whenever and wherever it is written. */
export async function leftBy(
  stack: SimulatedStack,
  folder: string,
): Promise<Pick<ReleasedStack, "cloud" | "deployment">> {
  const { resources = [] } = await stack.state();
  const ordered = inOrder(resources);
  const position = new Map(ordered.map(({ urn }, index) => [urn as string, index]));
  const journal = readFileSync(join(folder, "cloud.jsonl"), "utf8").trimEnd().split("\n");
  const entries = journal.map((line) => JSON.parse(line) as Values);
  const wanted = entries.filter(({ operation }) => operation !== "configure");
  const places = new Map(wanted.map((entry) => [entry, position.get(entry.urn as string)!]));
  const providers = new Map(
    entries.filter(({ operation }) => operation === "configure").map((entry) => [entry.provider as string, entry]),
  );
  const cloud = [
    ...[...providers.values()].sort((a, b) => (a.provider < b.provider ? -1 : 1)),
    ...wanted.sort((a, b) => places.get(a)! - places.get(b)!),
  ];
  return { cloud: sortedKeys(cloud) as Values[], deployment: { resources: withoutChance(ordered) } };
}

/** Each resource after those that it waits for, and by name where that leaves a choice. */
function inOrder(resources: Values[]): Values[] {
  const left = [...resources].sort((a, b) => (a.urn < b.urn ? -1 : 1));
  const done = new Set<string>();
  const ordered: Values[] = [];
  while (left.length > 0) {
    const next = left.findIndex((resource) => waitsFor(resource).every((urn) => done.has(urn)));
    const [resource] = left.splice(next, 1) as [Values];
    done.add(resource.urn as string);
    ordered.push(resource);
  }
  return ordered;
}

function waitsFor({ parent, provider, dependencies = [], propertyDependencies = {} }: Values): string[] {
  const ofProperties = Object.values(propertyDependencies as Record<string, string[] | null>).flatMap(
    (urns) => urns ?? [],
  );
  const ofProvider = provider === undefined ? [] : [String(provider).split("::").slice(0, -1).join("::")];
  return [
    ...(parent === undefined ? [] : [parent as string]),
    ...ofProvider,
    ...(dependencies as string[]),
    ...ofProperties,
  ];
}

/** Takes away dates and places in the sources, sorts what is a set, and gives providers ids that follow from their names. */
function withoutChance(resources: Values[]): Values[] {
  const kept = resources.map(({ created: _c, modified: _m, sourcePosition: _p, stackTrace: _t, ...resource }) => {
    const { dependencies, propertyDependencies } = resource as {
      dependencies?: string[];
      propertyDependencies?: Values;
    };
    dependencies?.sort();
    for (const urns of Object.values(propertyDependencies ?? {})) (urns as string[] | null)?.sort();
    return resource;
  });
  let text = JSON.stringify(sortedKeys(kept));
  for (const { type, id, urn } of kept) {
    if (String(type).startsWith("pulumi:providers:")) text = text.replaceAll(id as string, uuidOf(urn as string));
  }
  return JSON.parse(text) as Values[];
}

function uuidOf(text: string): string {
  const hex = createHash("sha256").update(text).digest("hex");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, "$1-$2-$3-$4-$5");
}

function sortedKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortedKeys);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sortedKeys(inner)]));
}
