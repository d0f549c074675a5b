import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi, type MockInstance } from "vitest";
import { formatNames, formats } from "../cli/format";
import { plan } from "../cli/plan";
import { BadInput } from "../components/bad-input";
import type { EksFacts } from "../discovery/eks/facts";
import type { GraphResource } from "../graph/resource-graph";
import { SimulatorMonitor } from "../simulator/monitor";
import { root } from "./cli/temporary-project";
import { factsOf } from "./discovery/eks/dev-facts";
import { customResources, factsAfter, isRule, runProgram, verdictsOf, type Ran } from "./run-program";
import type { Config } from "./stacks/stack-file";

const devFacts = factsOf("dev.json");
const terraformFacts = factsOf("examples/terraform-groups.json");

const credentials = { registryUsername: "us3r-of-the-registry", registryPassword: "p4ssw0rd-of-the-registry" };

/** A kubeconfig whose current context leads to a server; it holds a token. */
const kubeconfig = (server: string): string =>
  JSON.stringify({
    apiVersion: "v1",
    "current-context": "here",
    contexts: [
      { name: "there", context: { cluster: "other", user: "me" } },
      { name: "here", context: { cluster: "this", user: "me" } },
    ],
    clusters: [
      { name: "other", cluster: { server: "https://other.example.com" } },
      { name: "this", cluster: { server } },
    ],
    users: [{ name: "me", user: { token: "t0ken-of-the-cluster" } }],
  });

/** Installations that differ in what they register. */
const installations: Record<string, { facts?: EksFacts; config?: Config; secrets?: Record<string, string> }> = {
  "the dev stack": {},
  "one group per pool": { facts: terraformFacts },
  "GPU nodes with another group": { facts: factsOf("examples/separate-gpu-group.json") },
  "an Elastic IP, addresses as targets, egress to subnets": {
    config: { eks: { addressing: { kind: "elasticIp" }, targets: { kind: "addresses" }, egress: "subnetCidrs" } },
  },
  "a target group binding, Local, a known media port, several audiences": {
    config: {
      allowedCidrs: ["198.51.100.0/24", "203.0.113.0/24"],
      streamingProxy: { externalTrafficPolicy: "Local", mediaPort: 49100 },
      eks: {
        targets: {
          kind: "targetGroupBinding",
          targetGroupBinding: { serviceName: "streaming-proxy", servicePort: 30504 },
        },
      },
    },
  },
  "a pull secret and a kubeconfig": {
    config: { imageRegistry: "registry.example.com/nvcf" },
    secrets: { ...credentials, kubeconfig: kubeconfig(devFacts.cluster.endpoint) },
  },
};

describe.each(Object.entries(installations))("%s", (_, { facts = devFacts, config, secrets }) => {
  it("never uses a default provider", async () => {
    const ran = await runProgram(facts, config, secrets);
    const providers = customResources(ran).map(({ type, provider }) => [type.split(":")[0], provider?.split("::")[2]]);
    expect(providers).not.toEqual([]);
    for (const [cloud, provider] of providers) expect(provider).toBe(`pulumi:providers:${cloud}`);
  });

  it("hands on to other stacks all that the component knows, but for the facts", async () => {
    const { graph, outputs } = await runProgram(facts, config, secrets);
    const { network, ...known } = graph.resources.find(({ type }) => type === "nvcf-lls:index:EksLls")!.outputs;
    expect(network).toBeDefined();
    expect(outputs).toEqual({ contract: 1, cloud: "eks", ...known });
  });

  it("is the same twice, and after its own `up`, twice", async () => {
    const first = await runProgram(facts, config, secrets);
    expect((await runProgram(facts, config, secrets)).graph).toEqual(first.graph);
    const live = factsAfter(facts, first);
    expect(live.network.securityGroups).not.toEqual(facts.network.securityGroups);
    const second = await runProgram(live, config, secrets);
    expect(second.graph).toEqual(first.graph);
    expect((await runProgram(factsAfter(live, second), config, secrets)).graph).toEqual(first.graph);
  });
});

describe("order", () => {
  it("of what discovery answers changes nothing", async () => {
    const { graph } = await runProgram(terraformFacts);
    await fc.assert(
      fc.asyncProperty(inAnyOrder(terraformFacts.network), async (network) => {
        expect((await runProgram({ ...terraformFacts, network })).graph).toEqual(graph);
      }),
      { numRuns: 10 },
    );
  });

  it("of bytes is the same twice, in every format", async () => {
    const reports = [await plan(root, { stack: "dev" }), await plan(root, { stack: "dev" })];
    for (const format of formatNames) {
      const [first, second] = reports.map((report) => formats[format](report, { color: false, width: 100 }));
      expect(first).toBe(second);
    }
  });
});

/** The same value with the elements of every list in any order. */
function inAnyOrder<T>(value: T): fc.Arbitrary<T> {
  if (Array.isArray(value)) {
    const elements: fc.Arbitrary<unknown[]> = fc.tuple(...value.map(inAnyOrder));
    return elements.chain((list) => fc.shuffledSubarray(list, { minLength: list.length })) as fc.Arbitrary<any>;
  }
  if (typeof value !== "object" || value === null) return fc.constant(value);
  const fields = Object.entries(value).map(([key, field]) => [key, inAnyOrder(field)] as const);
  return fc.record(Object.fromEntries(fields)) as fc.Arbitrary<any>;
}

