import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SecurityGroup } from "@pulumi/aws/ec2";
import { Provider as AwsProvider } from "@pulumi/aws/provider";
import { Provider as KubernetesProvider } from "@pulumi/kubernetes/provider";
import * as pulumi from "@pulumi/pulumi";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { EksLls, type EksLlsArgs } from "../../components";
import { parseEksFacts } from "../../discovery/eks/facts-file";
import { SimulatedStack } from "../../simulator/engine/simulated-stack";
import { graphOfState } from "../../simulator/engine/state-graph";
import { ServedProvider } from "../provider/served-provider";
import { withAnalyzer } from "./analyzer";
import { describeEngine, differences, engineCli, notOpen } from "./engine-stack";

// The component provider attached to the real engine, and called as the SDK of another language calls it: by type and values.

let provider: ServedProvider;
beforeAll(async () => void (provider = await ServedProvider.start()));
afterAll(() => provider.stop());

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "lls-provider-"))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const root = join(__dirname, "..", "..");
const factsFile = readFileSync(join(root, "facts", "dev.json"), "utf8");
const password = "hunter2-hunter2";

/** A component that lives in the provider. */
class Remote extends pulumi.ComponentResource {
  declare readonly endpointHost: pulumi.Output<string>;
  declare readonly endpointPort: pulumi.Output<number>;

  constructor(type: string, name: string, args: pulumi.Inputs, options: pulumi.ComponentResourceOptions) {
    super(`nvcf-lls:index:${type}`, name, { endpointHost: undefined, endpointPort: undefined, ...args }, options, true);
  }
}

type Args = Omit<EksLlsArgs, "network">;

/** A stack that makes a further group for its nodes: an id that is not known before the first `up`. */
function stackWith(install: (args: Args, options: pulumi.ComponentResourceOptions) => EksLls | Remote) {
  return async (): Promise<Record<string, unknown>> => {
    const aws = new AwsProvider("aws", { region: "us-west-2" });
    const kubernetes = new KubernetesProvider("kubernetes", { kubeconfig: pulumi.secret("{}") });
    const group = new SecurityGroup("more", { vpcId: "vpc-0a000000000000001" }, { provider: aws });
    const nodes = [{ securityGroupId: "sg-0a000000000000001" }, { securityGroupId: group.id, key: "more" }];
    const args: Args = {
      cluster: "nvcf-dev",
      availabilityZone: "us-west-2a",
      vpcId: group.vpcId,
      subnetId: "subnet-0a000000000000001",
      imageRegistry: "registry.example.com/nvcf",
      proxyNodes: nodes,
      workerNodes: nodes,
      targets: { kind: "autoScalingGroups", autoScalingGroups: [{ name: "eks-compute-0a000001" }] },
      registryCredentials: { username: "lls", password: pulumi.secret(password) },
    };
    const { endpointHost, endpointPort } = install(args, { providers: [aws, kubernetes] });
    return { endpoint: pulumi.interpolate`${endpointHost}:${endpointPort}` };
  };
}

const remote = (change: pulumi.Inputs = {}) =>
  stackWith((args, options) => new Remote("EksLls", "lls", { ...args, facts: factsFile, ...change }, options));

async function withStack<Result>(
  name: string,
  program: () => Promise<Record<string, unknown>>,
  work: (stack: SimulatedStack) => Promise<Result>,
): Promise<Result> {
  const stack = await SimulatedStack.open({
    folder: join(folder, name),
    pulumiCommand: await engineCli(),
    project: "team",
    stack: "dev",
    config: {},
    secretKeys: [],
    seed: parseEksFacts(factsFile, "facts/dev.json"),
    attached: { "nvcf-lls": provider.port },
    environment: withAnalyzer(join(folder, "bin")),
    program,
  });
  try {
    return await work(stack);
  } finally {
    stack.close();
  }
}

/** The program of these tests says too that it was stopped. */
const byTheCaller = /resource monitor shut down/;

/** What the engine registers to reach the component. */
const ownProvider = "pulumi:providers:nvcf-lls";

/** The resources that an `up` leaves, without the component's own provider. */
async function deployed(stack: SimulatedStack) {
  expect(await stack.up()).toMatchObject({ diagnostics: [], failure: null });
  const { resources = [] } = await stack.state();
  // The ids of providers are made up by the engine.
  const comparable = JSON.stringify(resources).replace(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "uuid");
  const graph = graphOfState("team", "dev", JSON.parse(comparable));
  return { ...graph, resources: graph.resources.filter(({ type }) => type !== ownProvider) };
}

