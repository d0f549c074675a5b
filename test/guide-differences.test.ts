import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { plan } from "../cli/plan";
import { readStackFile } from "../cli/stack-file";
import type { EksFacts } from "../discovery/eks/facts";
import { selectEks } from "../discovery/eks/select";
import { eksInstallations } from "../graph/eks-installation";
import type { GraphResource, ResourceGraph } from "../graph/resource-graph";
import { program } from "../stacks/program";
import { judgeEks } from "../reachability/aws/flows";
import type { FlowVerdict } from "../reachability/verdict";
import { SimulatedCloud } from "../simulator/cloud";
import { runSimulated } from "../simulator/run";
import { parseStackConfig, type EksStackConfig } from "../stacks/config";
import { eksDiscoveryRequest } from "../stacks/eks";
import { devFacts, factsOf } from "./discovery/eks/dev-facts";

// One test per point of docs/guide-differences.md that can be tested; titles begin with the points. Each looks at what the
// real program registers for the dev stack, with its recorded facts unless it says otherwise. Those of AKS: guide-differences-aks.test.ts.

const root = join(__dirname, "..");
const devStack = readStackFile(root, "dev");
const clusterGroup = "sg-0a000000000000001";

interface Installed {
  cloud: SimulatedCloud;
  graph: ResourceGraph;
  outputs: Record<string, unknown>;
}

function configOf(changes: Record<string, unknown>): EksStackConfig {
  const changed = Object.entries(changes).map(([key, value]) => [
    key.includes(":") ? key : `nvcf-lls:${key}`,
    typeof value === "string" ? value : JSON.stringify(value),
  ]);
  const values = { ...devStack.config, ...Object.fromEntries(changed) } as Record<string, string>;
  return parseStackConfig({
    project: devStack.project,
    subject: "the test",
    values,
    secretKeys: new Set(),
  }) as EksStackConfig;
}

/** Runs the program for the dev stack, some of its config keys or facts changed. */
async function install(changes: Record<string, unknown> = {}, facts = factsOf("dev.json")): Promise<Installed> {
  const config = configOf(changes);
  const cloud = new SimulatedCloud(facts);
  const result = await runSimulated({
    cloud,
    project: devStack.project,
    stack: "dev",
    config: devStack.config,
    secretKeys: [],
    program: () => program({ config: () => config, eksFacts: () => Promise.resolve(facts) }),
  });
  return { cloud, ...result };
}

function ofType({ graph }: Installed, type: string): GraphResource[] {
  return graph.resources.filter((resource) => resource.type.endsWith(`:${type}`));
}

function only(installed: Installed, type: string): GraphResource {
  const found = ofType(installed, type);
  expect(found).toHaveLength(1);
  return found[0]!;
}

/** Inbound rules as `group protocol ports peer`, the load balancer's group called `nlb`. */
function inboundRules(installed: Installed): string[] {
  const loadBalancerGroup = only(installed, "SecurityGroup").id;
  const named = (id: unknown) => (id === loadBalancerGroup ? "nlb" : String(id));
  return ofType(installed, "SecurityGroupIngressRule").map(({ inputs }) =>
    [
      named(inputs.securityGroupId),
      inputs.ipProtocol,
      inputs.fromPort === inputs.toPort ? inputs.fromPort : `${String(inputs.fromPort)}-${String(inputs.toPort)}`,
      inputs.cidrIpv4 ?? named(inputs.referencedSecurityGroupId),
    ].join(" "),
  );
}

function flowsOf({ graph }: Installed): FlowVerdict[] {
  return eksInstallations(graph).flatMap((installation) => judgeEks(installation));
}

function verdictsOf(installed: Installed, ids: string[]): string[] {
  const flows = flowsOf(installed).filter(({ id }) => ids.includes(id));
  expect(new Set(flows.map(({ id }) => id))).toEqual(new Set(ids));
  return [...new Set(flows.map(({ verdict }) => verdict))];
}

