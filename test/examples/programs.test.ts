import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { judgeStack } from "../../policy/judge-stack";
import type { GraphResource, ResourceGraph } from "../../graph/resource-graph";
import type { SimulatedResult } from "../../simulator/run";
import { exampleProject, notOpen, runProgram, violations, type ExampleProgram } from "./example-program";
import { bothClouds, judged, platformComponent, programs, twoClusters } from "./programs";

const examples = join(__dirname, "..", "..", "examples");

const folderOf = ({ folder }: ExampleProgram): string => folder;
const made = ({ resources }: ResourceGraph): GraphResource[] =>
  resources.filter(({ type, custom }) => custom && !type.startsWith("pulumi:"));
/** What the provider of a resource is given, in the text that the engine has of it. */
const providerInputs = ({ resources }: ResourceGraph, { provider = "" }: GraphResource) =>
  resources.find(({ urn }) => provider.startsWith(`${urn}::`))!.inputs;
const installations = (graph: ResourceGraph) => judgeStack(graph).installations.map(({ found }) => found);

it("every example in TypeScript is tested here", () => {
  const inTypeScript = readdirSync(examples).filter((folder) => existsSync(join(examples, folder, "index.ts")));
  expect(programs.map(folderOf).sort()).toEqual(inTypeScript.sort());
});

describe.each(programs.map((program) => [program.folder, program] as const))("examples/%s", (folder, program) => {
  it("declares what it reads, and starts where it says", () => {
    const { main, config } = exampleProject(folder);
    expect(main).toBe("index.ts");
    const own = Object.keys(program.config).filter((key) => key.startsWith(`${program.project}:`));
    expect(own).toEqual(expect.arrayContaining(Object.keys(config).map((key) => `${program.project}:${key}`)));
    expect(own).toHaveLength(Object.keys(config).length);
  });
});

const needed = programs.flatMap((program) =>
  Object.entries(exampleProject(program.folder).config)
    .filter(([, { default: value }]) => value === undefined)
    .map(([key]) => [program.folder, `${program.project}:${key}`, program] as const),
);

it.each(needed)("examples/%s says that it needs %s", async (_, key, program) => {
  const config = { ...program.config };
  delete config[key];
  await expect(runProgram({ ...program, config })).rejects.toThrow(key);
});

describe.each(judged.map((program) => [program.folder, program] as const))("examples/%s", (_, program) => {
  let preview: SimulatedResult;
  let up: SimulatedResult;
  beforeAll(async () => {
    preview = await runProgram(program, { preview: true });
    up = await runProgram(program);
  });

  it.each(["preview", "up"] as const)("%s is open and violates no policy", (run) => {
    const { graph } = { preview, up }[run];
    expect(notOpen(graph)).toEqual([]);
    expect(violations(graph)).toEqual([]);
  });

  it("registers the same in a preview, where nothing is made", () => {
    const urns = ({ graph }: SimulatedResult): string[] => graph.resources.map(({ urn }) => urn).sort();
    expect(urns(preview)).toEqual(urns(up));
    expect(made(up.graph).filter(({ id }) => id === undefined)).toEqual([]);
    expect(made(preview.graph).filter(({ id }) => id !== undefined)).toEqual([]);
  });

  it("makes everything with providers of its own", () => {
    const providers = up.graph.resources.filter(({ type }) => type.startsWith("pulumi:providers:"));
    for (const { urn, provider = "" } of made(up.graph)) {
      expect(
        providers.map((one) => one.urn),
        urn,
      ).toContain(provider.slice(0, provider.lastIndexOf("::")));
    }
  });

  it("changes pull credentials in place, should there ever be any", () => {
    const proxies = made(up.graph).filter(({ type }) => type === "kubernetes:helm.sh/v3:Release");
    expect(proxies.map((proxy) => providerInputs(up.graph, proxy).enableSecretMutable)).toEqual(
      proxies.map(() => "true"),
    );
  });

  it("tells where media go", () => {
    const endpoints = Object.entries(up.outputs).filter(([name]) => /endpoint$/i.test(name));
    expect(endpoints).toHaveLength(installations(up.graph).length);
    for (const [name, endpoint] of endpoints) expect(endpoint, name).toMatch(/^[\w.-]+\.com:(?:5004|30504)$/);
  });
});

it("examples/two-clusters has two installations that share nothing", async () => {
  const { graph } = await runProgram(twoClusters);
  expect(installations(graph).map(({ name }) => name)).toEqual(["blue", "green"]);
  const providersOf = (name: string) =>
    new Set(made(graph).flatMap(({ urn, provider }) => (urn.includes(`::${name}-`) ? [provider] : [])));
  expect(providersOf("blue").size).toBe(2);
  for (const provider of providersOf("green")) expect(providersOf("blue")).not.toContain(provider);
});

it("examples/both-clouds has one installation on each, and switches default providers off", async () => {
  const { graph } = await runProgram(bothClouds);
  expect(installations(graph).map(({ cloud, name }) => [cloud, name])).toEqual([
    ["eks", "eks"],
    ["aks", "aks"],
  ]);
  expect(bothClouds.config["pulumi:disable-default-providers"]).toBe('["*"]');
});

it("examples/platform-component protects and tags everything in it, says its former name, and tells what needs an engine", async () => {
  const { graph, notApplied } = await runProgram(platformComponent);
  expect(notApplied).toEqual([{ urn: expect.stringContaining("platform:index:Streaming"), option: "transforms" }]);
  const team = graph.resources.find(({ type }) => type === "platform:index:Streaming")!;
  expect(team.options.aliases).toEqual(["urn:pulumi:dev::lls-platform::platform:index:Streaming::streaming"]);
  for (const { urn, options, inputs } of made(graph)) {
    expect(options.protect, urn).toBe(true);
    if (inputs.tags !== undefined) expect(inputs.tags, urn).toMatchObject({ team: "games" });
  }
});
