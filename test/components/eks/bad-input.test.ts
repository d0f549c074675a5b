import * as pulumi from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { BadInput, EksLls, StreamingProxy, type EksLlsArgs } from "../../../components";
import { argsOf, graphOf, password, plainVariant } from "../installation";

/** A change to good arguments, as a program in JavaScript or YAML can make it. */
type Change = Record<string, unknown>;

function problemsOf(change: Change, base: EksLlsArgs = argsOf(plainVariant)): string[] {
  try {
    new EksLls("lls", { ...base, ...change });
  } catch (error) {
    if (!(error instanceof BadInput)) throw error;
    return error.problems.map(({ path, reason }) => `${path}: ${reason}`);
  }
  return [];
}

const node = (securityGroupId: unknown, key?: string) => ({ securityGroupId, key });

describe("EksLls refuses", () => {
  it.each<[Change, string, string]>([
    [{ cluster: undefined }, "cluster", "is required"],
    [{ cluster: "-" }, "cluster", "1-100"],
    [{ availabilityZone: "us-west-2" }, "availabilityZone", "us-west-2a"],
    [{ vpcId: null }, "vpcId", "is required"],
    [{ vpcId: "subnet-0aaa" }, "vpcId", "vpc-"],
    [{ subnetId: 7 }, "subnetId", "subnet-"],
    [{ imageRegistry: "https://registry.example.com" }, "imageRegistry", "scheme"],
    [{ port: 0 }, "port", "1-65535"],
    [{ port: "5004 " }, "port", "1-65535"],
    [{ port: pulumi.output(5004) }, "port", "must be known when the program runs"],
    [{ allowedCidrs: [] }, "allowedCidrs", "at least one"],
    [{ allowedCidrs: "0.0.0.0/0" }, "allowedCidrs", "must be a list"],
    [{ allowedCidrs: ["0.0.0.0/0", "198.51.100.1/24"] }, "allowedCidrs[1]", "host bits"],
    [{ allowedCidrs: Array.from({ length: 60 }, (_, i) => `203.0.113.${i}/32`) }, "allowedCidrs", "at most 59 entries"],
    [{ allowedCidrs: ["::/0"] }, "allowedCidrs[0]", "IPv6 clients cannot reach it"],
    [{ clients: ["10.0.0.0/8"] }, "clients[0]", "private range"],
    [{ clients: ["224.0.0.0/4"] }, "clients[0]", "reserved range"],
    [{ allowedCidrs: ["0.0.0.0/8"] }, "allowedCidrs[0]", "reserved range"],
    [{ endpointHost: "udp://stream.example.com" }, "endpointHost", "without scheme"],
    [{ endpointHost: "10.0.0.4" }, "endpointHost", "private address"],
    [{ proxyNodes: undefined }, "proxyNodes", "is required"],
    [{ proxyNodes: [] }, "proxyNodes", "at least one"],
    [{ workerNodes: ["sg-0aaa"] }, "workerNodes[0]", "must be a map with securityGroupId"],
    [{ proxyNodes: [node(pulumi.output("sg-0aaa"))] }, "proxyNodes[0].key", "is not known yet"],
    [{ proxyNodes: [node("sg-0aaa"), node("sg-0aaa")] }, "proxyNodes[1]", "same key as proxyNodes[0]"],
    [{ proxyNodes: [node("sg-0aaa", "nlb")], workerNodes: [node("sg-0ccc")] }, "proxyNodes[0].key", "reserved"],
    [{ workerNodes: [node("sg-0aaa", "workers")] }, "workerNodes[0].key", "key that the same group has"],
    [{ workerNodes: [node("sg-0ccc", "sg-0aaa")] }, "workerNodes[0].key", "key of another group"],
    [{ targets: undefined }, "targets", "is required"],
    [{ targets: { kind: "instances" } }, "targets.kind", "autoScalingGroups, targetGroupBinding, addresses"],
    [{ targets: { kind: "addresses" } }, "targets.addresses", "is required"],
    [{ targets: { kind: "targetGroupBinding" } }, "targets.targetGroupBinding", "is required"],
    [
      { targets: { kind: "addresses", addresses: [{ address: "node-1" }] } },
      "targets.addresses[0].address",
      "IPv4 address",
    ],
    [
      { targets: { kind: "addresses", addresses: [{ address: "192.0.2.140" }], autoScalingGroups: [{ name: "a" }] } },
      "targets.autoScalingGroups",
      "absent with kind addresses",
    ],
    [{ addressing: { kind: "dynamic", elasticIp: {} } }, "addressing.elasticIp", "absent with kind dynamic"],
    [
      { addressing: { kind: "elasticIp", elasticIp: { allocationId: "eipalloc-0a", retain: true } } },
      "addressing.elasticIp.retain",
      "never released",
    ],
    [{ adopted: { loadBalancerName: "internal-rp" } }, "adopted.loadBalancerName", "not beginning with internal-"],
    [{ adopted: { loadBalancerName: "rp_public" } }, "adopted.loadBalancerName", "letters, digits and hyphens"],
    [
      { adopted: { securityGroupName: "rp-sg" } },
      "adopted.securityGroupDescription",
      "required with securityGroupName",
    ],
    [
      { adopted: { securityGroupDescription: "LLS" } },
      "adopted.securityGroupName",
      "required with securityGroupDescription",
    ],
    [
      { adopted: { securityGroupName: "sg-rp", securityGroupDescription: "LLS" } },
      "adopted.securityGroupName",
      "not beginning with sg-",
    ],
    [
      { adopted: { targetGroupName: "nvcf-rp-tg" } },
      "adopted.targetGroupName",
      "absent with targets of kind autoScalingGroups",
    ],
    [{ adopted: "rp-public" }, "adopted", "must be a map"],
    [{ adopted: { loadBalancer: "rp-public" } }, "adopted.loadBalancer", "did you mean `loadBalancerName`"],
    [{ egress: { kind: "subnetCidrs" } }, "egress.subnetCidrs", "is required"],
    [{ egress: { kind: "securityGroups", subnetCidrs: [] } }, "egress.subnetCidrs", "absent with kind"],
    [{ nodeRules: "skip" }, "nodeRules", "create, assume"],
    [{ deletionProtection: "yes" }, "deletionProtection", "true or false"],
    [{ workerNodeSelector: { gpu: true } }, "workerNodeSelector", "quote"],
    [{ tags: { "lls:cluster": "mine" } }, "tags.lls:cluster", "is set by nvcf-lls"],
    [{ tags: { Name: "mine" } }, "tags.Name", "is set by nvcf-lls"],
    [{ tags: { Project: "mine" } }, "tags.Project", "is set by nvcf-lls"],
    [{ tags: { "aws:x": "mine" } }, "tags.aws:x", "aws:"],
    [{ tags: { "cost&center!": "mine" } }, "tags.cost&center!", "_.:/=+-@"],
    [{ tags: { cost: "a&b" } }, "tags.cost", "_.:/=+-@"],
    [{ tags: { ["k".repeat(129)]: "mine" } }, `tags.${"k".repeat(129)}`, "1-128 letters"],
    [{ tags: { cost: "v".repeat(257) } }, "tags.cost", "at most 256 letters"],
    [{ tags: { count: 1 } }, "tags.count", "must be text"],
    [{ tags: { constructor: "x" } }, "tags.constructor", "reserved name"],
    [{ registryCredentials: { username: "AWS", password } }, "registryCredentials", "12 hours"],
    [{ registryCredentials: { username: "a" } }, "registryCredentials", "12 hours"],
    [{ streamingProxy: { chart: "gdn-streaming" } }, "streamingProxy.chart", "oci://"],
    [{ streamingProxy: { chart: "a.tgz", chartVersion: "3.0.0" } }, "streamingProxy.chartVersion", "absent"],
    [{ streamingProxy: { chartVersion: "3" } }, "streamingProxy.chartVersion", "3.0.0"],
    [{ streamingProxy: { imageTag: "sha256:abc" } }, "streamingProxy.imageTag", "64 hex digits"],
    [{ streamingProxy: { replicas: 0 } }, "streamingProxy.replicas", "at least 1"],
    [{ streamingProxy: { cpu: 5 } }, "streamingProxy.cpu", "quantity"],
    [{ streamingProxy: { rollout: "now" } }, "streamingProxy.rollout", "surge, recreate"],
    [{ streamingProxy: { mediaPort: 70000 } }, "streamingProxy.mediaPort", "1-65535"],
    [{ streamingProxy: { extraValues: { env: { lbPort: "1" } } } }, "streamingProxy.extraValues.env.lbPort", "port"],
    [{ streamingProxy: { extraValues: { env: pulumi.output({}) } } }, "streamingProxy.extraValues.env.lbPort", "port"],
    [{ streamingProxy: { extraValues: { image: { tag: "1" } } } }, "streamingProxy.extraValues.image.tag", "imageTag"],
    [
      { streamingProxy: { extraValues: { availabilityZones: { zones: [] } } } },
      "streamingProxy.extraValues.availabilityZones",
      "availabilityZone",
    ],
  ])("%j", (change, path, reason) => {
    const problem = problemsOf(change).find((line) => line.startsWith(`${path}: `));
    expect(problem).toContain(reason);
  });

  it("no arguments at all, in one sentence", () => {
    expect(() => new EksLls("lls", undefined as unknown as EksLlsArgs)).toThrow("EksLls 'lls': 1 problem");
  });

  it("everything that is wrong at once", () => {
    const change = { cluster: "", port: 0, clients: ["10.0.0.0/8"], targets: {}, tags: { Name: "x" } };
    expect(problemsOf(change).map((line) => line.split(":")[0])).toEqual([
      "cluster",
      "port",
      "clients[0]",
      "targets.kind",
      "tags.Name",
    ]);
  });

  it("a resource where its id is wanted, without printing it", () => {
    const circular: Record<string, unknown> = { password };
    circular.self = circular;
    expect(() => new EksLls("lls", { ...argsOf(plainVariant), subnetId: circular as any })).toThrow("of type object");
  });

  it("credentials without ever printing them", () => {
    const credentials = { ...argsOf({ ...plainVariant, credentials: true }), cluster: "" };
    expect(() => new EksLls("lls", credentials)).toThrow(/^(?![^]*p4ssw0rd)/);
  });

  it("before anything is registered", async () => {
    let registered: boolean | undefined;
    const graph = await graphOf(() => {
      try {
        new EksLls("lls", { ...argsOf(plainVariant), port: 0 });
        registered = true;
      } catch {
        registered = false;
      }
    });
    expect(registered).toBe(false);
    expect(graph.resources.filter(({ type }) => type.startsWith("nvcf-lls"))).toEqual([]);
  });

  it.each<[string, Change, string]>([
    ["vpcId", { vpcId: pulumi.output("subnet-0aaa") }, "must be an id such as vpc-"],
    [
      "proxyNodes[0].securityGroupId",
      { proxyNodes: [node(pulumi.output("0aaa"), "nodes")], workerNodes: [node("sg-0ccc")] },
      "must be an id such as sg-",
    ],
  ])("an Output that resolves to a wrong %s", async (path, change, reason) => {
    const run = graphOf((providers) => new EksLls("lls", { ...argsOf(plainVariant), ...change }, { providers }));
    await expect(run).rejects.toThrow(new RegExp(`'lls[^]*${path.replace(/[[\]]/g, "\\$&")}: [^]*${reason}`));
  });

  it("a second installation on the same cluster in one program, and only there", async () => {
    const twice = graphOf((providers) => {
      new EksLls("one", argsOf(plainVariant), { providers });
      new EksLls("two", argsOf(plainVariant), { providers });
    });
    await expect(twice).rejects.toThrow("has an installation already, EksLls 'one'");
    const again = await graphOf((providers) => new EksLls("two", argsOf(plainVariant), { providers }));
    expect(again.resources.map(({ name }) => name)).toContain("two");
  });
});