/** Paths of all scalars: `env.lbPort`, `availabilityZones.zones[0]`. */
function leaves(value: unknown, path = ""): string[] {
  if (Array.isArray(value)) return value.flatMap((entry, index) => leaves(entry, `${path}[${index}]`));
  if (typeof value !== "object" || value === null) return [path];
  return Object.entries(value).flatMap(([key, entry]) => leaves(entry, path === "" ? key : `${path}.${key}`));
}

function remove({ cloud }: Installed, { type, id = "", provider }: GraphResource): void {
  cloud.delete(type, id, provider);
}

/** Deletes as the engine does, a resource before what it depends on; `pick` chooses among those that may go. */
function destroy(installed: Installed, pick: (ready: GraphResource[]) => GraphResource): void {
  let left = [...installed.graph.resources];
  while (left.length > 0) {
    const needed = new Set(
      left.flatMap(({ dependencies, parent = "", provider = "" }) => [
        ...dependencies,
        parent,
        provider.slice(0, provider.lastIndexOf("::")),
      ]),
    );
    const next = pick(left.filter(({ urn }) => !needed.has(urn)));
    if (next.custom && !next.type.startsWith("pulumi:")) remove(installed, next);
    left = left.filter((resource) => resource !== next);
  }
}

describe("targets", () => {
  it.each([
    ["autoScalingGroups", {}, "instance"],
    ["targetGroupBinding", { targetGroupBinding: { serviceName: "streaming-proxy", servicePort: 5004 } }, "instance"],
    ["addresses", {}, "ip"],
  ])("lls §1.12-1, net §0-4: the target type fits what registers targets (%s)", async (kind, of, type) => {
    const installed = await install({ eks: { targets: { kind, ...of } } });
    expect(only(installed, "TargetGroup").inputs.targetType).toBe(type);
    for (const { inputs } of ofType(installed, "TargetGroupBinding"))
      expect(inputs.spec).toMatchObject({ targetType: type });
    expect(ofType(installed, "TargetGroupAttachment").map(({ inputs }) => inputs.targetId)).toEqual(
      type === "ip" ? ["192.0.2.140", "192.0.2.152"] : [],
    );
  });

  it("lls §1.12-5, net §0-6: only nodes in the load balancer's zone are targets", async () => {
    const { network } = factsOf("dev.json");
    const zoneOf = new Map(network.subnets.map(({ id, availabilityZone }) => [id, availabilityZone]));
    const compute = network.nodePools.find(({ name }) => name === "compute")!.addresses;
    const inZone = compute.filter(({ subnetId }) => zoneOf.get(subnetId) === "us-west-2a");
    expect(inZone.length).toBeLessThan(compute.length);

    const fixed = await install({ eks: { targets: { kind: "addresses" } } });
    expect(ofType(fixed, "TargetGroupAttachment").map(({ inputs }) => inputs.targetId)).toEqual(
      inZone.map(({ address }) => address),
    );
    const targetGroupBinding = { serviceName: "streaming-proxy", servicePort: 5004 };
    const bound = await install({ eks: { targets: { kind: "targetGroupBinding", targetGroupBinding } } });
    expect(only(bound, "TargetGroupBinding").inputs.spec).toMatchObject({
      nodeSelector: { matchLabels: { "topology.kubernetes.io/zone": "us-west-2a" } },
    });
  });

  it("lls §1.12-6: targets follow the nodes, because their Auto Scaling group registers them", async () => {
    const installed = await install();
    expect(only(installed, "Attachment").inputs).toEqual({
      autoscalingGroupName: "eks-compute-0a000001",
      lbTargetGroupArn: only(installed, "TargetGroup").outputs.arn,
    });
    expect(ofType(installed, "TargetGroupAttachment")).toEqual([]);
  });
});

