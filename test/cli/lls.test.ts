import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi, type MockInstance } from "vitest";
import type { ReportedFlow } from "../../cli/report";
import type { EksFactsFile } from "../../discovery/eks/facts";
import type { Verdict } from "../../reachability/verdict";
import { SimulatorMonitor } from "../../simulator/monitor";
import type { Config } from "../stacks/stack-file";
import { lls, llsProcess, planned, type Ended } from "./run-lls";
import { root, temporaryFolder, temporaryProject } from "./temporary-project";

const example = (name: string): string => join(root, "facts", "examples", `${name}.json`);
const devFacts = readFileSync(join(root, "facts", "dev.json"), "utf8");

/** The text of the dev stack's facts after a change. */
function changedFacts(change: (facts: EksFactsFile) => void): string {
  const facts = JSON.parse(devFacts) as EksFactsFile;
  change(facts);
  return JSON.stringify(facts);
}

/** The flows that fail a plan by their ids. */
const requiredFlows = ["E1", "E1r", "E2", "E2r", "E3", "E3r", "E4", "E5", "E6", "E7"];

/** Verdicts of the required flows, by id. */
function verdicts(flows: ReportedFlow[]): Record<string, Verdict[]> {
  const required = flows.filter(({ need }) => need === "required");
  return Object.fromEntries(
    [...new Set(required.map(({ id }) => id))].map((id) => [
      id,
      [...new Set(required.filter((flow) => flow.id === id).map(({ verdict }) => verdict))],
    ]),
  );
}

const allOpen = Object.fromEntries(requiredFlows.map((id) => [id, ["open"]]));

/** The layers of a flow that take something away. */
const obstacles = (flows: ReportedFlow[], id: string) =>
  flows.filter((flow) => flow.id === id).flatMap(({ layers }) => layers.filter(({ verdict }) => verdict !== "open"));