describe("secrets", () => {
  it("reach the cluster, and nothing that is printed or kept in plain text", async () => {
    const annotation = "s3cret-annotation";
    const streamingProxy = JSON.stringify({ extraValues: { podAnnotations: { note: annotation } } });
    const secrets = { ...credentials, streamingProxy, kubeconfig: kubeconfig(devFacts.cluster.endpoint) };
    const { graph, outputs, cloud } = await runProgram(
      devFacts,
      { imageRegistry: "registry.example.com/nvcf" },
      secrets,
    );
    const words = [...Object.values(credentials), annotation, "t0ken-of-the-cluster"];
    const found = (where: unknown) => words.filter((word) => texts(where).some((text) => text.includes(word)));
    expect(found([...cloud.resources.values()])).toEqual(words.filter((word) => !word.startsWith("t0ken")));
    expect(found({ graph, outputs })).toEqual([]);
  });
});

describe("the providers", () => {
  const provider = ({ graph }: Ran, cloud: string) =>
    graph.resources.find(({ type }) => type === `pulumi:providers:${cloud}`)!.inputs;

  it("take over the keys of the default AWS provider", async () => {
    const ran = await runProgram(devFacts, {
      "aws:profile": "dev",
      "aws:allowedAccountIds": ["123456789012"],
      "aws:defaultTags": { tags: { team: "media" } },
      "aws:ignoreTags": { keyPrefixes: ["org:"] },
    });
    expect(provider(ran, "aws")).toMatchObject({
      region: "us-west-2",
      profile: "dev",
      allowedAccountIds: JSON.stringify(["123456789012"]),
      defaultTags: JSON.stringify({ tags: { team: "media" } }),
      ignoreTags: JSON.stringify({ keyPrefixes: ["org:"] }),
    });
  });

  it("get tokens as the AWS provider's profile and role", async () => {
    const ran = await runProgram(devFacts, {
      "aws:profile": "dev",
      "aws:assumeRoles": [{ roleArn: "arn:aws:iam::123456789012:role/lls" }],
    });
    const { users } = JSON.parse(provider(ran, "kubernetes").kubeconfig as string) as Record<string, any>;
    const args = (users[0].user.exec.args as string[]).join(" ");
    expect(args).toMatch(
      /^eks get-token --cluster-name nvcf-dev .*--profile dev --role-arn arn:aws:iam::123456789012:role\/lls$/,
    );
  });

  it("keep what is secret in the AWS keys secret", async () => {
    const ran = await runProgram(
      devFacts,
      {},
      {
        "aws:profile": "s3cret",
        "aws:assumeRoles": JSON.stringify([{ roleArn: "arn:aws:iam::123456789012:role/s3cret" }]),
      },
    );
    expect(provider(ran, "aws")).toMatchObject({ profile: "[secret]", assumeRoles: "[secret]" });
    expect(provider(ran, "kubernetes").kubeconfig).toBe("[secret]");
    expect(texts(ran.graph).filter((text) => text.includes("s3cret"))).toEqual([]);
  });

  it("may use several roles and external ids if the kubeconfig is given", async () => {
    const assumeRoles = [1, 2].map((id) => ({ roleArn: `arn:aws:iam::123456789012:role/r${id}`, externalId: "x" }));
    const ran = await runProgram(
      devFacts,
      { "aws:assumeRoles": assumeRoles },
      { kubeconfig: kubeconfig(devFacts.cluster.endpoint) },
    );
    expect(provider(ran, "aws").assumeRoles).toBe(JSON.stringify(assumeRoles));
  });
});

/** Every text within a value, and what it says if it is base64, as Kubernetes writes secrets. */
function texts(value: unknown): string[] {
  if (typeof value === "string") return [value, Buffer.from(value, "base64").toString("latin1")].flatMap(withInner);
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(texts) : [];
}

/** A Docker configuration has base64 within base64. */
function withInner(text: string): string[] {
  const inner = text.match(/[A-Za-z0-9+/]{16,}={0,2}/g) ?? [];
  return [text, ...inner.map((part) => Buffer.from(part, "base64").toString("latin1"))];
}

describe("rules of our own in the live cloud", () => {
  it("do not open a verdict once the stack no longer makes them", async () => {
    const assume = { eks: { nodeRules: "assume" } };
    const live = factsAfter(terraformFacts, await runProgram(terraformFacts));
    const verdicts = verdictsOf(await runProgram(live, assume));
    expect(verdicts).toEqual(verdictsOf(await runProgram(terraformFacts, assume)));
    for (const flow of ["E2", "E3", "E4", "E5", "E6", "E7"])
      expect(new Set(verdicts[flow])).toEqual(new Set(["closed"]));
  });

  it("open it if they are someone else's", async () => {
    const ran = await runProgram(terraformFacts);
    const foreign = betweenNodes(ran).map(({ id }) => id);
    const live = disowned(factsAfter(terraformFacts, ran), foreign);
    const verdicts = verdictsOf(await runProgram(live, { eks: { nodeRules: "assume" } }));
    for (const flow of ["E4", "E5", "E6", "E7"]) expect(new Set(verdicts[flow])).toEqual(new Set(["open"]));
  });
});