describe("security groups", () => {
  it("lls §1.12-2, net §0-1: the nodes admit media and health checks of the load balancer", async () => {
    const rules = inboundRules(await install());
    expect(rules).toContain(`${clusterGroup} udp 30504 nlb`);
    expect(rules).toContain(`${clusterGroup} tcp 30800 nlb`);
  });

  it("net §0-2: media that passes by fail-open alone fails the plan, and health is what verify looks at", async () => {
    // What the guide opens, its one rule, as far as a rule that exists before the load balancer's group can say it.
    const facts = factsOf("examples/terraform-groups.json");
    const media = { egress: false, protocol: "udp", fromPort: 30504, toPort: 30504, cidr: "0.0.0.0/0", tags: {} };
    facts.network.securityGroups
      .find(({ name }) => name === "nvcf-dev-compute-node")!
      .rules!.push({ id: "sgr-guide", ...media });
    const guide = await install({ eks: { nodeRules: "assume" } }, facts);
    expect(verdictsOf(guide, ["E2"])).toEqual(["open"]);
    expect(verdictsOf(guide, ["E3"])).toEqual(["closed"]);
    expect(flowsOf(guide).find(({ id }) => id === "E3")!.need).toBe("required");
    expect(guide.outputs.verify).toContainEqual(expect.stringContaining("describe-target-health"));
  });

  it("lls §1.12-4, net §0-3: nodes admit each other on every port of the proxy, and the plan fails where they do not", async () => {
    const amongNodes = ["E4", "E5", "E6", "E7"];
    const facts = factsOf("examples/terraform-groups.json");
    expect(verdictsOf(await install({}, facts), amongNodes)).toEqual(["open"]);
    expect(verdictsOf(await install({ eks: { nodeRules: "assume" } }, facts), amongNodes)).toEqual(["closed"]);
  });

  it("lls §1.12-16, net §0-5: the nodes' group is the one on their interfaces, whatever it is called", async () => {
    const facts = devFacts(({ network }) => {
      const [group] = network.securityGroups;
      network.securityGroups.push({ ...group!, id: "sg-0a00000000000000d", name: "nvcf-dev-node-20260101", rules: [] });
      group!.name = "anything";
    });
    const groups = inboundRules(await install({}, facts)).map((rule) => rule.split(" ")[0]);
    expect(new Set(groups)).toEqual(new Set(["nlb", clusterGroup]));
  });

  it("lls §1.12-21: the internet may send to the one media port only, never to NodePorts", async () => {
    const fromAnywhere = inboundRules(await install()).filter((rule) => /\/\d+$/.test(rule));
    expect(fromAnywhere.sort()).toEqual(["nlb icmp 3-4 0.0.0.0/0", "nlb udp 5004 0.0.0.0/0"]);
  });
});