describe("done means", () => {
  it("the committed stack with its facts is open, hop by hop", async () => {
    const { code, flows, assumed, summary } = await planned(root);
    expect(verdicts(flows)).toEqual(allOpen);
    expect({ code, assumed }).toEqual({ code: 0, assumed: false });
    expect(summary).toMatchObject({ closed: 0, partial: 0, unknown: 0 });
  });

  it("without facts it is open (assumed), and says so", async () => {
    const { code, flows, assumed } = await planned(root, "--assume");
    expect({ code, assumed, verdicts: verdicts(flows) }).toEqual({ code: 0, assumed: true, verdicts: allOpen });
    const { out } = await lls(root, "plan", "--assume");
    expect(out).toContain("✓ open (assumed)");
    expect(out).not.toContain("open:");
  });

  it("a project without a facts file is assumed as with --assume", async () => {
    const { out, code } = await lls(temporaryProject(), "plan");
    expect({ code, assumed: out.includes("open (assumed)") }).toEqual({ code: 0, assumed: true });
  });

  it("--require-facts fails on an assumed cluster and on a fact that is unknown, and on nothing else", async () => {
    expect((await lls(root, "plan", "--assume", "--require-facts")).code).toBe(1);
    expect((await lls(root, "plan", "--require-facts")).code).toBe(0);
    const unread = temporaryProject(
      {},
      changedFacts(({ network }) => delete network.blockPublicAccess),
    );
    expect((await lls(unread, "plan", "--require-facts")).code).toBe(1);
  });

  it("a network ACL that denies the media closes E2, naming rule 90", async () => {
    const { code, flows } = await planned(root, "--facts", example("nacl-denies-media"));
    expect(verdicts(flows)).toMatchObject({ E1: ["open"], E2: ["closed"], E3: ["open"] });
    expect(obstacles(flows, "E2")).toMatchObject([{ rule: "90", missing: [{ ports: ["30504"] }] }]);
    expect(code).toBe(1);
  });

  it("a way back to ports 32768-61000 only is partial, naming rule 110 and the ports that are missing", async () => {
    const { code, flows } = await planned(root, "--facts", example("nacl-return-ports"));
    expect(verdicts(flows)).toEqual({ ...allOpen, E1r: ["partial"], E2r: ["partial"] });
    expect(obstacles(flows, "E1r")).toMatchObject([
      { verdict: "partial", rule: "110", missing: [{ ports: ["1024-32767", "61001-65535"] }] },
    ]);
    expect(code).toBe(1);
  });

  it("terraform-style groups are open with the program's rules; without them E4-E7 are closed", async () => {
    const facts = example("terraform-groups");
    const created = await planned(root, "--facts", facts);
    expect({ code: created.code, verdicts: verdicts(created.flows) }).toEqual({ code: 0, verdicts: allOpen });

    const assumed = await planned(temporaryProject({ eks: { nodeRules: "assume" } }), "--facts", facts);
    expect(verdicts(assumed.flows)).toMatchObject({ E4: ["closed"], E5: ["closed"], E6: ["closed"], E7: ["closed"] });
    expect(assumed.code).toBe(1);
  });

  it("GPU nodes with another group: both groups get rules, and every flow is open", async () => {
    const { code, flows, resources } = await planned(root, "--facts", example("separate-gpu-group"));
    expect({ code, verdicts: verdicts(flows) }).toEqual({ code: 0, verdicts: allOpen });
    const { network } = JSON.parse(readFileSync(example("separate-gpu-group"), "utf8")) as EksFactsFile;
    const groupsOf = (name: string) =>
      network.nodePools.find((pool) => pool.name === name)!.interfaces!.flatMap((nic) => nic.securityGroupIds);
    const withRules = resources
      .filter(({ type }) => type === "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule")
      .map(({ inputs }) => inputs.securityGroupId);
    expect(groupsOf("gpu")).not.toEqual(groupsOf("compute"));
    expect(withRules).toEqual(expect.arrayContaining([...groupsOf("compute"), ...groupsOf("gpu")]));
  });

  it("clients beyond allowedCidrs make E1 partial, and it says who is missing", async () => {
    const config = { clients: ["0.0.0.0/0"], allowedCidrs: ["198.51.100.0/24"] };
    const { code, flows } = await planned(temporaryProject(config, devFacts));
    expect(code).toBe(1);
    expect(verdicts(flows)).toMatchObject({ E1: ["partial"] });
    const [layer] = obstacles(flows, "E1");
    const sources = layer!.missing.flatMap((missing) => missing.sources);
    expect(sources.filter((range) => holds(range, "198.51.100.0") || holds(range, "198.51.100.255"))).toEqual([]);
    for (const outside of ["198.51.99.255", "198.51.101.0", "203.0.113.1"]) {
      expect(sources.filter((range) => holds(range, outside))).toHaveLength(1);
    }
  });

  it("allowedCidrs alone is open, for exactly that audience", async () => {
    const allowedCidrs = ["198.51.100.0/24"];
    const alone = await planned(temporaryProject({ allowedCidrs }, devFacts));
    expect({ code: alone.code, verdicts: verdicts(alone.flows) }).toEqual({ code: 0, verdicts: allOpen });
    const oneMore = { allowedCidrs, clients: [...allowedCidrs, "203.0.113.7/32"] };
    const { flows } = await planned(temporaryProject(oneMore, devFacts));
    expect(obstacles(flows, "E1").flatMap(({ missing }) => missing)).toMatchObject([{ sources: ["203.0.113.7/32"] }]);
  });
});

/** Whether a range, `first-last` or a CIDR that is one, holds an address. */
function holds(range: string, address: string): boolean {
  const number = (text: string) => text.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
  const [first, last] = range.split("-");
  const [base, bits = "32"] = first!.split("/");
  const end = last === undefined ? number(base!) + 2 ** (32 - Number(bits)) - 1 : number(last);
  return number(base!) <= number(address) && number(address) <= end;
}