describeEngine("EksLls in the component provider", () => {
  it("lives as in the program itself, from a preview without ids to destroy", async () => {
    const { network } = parseEksFacts(factsFile, "facts/dev.json");
    const local = await withStack(
      "local",
      stackWith((args, options) => new EksLls("lls", { ...args, network }, options)),
      deployed,
    );
    await withStack("remote", remote(), async (stack) => {
      const preview = await stack.preview();
      expect(preview).toMatchObject({ diagnostics: [], failure: null });
      const planned = preview.steps.filter(({ type }) => type !== ownProvider).map(({ urn }) => urn);
      expect(planned.sort()).toEqual(local.resources.map(({ urn }) => urn).sort());

      const graph = await deployed(stack);
      const byUrn = (one: { urn: string }, other: { urn: string }) => (one.urn < other.urn ? -1 : 1);
      expect([...graph.resources].sort(byUrn)).toEqual([...local.resources].sort(byUrn));
      expect(notOpen(graph)).toEqual([]);
      expect(differences(stack)).toEqual({ onlyInState: [], onlyInCloud: [] });
      const state = readFileSync(join(folder, "remote", "backend", ".pulumi", "stacks", "team", "dev.json"), "utf8");
      expect(state.includes(password)).toBe(false);
      expect(await stack.preview()).toMatchObject({ steps: [], diagnostics: [], failure: null });
      expect(await stack.destroy()).toMatchObject({ changes: { delete: local.resources.length }, failure: null });
      expect(stack.journal.cloud.resources.size).toBe(0);
    });
  });

  it.each<[string, () => Promise<Record<string, unknown>>, string[]]>([
    [
      "plain values",
      remote({ port: 99999, vpcId: "x", allowedCidrs: "192.0.2.0/24" }),
      ["vpcId: ", "port: ", "allowedCidrs: "],
    ],
    ["a secret value", remote({ subnetId: pulumi.secret("not-a-subnet") }), ["subnetId: must be an id"]],
    ["facts of another cluster", remote({ cluster: "other" }), ["cluster.name: is not what cluster of the stack says"]],
  ])("tells what is wrong in one error without a stack trace: %s", async (_, program, told) => {
    const { failure, diagnostics, steps } = await withStack("bad", program, (stack) => stack.preview());
    expect(failure).not.toBeNull();
    const [message, ...others] = diagnostics;
    for (const part of ["EksLls 'lls'", ...told]) expect(message).toContain(part);
    expect(message).not.toMatch(/^ +at |not-a-subnet/m);
    expect(others.filter((other) => !byTheCaller.test(other))).toEqual([]);
    expect(steps.filter(({ urn }) => urn.includes("EksLls"))).toEqual([]);
  });

  it("tells what turns out wrong while its resources are made, without a stack trace", async () => {
    const proxy = stackWith((_, options) => {
      const imageRegistry = pulumi.secret("123456789012.dkr.ecr.us-west-2.amazonaws.com/nvcf");
      const registryCredentials = { username: "AWS", password: pulumi.secret(password) };
      const args = { imageRegistry, registryCredentials, port: 5004, host: "lls.example.com", availabilityZones: [] };
      return new Remote("StreamingProxy", "proxy", args, options);
    });
    const { failure, diagnostics } = await withStack("late", proxy, (stack) => stack.preview());
    expect(failure).not.toBeNull();
    // The engine has it as the answer to its call, and from the plugin's log if it does not end before.
    const prefix = "nvcf-lls:index:StreamingProxy resource 'proxy' has a problem: ";
    const told = diagnostics
      .filter((message) => !byTheCaller.test(message))
      .map((message) => message.replace(prefix, ""));
    expect([...new Set(told)]).toEqual([
      expect.stringMatching(
        /^StreamingProxy 'proxy': 1 problem\n {2}registryCredentials: must be absent for an ECR.*$/,
      ),
    ]);
    // What a plugin prints the engine shows too.
    expect(provider.printed).not.toMatch(/^ +at /m);
    expect(provider.printed).not.toContain(password);
  });

  it("is judged by its facts in a first preview, with the policy pack", async () => {
    const denied = readFileSync(join(root, "facts", "examples", "nacl-denies-media.json"), "utf8");
    const judged = async (name: string, facts: string) => {
      const options = { policyPacks: [join(root, "policy")] };
      const { violations } = await withStack(name, remote({ facts }), (stack) => stack.preview(options));
      return violations.filter(({ policy }) => policy === "eks-media-path-open").map(({ message }) => message);
    };
    expect(await judged("open", factsFile)).toEqual([]);
    expect(await judged("closed", denied)).toEqual([expect.stringContaining("acl-0a000000000000002 denies UDP 30504")]);
  });

  it("is refused a second time on one cluster", async () => {
    const both = stackWith((args, options) => {
      new Remote("EksLls", "one", { ...args }, options);
      return new Remote("EksLls", "two", { ...args }, options);
    });
    const { diagnostics } = await withStack("twice", both, (stack) => stack.preview());
    expect(diagnostics[0]).toMatch(/cluster: has an installation already, EksLls '(?:one|two)'/);
    // The next program in the same provider is another one.
    expect(await withStack("once", remote(), (stack) => stack.preview())).toMatchObject({ failure: null });
  });
});