describe("destroy", () => {
  it("lls §1.12-3: a node rule left behind would hold the load balancer's group, so both are resources", async () => {
    for (const port of [30504, 30800]) {
      const installed = await install();
      const rule = ofType(installed, "SecurityGroupIngressRule").find(
        ({ inputs }) => inputs.fromPort === port && inputs.securityGroupId === clusterGroup,
      )!;
      const group = only(installed, "SecurityGroup");
      for (const other of [...ofType(installed, "Listener"), ...ofType(installed, "LoadBalancer")])
        remove(installed, other);
      for (const other of ofType(installed, "SecurityGroupIngressRule")) if (other !== rule) remove(installed, other);
      expect(() => remove(installed, group)).toThrow(expect.objectContaining({ code: "DependencyViolation" }));
      remove(installed, rule);
      remove(installed, group);
      expect(installed.cloud.resources.get(group.id!)).toBeUndefined();
    }
  });

  it("lls §1.12-13, lls §1.12-19: in any order that the dependencies allow, nothing is left, the namespace included", async () => {
    for (const position of [0, -1]) {
      const installed = await install({ eks: { addressing: { kind: "elasticIp" } } });
      expect(ofType(installed, "Namespace")).toHaveLength(1);
      expect(only(installed, "Release").inputs.createNamespace).toBe(false);
      destroy(installed, (ready) => ready.at(position)!);
      expect([...installed.cloud.resources.keys()]).toEqual([]);
    }
  });

  it("lls §1.12-18: an Elastic IP has every tag, and stays only if that was asked for", async () => {
    const elasticIp = async (retain: boolean) =>
      only(await install({ eks: { addressing: { kind: "elasticIp", elasticIp: { retain } } } }), "Eip");
    const address = await elasticIp(false);
    expect(address.inputs.tags).toMatchObject({
      Name: "nvcf-dev-lls-eip",
      Project: "nvcf",
      "lls:cluster": "nvcf-dev",
      "lls:managed-by": "customer",
      "lls:purpose": "streaming-traffic",
    });
    expect(address.options.retainOnDelete ?? false).toBe(false);
    expect((await elasticIp(true)).options.retainOnDelete).toBe(true);
  });

  it("lls §1.12-20: what is ours is told by exact tags, so that a cluster whose name begins alike keeps its rules", () => {
    const ruleOf = (cluster: string) => ({
      ...{ id: `sgr-${cluster}`, egress: false, protocol: "udp", fromPort: 30504, toPort: 30504, cidr: "192.0.2.0/24" },
      tags: { "lls:cluster": cluster, "lls:provisioner": "pulumi", "lls:stack": "nvcf-lls/dev" },
    });
    const facts = devFacts(({ network }) =>
      network.securityGroups[0]!.rules!.push(ruleOf("nvcf-dev"), ruleOf("nvcf-dev-2")),
    );
    const { network } = selectEks(facts, eksDiscoveryRequest(configOf({}), "nvcf-lls/dev"));
    const kept = network.securityGroups.flatMap(({ rules = [] }) => rules.map(({ id }) => id));
    expect(kept).toContain("sgr-nvcf-dev-2");
    expect(kept).not.toContain("sgr-nvcf-dev");
  });
});

describe("zone, subnet and region", () => {
  it("lls §1.12-7: one zone decides load balancer, proxy and nodes, and a node there has to have room for the proxy", async () => {
    const installed = await install();
    const { subnets } = factsOf("dev.json").network;
    const [subnetId] = only(installed, "LoadBalancer").inputs.subnets as string[];
    expect(subnets.find(({ id }) => id === subnetId)!.availabilityZone).toBe("us-west-2a");
    expect(only(installed, "Release").inputs.values).toMatchObject({
      availabilityZones: { enabled: true, zones: ["us-west-2a"] },
    });

    const small = devFacts(({ network }) => (network.nodePools[0]!.instanceTypes = ["m6i.large"]));
    await expect(install({}, small)).rejects.toMatchObject({ code: "FailedScheduling" });
  });

  it("lls §1.12-11: the zone says the region, everywhere, and another region is refused", async () => {
    const installed = await install();
    expect(only(installed, "aws").inputs.region).toBe("us-west-2");
    expect(installed.outputs.verify).toContainEqual(expect.stringMatching(/^aws .* --region us-west-2 /));
    expect(() => configOf({ "aws:region": "us-east-1" })).toThrow(/aws:region/);
  });

  it("lls §1.12-17: a subnet is public by its route to an internet gateway", async () => {
    const swapped = devFacts(({ network }) => {
      const [publicA, , privateA] = network.subnets;
      [publicA!.routeTableId, privateA!.routeTableId] = [privateA!.routeTableId, publicA!.routeTableId];
    });
    expect(only(await install({}, swapped), "LoadBalancer").inputs.subnets).toEqual(["subnet-0a000000000000003"]);

    const none = devFacts(({ network }) => {
      for (const subnet of network.subnets) subnet.routeTableId = "rtb-0a000000000000002";
    });
    await expect(install({}, none)).rejects.toThrow(
      /eks\.subnetId: no subnet in us-west-2a has a route to an internet/,
    );
  });
});