describe("a cluster name of 100 characters with underscores", () => {
  const cluster = `${"a_long_name".repeat(9)}_`;

  it("works, and every name and tag made from it is legal", async () => {
    const facts = changedFacts((recorded) => (recorded.cluster.name = cluster));
    const { code, resources } = await planned(temporaryProject({ cluster }, facts));
    expect({ code, length: cluster.length }).toEqual({ code: 0, length: 100 });
    const aws = resources.filter(({ type }) => type.startsWith("aws:"));
    // Autonaming adds a hyphen and seven characters (ELB API, CreateLoadBalancer and CreateTargetGroup, Name).
    const limited = aws.filter(({ type }) => /:(LoadBalancer|TargetGroup)$/.test(type)).map(({ name }) => name);
    expect(limited).toHaveLength(2);
    for (const name of limited) expect(`${name}-1234567`).toMatch(/^[A-Za-z0-9][A-Za-z0-9-]{0,30}[A-Za-z0-9]$/);
    // EC2 user guide, "Tag restrictions".
    const tags = aws.flatMap(({ inputs }) => Object.entries((inputs.tags ?? {}) as Record<string, string>));
    expect(tags.filter(([, value]) => value.includes(cluster))).not.toEqual([]);
    for (const [key, value] of tags) expect(`${key}=${value}`).toMatch(/^[\w .:/+@-]{1,128}=[\w .:/=+@-]{0,256}$/);
  });
});

/** Input that is wrong. */
interface Bad {
  /** Config besides the least, or the whole stack file. */
  stack?: Config | string;
  facts?: string;
  args?: string[];
  /** Exactly these keys are named, each with this in its line. */
  problems: Record<string, string>;
}

const config = (stack: Config, problems: Record<string, string>): Bad => ({ stack, facts: devFacts, problems });
const port = { port: "must be a whole number, 1-65535" };
const pullSecret = { registryUsername: { secure: "AAAA" }, registryPassword: { secure: "AAAA" } };

const badInputs: Record<string, Bad> = {
  "a malformed stack file": { stack: "config: [", problems: { "line 1, column 10": "not valid YAML" } },
  "an empty stack file": { stack: "", problems: { file: "empty" } },
  "a missing stack file": { args: ["--stack", "prod"], problems: { file: "the stacks here are dev" } },
  "a path as stack": { args: ["--stack", "../dev"], problems: { stack: "the bare name of a stack" } },
  "unknown keys": config(
    { clutser: "x", "nvcf-lls:avaliabilityZone": "x", eks: { subnet: "subnet-1" } },
    {
      clutser: "did you mean `cluster`",
      avaliabilityZone: "did you mean `availabilityZone`",
      "eks.subnet": "did you mean `subnetId`",
    },
  ),
  "port 0": config({ port: 0 }, port),
  "port 70000": config({ port: 70000 }, port),
  "a port with a space": config({ port: "5004 " }, port),
  "a zone of another region": config(
    { "aws:region": "eu-central-1" },
    { availabilityZone: "a zone of the region in aws:region", "aws:region": "eu-central-1" },
  ),
  "an empty cluster name": config({ cluster: "" }, { cluster: "1-100 letters" }),
  "a CIDR with host bits": config({ allowedCidrs: ["198.51.100.7/24"] }, { "allowedCidrs[0]": "198.51.100.0/24" }),
  "a private audience": config({ clients: ["10.0.0.0/8"] }, { "clients[0]": "private range" }),
  "private senders": config({ allowedCidrs: ["10.0.0.0/8"] }, { "allowedCidrs[0]": "private range" }),
  "an IPv6 range": config({ allowedCidrs: ["2001:db8::/32"] }, { "allowedCidrs[0]": "must be IPv4" }),
  "a plain registry password": config(
    { imageRegistry: "registry.example.com/nvcf", ...pullSecret, registryPassword: "hunter2" },
    { registryPassword: "pulumi config set --secret nvcf-lls:registryPassword" },
  ),
  "an ECR token as pull secret": config(pullSecret, { registryUsername: "12 hours", registryPassword: "12 hours" }),
  "a registry with a scheme": config(
    { imageRegistry: "https://registry.example.com/nvcf" },
    { imageRegistry: "write registry.example.com/nvcf" },
  ),
  "a registry with a trailing slash": config(
    { imageRegistry: "registry.example.com/nvcf/" },
    { imageRegistry: "write registry.example.com/nvcf" },
  ),
  "a subnet in another zone": config(
    { eks: { subnetId: "subnet-0a000000000000002" } },
    { "eks.subnetId": "lies in us-west-2b, but availabilityZone is us-west-2a" },
  ),
  "facts that are not JSON": { facts: "{", problems: { file: "is not JSON" } },
  "facts that lack a field": {
    facts: changedFacts(({ cluster }) => delete (cluster as Partial<typeof cluster>).endpoint),
    problems: { "cluster.endpoint": "is missing" },
  },
  "facts of another cluster": {
    facts: changedFacts(({ cluster }) => (cluster.name = "other")),
    problems: { "cluster.name": "is not what cluster of the stack says (nvcf-dev)" },
  },
  "facts of another region": {
    facts: changedFacts((facts) => (facts.region = "us-east-1")),
    problems: { region: "is not what availabilityZone of the stack says" },
  },
  "facts that are not there": { args: ["--facts", "nowhere.json"], problems: { "--facts": "no such file" } },
  "a folder as facts": { args: ["--facts", "."], problems: { "--facts": "cannot be read" } },
  "ids in the facts that cannot be": {
    facts: changedFacts(({ network }) => (network.vpcId = "my-vpc")),
    problems: { vpcId: "vpc-" },
  },
  "targets with ELB health checks": {
    args: ["--facts", example("elb-health-checks")],
    problems: { "eks.targets": "eks-compute-0a000001" },
  },
  "two candidate groups": {
    args: ["--facts", example("two-candidate-groups")],
    problems: { "eks.proxyNodeSecurityGroupIds": "sg-0a000000000000004 (nvcf-dev-node-base), sg-0a000000000000005 (" },
  },
};

