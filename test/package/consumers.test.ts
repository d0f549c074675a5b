import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, inject, it } from "vitest";
import { ServedPack } from "../policy/served-pack";
import { compile, evaluate, node10, printed, project, runProgram, type ModuleKind } from "./consumer";

// Every kind of project that may use the package, with the lowest and the locked versions of its peers.

const { minimum, locked, nodes } = inject("packed");
const readme = readFileSync(join(__dirname, "..", "..", "README.md"), "utf8");
const [example, plan] = [...readme.matchAll(/^```ts\n([^]*?)^```$/gm)].map(([, text]) => text!);

/** Runs the README's example in the simulated cloud; prints what comes of it. */
const readmeRun = `
import { assumedEksCluster, testStack } from "nvcf-lls/testing";

const cloud = assumedEksCluster({ cluster: "nvcf-dev", availabilityZone: "us-west-2a", region: "us-west-2" });
void testStack(() => import("./index.js"), { cloud, secrets: { kubeconfig: "{}" } }).then(
  ({ graph, outputs, installations }) => console.log(JSON.stringify({ graph, outputs, installations })),
);
`;

const kinds: [string, string, ModuleKind][] = [
  ["the lowest", minimum, "CommonJS"],
  ["the lowest", minimum, "ES modules"],
  ["the locked", locked, "CommonJS"],
  ["the locked", locked, "ES modules"],
];

describe.each(kinds)("with %s versions of its peers, a project", (_, installed, kind) => {
  describe(`of ${kind}`, () => {
    let folder: string;
    let compiled: string[];

    beforeAll(async () => {
      const source = kind === "CommonJS" ? example! : example!.replace(/(@pulumi\/[\w-]+\/provider)"/g, '$1.js"');
      folder = project(installed, kind, { more: { "index.ts": source, "plan.ts": plan!, "readme-run.ts": readmeRun } });
      compiled = await compile(folder);
    });

    it("compiles with every declaration checked, and does not where it should not", () => {
      expect(compiled).toEqual([]);
    });

    it.each(Object.entries(nodes))("runs in the simulated cloud on Node.js %s", async (_node, node) => {
      const { types, outputs, verdicts, violations, endpoint, refusal } = await runProgram(
        node,
        folder,
        "out/simulated.js",
      );
      expect(types).toEqual(expect.arrayContaining(["nvcf-lls:index:EksLls", "kubernetes:helm.sh/v3:Release"]));
      expect(verdicts).toEqual([{ name: "lls", verdict: "open", problems: [] }]);
      expect(violations).toEqual([]);
      expect(outputs).toMatchObject({ contract: 1, cloud: "eks", cluster: "prod", endpointPort: 5004 });
      expect(endpoint).toBe(`${outputs.endpointHost}:5004`);
      expect(refusal).toContain("contract: is 2, and this program reads 1");
    });

    it.each(Object.entries(nodes))("is told what goes wrong in it, on Node.js %s", async (_node, node) => {
      const { unawaited, discovered } = await runProgram(node, folder, "out/failing.js");
      const place =
        /^in an apply on endpointHost of lls \[nvcf-lls:index:EksLls\] \(.*out\/failing\.js:\d+\): not lls-$/;
      expect(unawaited).toMatch(place);
      expect(discovered).toBe("vpc-00000000000000001");
    });

    it.each(Object.entries(nodes))("runs with the SDK's mocks on Node.js %s", async (_node, node) => {
      const { endpoint, made, refusal } = await runProgram(node, folder, "out/mocked.js");
      expect(endpoint).toBe("lls-lb.example.com:5004");
      expect(made).toContain("aws:lb/loadBalancer:LoadBalancer");
      expect(refusal).toMatch(/^EksLls 'again': \d+ problems\n {2}cluster: is required/);
    });

    it("of the README's example plans as the README says", async () => {
      expect(await printed(nodes.system, folder, "out/plan.js")).toBe("[ 'open' ] []\n");
    });

    it("of the README's example plans, is open, and passes the policy pack of the package", async () => {
      const { graph, outputs, installations } = await runProgram(nodes.system, folder, "out/readme-run.js");
      expect(outputs.endpoint).toMatch(/\.amazonaws\.com:5004$/);
      expect(installations).toMatchObject([{ name: "lls", verdict: "open", problems: [] }]);
      const pack = await ServedPack.start(join(installed, "node_modules", "nvcf-lls", "policy"));
      try {
        await pack.configure();
        const violations = await pack.analyzeStack(graph);
        for (const resource of graph.resources) violations.push(...(await pack.analyze(resource)));
        expect(violations).toEqual([]);
      } finally {
        await pack.stop();
      }
    });
  });
});

it("a project that knows nothing of exports finds the types all the same", async () => {
  const folder = project(locked, "CommonJS", { options: node10 });
  expect(await compile(folder)).toEqual([]);
});

/** What an importer must find, beside whatever else there is. */
const promised: Record<string, string[]> = {
  "nvcf-lls": ["AksLls", "EksLls", "StreamingProxy", "BadInput", "lls", "fromStackReference"],
  "nvcf-lls/aks": ["AksLls", "discoverAks", "selectAks", "parseAksFacts", "aksContract", "fromStackReference"],
  "nvcf-lls/eks": ["EksLls", "discoverEks", "selectEks", "parseEksFacts", "eksContract", "fromStackReference"],
  "nvcf-lls/policy": ["llsPolicies", "ruleFactories"],
  "nvcf-lls/reachability": ["judgeEks", "judgeAks"],
  "nvcf-lls/testing": [
    ...[
      "testStack",
      "runSimulated",
      "SimulatedCloud",
      "assumedEksCluster",
      "assumedAksCluster",
      "eksInstallations",
      "judgeEks",
    ],
    ...["possibleGraphs", "isUnknown"],
  ],
};

/** Prints what each path gives to require, and what to an import. */
const namesOf = `
import { createRequire } from "node:module";
const require = createRequire(import.meta.url);
const names = {};
for (const path of Object.keys(require("nvcf-lls/package.json").exports)) {
  if (path.endsWith(".json")) continue;
  const name = "nvcf-lls" + path.slice(1);
  names[name] = { required: Object.keys(require(name)), imported: Object.keys(await import(name)) };
}
console.log(JSON.stringify(names));
`;

it.each(Object.entries(nodes))("an ES module gets every name that require gets, on Node.js %s", async (_, node) => {
  const names = JSON.parse(await evaluate(node, locked, namesOf, true)) as Record<string, Record<string, string[]>>;
  expect(Object.keys(names).sort()).toEqual(Object.keys(promised).sort());
  for (const [path, { required, imported }] of Object.entries(names)) {
    expect(required).toEqual(expect.arrayContaining(promised[path]!));
    const own = imported!.filter((name) => !["default", "module.exports", "__esModule"].includes(name));
    expect(own.sort(), path).toEqual(required!.sort());
  }
});