describe("the chart", () => {
  it("lls §1.12-8, lls §1.12-9: its values are the documented ones, neither a registry name nor the target group", async () => {
    const installed = await install();
    const { values } = only(installed, "Release").inputs;
    expect(leaves(values).sort()).toEqual([
      "availabilityZones.enabled",
      "availabilityZones.zones[0]",
      "env.lbDns",
      "env.lbPort",
      "image.pullPolicy",
      "image.repository",
      "image.tag",
      "nodeSelector.node-type",
      "replicaCount",
      "resources.limits.cpu",
      "resources.limits.memory",
      "resources.requests.cpu",
      "resources.requests.memory",
    ]);
    expect(values).toMatchObject({
      image: { repository: "123456789012.dkr.ecr.us-west-2.amazonaws.com/nvcf/streaming-proxy" },
    });
  });

  it("lls §1.12-12, net §0-10: its reference has no tag, its version stands apart", async () => {
    expect(only(await install(), "Release").inputs).toMatchObject({
      chart: "oci://123456789012.dkr.ecr.us-west-2.amazonaws.com/nvcf/gdn-streaming",
      version: "3.0.0",
    });
  });

  it("lls §1.12-28: versions are inputs; the default is the newest, the guide's are two keys", async () => {
    const versions = async (changes: Record<string, unknown>) => {
      const { version, values } = only(await install(changes), "Release").inputs as Record<string, any>;
      return [version, values.image.tag];
    };
    expect(await versions({})).toEqual(["3.0.0", "3.0.2"]);
    expect(await versions({ streamingProxy: { chartVersion: "2.0.1", imageTag: "2.0.1" } })).toEqual([
      "2.0.1",
      "2.0.1",
    ]);
  });

  it("lls §1.12-15: lls: keys are tags on AWS only, where a colon is allowed", async () => {
    const installed = await install();
    expect(only(installed, "LoadBalancer").inputs.tags).toMatchObject({ "lls:managed-by": "customer" });
    const objects = installed.graph.resources.filter(({ type }) => type.startsWith("kubernetes:"));
    expect(objects.length).toBeGreaterThan(0);
    expect(JSON.stringify(objects.map(({ inputs }) => inputs))).not.toContain('"lls:');
  });
});