describe("bad input", () => {
  let registrations: MockInstance<SimulatorMonitor["registerResource"]>;
  beforeEach(() => void (registrations = vi.spyOn(SimulatorMonitor.prototype, "registerResource")));
  afterEach(() => registrations.mockRestore());

  it.each(Object.entries(badInputs))("%s", async (_, { stack, facts, args = [], problems }) => {
    const ended = await lls(temporaryProject(stack, facts), "plan", ...args);
    expect(problemLines(ended)).toEqual(
      Object.fromEntries(Object.entries(problems).map(([key, part]) => [key, expect.stringContaining(part)])),
    );
    expect(ended).toMatchObject({ code: 2, out: "" });
    expect(ended.err).not.toMatch(/^ {4}at /m);
    expect(ended.err).not.toContain("hunter2");
    const types = registrations.mock.calls.map(([request]) => request.getType());
    expect(types.filter((type) => type !== "pulumi:pulumi:Stack")).toEqual([]);
  });

  it("two mistakes in one file are told together", async () => {
    const { err } = await lls(temporaryProject({ port: 0, cluster: "" }), "plan");
    expect(err).toMatch(/: 2 problems\n {2}cluster: .*\n {2}port: .*\n$/);
  });

  it("a folder without a project", async () => {
    const ended = await lls(temporaryFolder(), "plan");
    expect(ended).toMatchObject({ code: 2, out: "" });
    expect(ended.err).toContain("run this in the folder of a Pulumi project");
  });

  it.each([
    [["plan", "--format", "xml"], "text, json, markdown, mermaid"],
    [["plan", "--nope"], "unknown option '--nope'"],
    [["plan", "extra"], "too many arguments"],
    [["plan", "--facts"], "argument missing"],
    [["plan", "--facts", ""], "there is no such file"],
    [["plan", "--assume", "--facts", "facts/dev.json"], "cannot be used with option '--assume'"],
    [["destroy"], "unknown command 'destroy'"],
    [[], "Usage: lls"],
  ])("lls %j", async (args, message) => {
    const ended = await lls(root, ...args);
    expect(ended).toMatchObject({ code: 2, out: "" });
    expect(ended.err).toContain(message);
  });
});

/** What an error says of each key: the lines below its first one. */
function problemLines({ err }: Ended): Record<string, string> {
  const lines = err.trimEnd().split("\n").slice(1);
  return Object.fromEntries(lines.map((line) => [line.slice(2, line.indexOf(": ")), line]));
}