/** The rules between groups that exist before: the only ones that someone else can have made too. */
function betweenNodes({ graph }: Ran): GraphResource[] {
  const existing = terraformFacts.network.securityGroups.map(({ id }) => id as unknown);
  return graph.resources.filter(
    ({ type, inputs }) =>
      isRule(type) && existing.includes(inputs.securityGroupId) && existing.includes(inputs.referencedSecurityGroupId),
  );
}

/** The facts with some rules made by hand. */
function disowned(facts: EksFacts, ruleIds: (string | undefined)[]): EksFacts {
  const changed = structuredClone(facts);
  const rules = changed.network.securityGroups.flatMap((group) => group.rules ?? []);
  for (const rule of rules) if (ruleIds.includes(rule.id)) rule.tags = {};
  return changed;
}

describe("bad input", () => {
  let registrations: MockInstance<SimulatorMonitor["registerResource"]>;
  beforeEach(() => void (registrations = vi.spyOn(SimulatorMonitor.prototype, "registerResource")));
  afterEach(() => registrations.mockRestore());

  /** The problems with which the program ends, before it registers anything but the stack itself. */
  async function problems(facts: EksFacts, secrets?: Record<string, string>): Promise<Record<string, string>> {
    registrations.mockClear();
    const error = await runProgram(facts, {}, secrets).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    if (!(error instanceof BadInput)) throw new Error(`not BadInput: ${String(error)}`);
    expect(registrations.mock.calls.map(([request]) => request.getType())).toEqual(["pulumi:pulumi:Stack"]);
    expect(error.message).not.toContain("S3CRET");
    return Object.fromEntries(error.problems.map(({ path, reason }) => [path, reason]));
  }

  it("a foreign rule identical to ours, with the line that takes it over", async () => {
    const ran = await runProgram(terraformFacts);
    const live = factsAfter(terraformFacts, ran);
    const between = betweenNodes(ran);
    expect(between.length).toBeGreaterThan(4);
    for (const { type, name, id, parent, provider } of between) {
      const found = await problems(disowned(live, [id]));
      expect(found).toEqual({ "eks.nodeRules": expect.stringContaining(`rule ${id} of`) });
      const [providerUrn] = provider!.split(/::(?=[^:]*$)/);
      expect(found["eks.nodeRules"]).toContain(
        `pulumi import ${type} ${name} ${id} --parent lls=${parent} --provider aws=${providerUrn} --protect=false`,
      );
    }
  });

  it.each(["https://other.example.com", "http://0123456789ABCDEF0123456789ABCDEF.gr7.us-west-2.eks.amazonaws.com"])(
    "a kubeconfig that leads to %s",
    async (server) => {
      const found = await problems(devFacts, { kubeconfig: kubeconfig(server) });
      expect(found).toEqual({ kubeconfig: expect.stringContaining(devFacts.cluster.endpoint) });
      expect(found.kubeconfig).toContain(`leads to ${server.toLowerCase()},`);
    },
  );

  it("a kubeconfig whose server has a password, which is not repeated", async () => {
    const found = await problems(devFacts, { kubeconfig: kubeconfig("https://me:S3CRET@other.example.com") });
    expect(found).toEqual({ kubeconfig: expect.stringContaining("leads to https://other.example.com,") });
  });

  it.each([
    "S3CRET",
    "~/.kube/S3CRET",
    "S3CRET: [",
    "!S3CRET x",
    "{}",
    "5",
    "contexts: S3CRET",
    "current-context: a\ncontexts: [S3CRET]\nclusters: []",
    "current-context: S3CRET\ncontexts: []\nclusters: []",
    "current-context: a\ncontexts: [{name: a, context: {cluster: a}}]\nclusters: [{name: a, cluster: {server: S3CRET}}]",
  ])("%j as kubeconfig, which is not quoted", async (text) => {
    const warning = vi.spyOn(process, "emitWarning");
    const found = await problems(devFacts, { kubeconfig: text });
    expect(found).toEqual({ kubeconfig: expect.stringContaining("is not a kubeconfig") });
    expect(warning.mock.calls).toEqual([]);
    warning.mockRestore();
  });
});

describe("a kubeconfig of the cluster", () => {
  const { endpoint } = devFacts.cluster;

  it.each([endpoint, endpoint.toLowerCase(), `${endpoint}/`, `${endpoint}:443`])(
    "may write it as %s",
    async (server) => {
      const { graph } = await runProgram(devFacts, {}, { kubeconfig: kubeconfig(server) });
      const provider = graph.resources.find(({ type }) => type === "pulumi:providers:kubernetes");
      expect(provider?.inputs.kubeconfig).toBe("[secret]");
    },
  );
});