describe("names and what surrounds the installation", () => {
  it("net §0-7: every cluster name that EKS takes works", async () => {
    const cluster = `prod_${"x".repeat(95)}`;
    const facts = devFacts((dev: EksFacts) => (dev.cluster.name = cluster));
    const installed = await install({ cluster }, facts);
    for (const type of ["LoadBalancer", "TargetGroup"]) {
      const { inputs, outputs } = only(installed, type);
      expect(outputs.name).toMatch(/^[A-Za-z0-9][A-Za-z0-9-]{0,30}[A-Za-z0-9]$/);
      expect(inputs.tags).toMatchObject({ Name: expect.stringContaining(cluster) });
    }
  });

  it("lls §1.12-26: the plan asks for the workers' image too", async () => {
    const { prerequisites } = await plan(root, { stack: "dev" });
    expect(prerequisites).toContainEqual(expect.stringContaining("nvcf_worker_niclls"));
    expect(prerequisites).toContainEqual(expect.stringContaining("nvcf/streaming-proxy"));
    expect(prerequisites).toContainEqual(expect.stringContaining("nvcf/gdn-streaming"));
  });

  it("lls §1.12-22, lls §1.12-23: one Helm release in its namespace is all that is made in the cluster", async () => {
    const types = (await install()).graph.resources.map(({ type }) => type).filter((type) => /^kubernetes:/.test(type));
    expect(types.sort()).toEqual(["kubernetes:core/v1:Namespace", "kubernetes:helm.sh/v3:Release"]);
  });

  it("lls §1.12-24: signalling is not the installation's, and the plan says that nobody judged it", async () => {
    const installed = await install();
    const ends = flowsOf(installed).flatMap(({ from, to }) => [from, to]);
    expect(ends).toContain("browser");
    expect(ends.filter((end) => /gateway|intermediary/.test(end))).toEqual([]);
    const { notJudged } = await plan(root, { stack: "dev" });
    expect(notJudged).toContainEqual(expect.stringMatching(/^Signalling: browser .* gateway/));
  });

  it("lls §1.12-25: no port of the gateway is opened, and UDP for media and STUN only", async () => {
    const rules = inboundRules(await install({ streamingProxy: { mediaPort: 49100 } })).map((rule) => rule.split(" "));
    const portsOf = (protocol: string) => [...new Set(rules.flatMap((rule) => (rule[1] === protocol ? rule[2]! : [])))];
    expect(portsOf("udp").sort()).toEqual(["30504", "3478", "47998-48020", "49100", "5004", "6004"]);
    expect(portsOf("tcp").sort()).toEqual(["30800", "8000"]);
  });

  it("lls §1.12-29: no IAM resource is among what is made", async () => {
    const types = (await install()).graph.resources.map(({ type }) => type).filter((type) => /^aws:/.test(type));
    expect(types).toContain("aws:lb/loadBalancer:LoadBalancer");
    expect(types.filter((type) => /^aws:iam\//.test(type))).toEqual([]);
  });

  it("lls §1.12-27: the proxy goes to the cluster that has the workers, and the plan names how they find it", async () => {
    const withoutWorkers = devFacts(({ network }) => {
      network.nodePools = network.nodePools.filter(({ name }) => name !== "gpu");
    });
    await expect(install({}, withoutWorkers)).rejects.toThrow(/eks\.workerNodeSelector: .* nothing can run workers/);
    const { notJudged } = await plan(root, { stack: "dev" });
    expect(notJudged).toContainEqual(expect.stringContaining("nvcf-sbs.nvcf-backend"));
  });
});

describe("docs/guide-differences.md", () => {
  const table = readFileSync(join(root, "docs", "guide-differences.md"), "utf8");
  const rows = table
    .split("\n")
    .filter((line) => /^\| (?:lls §1\.12|lls §2\.2|net §0)-\d/.test(line))
    .map((line) => line.split(/(?<!\\)\|/).map((cell) => cell.trim()));
  const proofs = rows.map(([, point = "", , , proof = ""]) => ({ point, proof }));
  const testFiles = ["guide-differences.test.ts", "guide-differences-aks.test.ts"];

  it("has a row for every point of the reviews, in their order", () => {
    const points = (review: string, count: number) =>
      Array.from({ length: count }, (_, index) => `${review}-${index + 1}`);
    expect(proofs.map(({ point }) => point)).toEqual([
      ...points("lls §1.12", 30),
      ...points("lls §2.2", 7),
      ...points("net §0", 11),
    ]);
  });

  it("says of every point which test proves it, or why none can", () => {
    for (const { point, proof } of proofs) {
      expect(proof, point).toMatch(
        /^(?:Test: `[^`]+`(?:, `[^`]+`)*|By construction: .{20,}|Documentation only: .{20,})$/,
      );
    }
  });

  it("names the tests, each in the rows of the points in its title, and no others", () => {
    const text = testFiles.map((file) => readFileSync(join(__dirname, file), "utf8")).join("\n");
    const titles = text.matchAll(/"((?:lls|net) §[^"]*?): ([^"]*?)(?: \(%s\))?"/g);
    const tested = [...titles].flatMap(([, points, what]) => points!.split(", ").map((point) => `${point} ${what}`));
    const named = proofs.flatMap(({ point, proof }) =>
      proof.startsWith("Test: ") ? [...proof.matchAll(/`([^`]+)`/g)].map(([, what]) => `${point} ${what}`) : [],
    );
    expect(named.sort()).toEqual(tested.sort());
  });

  it("links to files that exist", () => {
    for (const [, target] of table.matchAll(/\]\(([^)#]+)\)/g))
      expect(existsSync(join(root, "docs", target!)), target).toBe(true);
  });
});