describe("the command line", () => {
  it("tells what the cloud would refuse without a stack trace", async () => {
    const streamingProxy = { resources: { cpu: "500", memory: "24Gi" } };
    const ended = await lls(temporaryProject({ streamingProxy }, devFacts), "plan");
    expect(ended).toMatchObject({ code: 2, out: "" });
    expect(ended.err).toMatch(/^The cloud would refuse this plan: 1 problem\n {2}urn:.*FailedScheduling.*\n$/);
  });

  it.each<[string, Config]>([
    ["discovered", {}],
    ["given", { eks: { subnetId: "subnet-0a000000000000001" } }],
  ])("plans an installation that stands in a subnet which is short since, %s", async (_, stack) => {
    const facts = (tags: Record<string, string>) =>
      changedFacts(({ network }) => {
        for (const subnet of network.subnets) subnet.availableAddresses = 3;
        const ours = {
          id: "sgr-9",
          egress: false,
          protocol: "udp",
          fromPort: 30504,
          toPort: 30504,
          cidr: "192.0.2.9/32",
        };
        network.securityGroups[0]!.rules!.push({ ...ours, tags });
      });
    const tags = { "lls:provisioner": "pulumi", "lls:cluster": "nvcf-dev", "lls:stack": "nvcf-lls/dev" };
    const { code, flows } = await planned(temporaryProject(stack, facts(tags)));
    expect({ code, verdicts: verdicts(flows) }).toEqual({ code: 0, verdicts: allOpen });
    const { code: refused, err } = await lls(temporaryProject(stack, facts({})), "plan");
    expect({ refused, err }).toEqual({ refused: 2, err: expect.stringContaining("eks.subnetId") });
  });

  it.each<[string, Config]>([
    ["that the namespace exists", { streamingProxy: { namespace: "existing" } }],
    ["that the chart has further values", { streamingProxy: { extraValues: { podAnnotations: { team: "media" } } } }],
    ["that an encrypted kubeconfig is the cluster's", { kubeconfig: { secure: "AAAA" } }],
  ])("takes the stack's word %s", async (_, stack) => {
    const { code, flows } = await planned(temporaryProject(stack, devFacts));
    expect({ code, verdicts: verdicts(flows) }).toEqual({ code: 0, verdicts: allOpen });
  });

  it.each([[["--help"]], [["plan", "--help"]], [["facts", "--help"]]])("lls %j helps", async (args) => {
    const ended = await lls(root, ...args);
    expect(ended).toMatchObject({ code: 0, err: "" });
    expect(ended.out).toMatch(/^Usage: lls/);
  });

  it.each(["--version", "-V"])("lls %s prints the version of the package", async (flag) => {
    const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };
    expect(await lls(root, flag)).toEqual({ code: 0, out: `${version}\n`, err: "" });
    expect(await llsProcess(temporaryFolder(), [flag])).toEqual({ code: 0, out: `${version}\n`, err: "" });
  });

  it("ends with 3 and a stack trace on its own defects", async () => {
    vi.spyOn(SimulatorMonitor.prototype, "registerResource").mockImplementationOnce(() => {
      throw new TypeError("a defect");
    });
    const ended = await lls(root, "plan");
    expect(ended).toMatchObject({ code: 3, out: "" });
    expect(ended.err).toMatch(/a defect of lls: TypeError: a defect\n {4}at /);
  });
});

describe.concurrent("as a process", () => {
  it.each([
    ["text", "dev", 0, /^LLS in stack dev on eks, cluster nvcf-dev\n✓ open\n/],
    ["json", "nacl-denies-media", 1, /^\{.*"stack": "dev".*\}\n$/s],
    ["markdown", "nacl-return-ports", 1, /^#+ .*dev/],
    ["mermaid", "separate-gpu-group", 0, /^flowchart /],
  ])("plan --format %s of %s ends with %i", async (format, facts, code, output) => {
    const file = facts === "dev" ? [] : ["--facts", example(facts)];
    const ended = await llsProcess(root, ["plan", "--format", format, ...file]);
    expect(ended).toMatchObject({ code, err: "" });
    expect(ended.out).toMatch(output);
  });

  it("bad input is exit code 2, and stderr has one error without stack trace", async () => {
    const { code, out, err } = await llsProcess(temporaryProject({ port: 0 }), ["plan"]);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toMatch(/^\S+: 1 problem\n {2}port: .*\n$/);
  });

  it("a reader that goes away changes neither exit code nor stderr", async () => {
    const { code, err } = await llsProcess(root, ["plan"], { closedPipe: true });
    expect({ code, err }).toEqual({ code: 0, err: "" });
  });
});