describe("StreamingProxy refuses", () => {
  const good = { imageRegistry: "registry.example.com", port: 5004, host: "a.example.com", availabilityZones: [] };

  it.each<[Change, string, string]>([
    [{ port: undefined }, "port", "is required"],
    [{ host: "a.example.com/" }, "host", "host name"],
    [{ availabilityZones: "us-west-2a" }, "availabilityZones", "must be a list"],
    [{ options: { nodeSelector: { a: 1 } } }, "options.nodeSelector", "quote"],
    [{ options: [] }, "options", "must be a map"],
    [
      { registryCredentials: { username: "a", password: "" } },
      "registryCredentials.password",
      "must be text, not empty",
    ],
    [{ registryCredentials: "a:b" }, "registryCredentials", "username and password"],
  ])("%j", (change, path, reason) => {
    expect(() => new StreamingProxy("proxy", { ...good, ...change } as any)).toThrow(
      expect.objectContaining({
        problems: [expect.objectContaining({ path, reason: expect.stringContaining(reason) })],
      }),
    );
  });

  it("an Output that resolves to a wrong registry", async () => {
    const imageRegistry = pulumi.output("https://registry.example.com");
    const run = graphOf(([, provider]) => new StreamingProxy("proxy", { ...good, imageRegistry }, { provider }));
    await expect(run).rejects.toThrow(/'proxy'[^]*imageRegistry: [^]*scheme/);
  });

  it("an ECR token where the registry is known late", async () => {
    const run = graphOf(([, kubernetes]) => {
      const imageRegistry = pulumi.output("123456789012.dkr.ecr.us-west-2.amazonaws.com");
      const registryCredentials = { username: "AWS", password };
      new StreamingProxy("proxy", { ...good, imageRegistry, registryCredentials }, { provider: kubernetes });
    });
    await expect(run).rejects.toThrow("12 hours");
  });
});
