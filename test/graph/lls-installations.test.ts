import { describe, expect, it } from "vitest";
import type { GivenInstallation } from "../../graph/given-installation";
import { llsInstallations, recognisedInstallations } from "../../graph/lls-installations";
import type { GraphResource, ResourceGraph } from "../../graph/resource-graph";
import type { LlsInstallation } from "../../graph/lls-installation";
import { possibleGraphs } from "../../graph/possible-graphs";
import { exampleGraph, exampleStacks } from "../example-stack";
import { compliant } from "../policy/edited-stack";
import { flowsOf, found, only, resource, stackOf, verdictsOf, withoutComponents } from "./foreign-stack";

const releaseType = "kubernetes:helm.sh/v3:Release";

/** What a team that does not use our components has to say: facts, and what is the team's own choice. */
function givenFor(graph: ResourceGraph): GivenInstallation {
  const { type, outputs, inputs } = graph.resources.find((one) => one.outputs.network)!;
  const { endpoint, mediaPort, externalTrafficPolicy, nodePortFrom: from, nodePortTo: to } = inputs;
  const common = { name: "lls-proxy-release", facts: { network: outputs.network }, mediaPort, externalTrafficPolicy };
  const own = type.endsWith("EksLls") ? { cloud: "eks" } : { cloud: "aks", endpoint, nodePorts: { from, to } };
  return { ...common, ...own } as GivenInstallation;
}

describe("an installation without our component", () => {
  it.each(exampleStacks)("is judged like ours: %s", async (stack) => {
    const graph = await compliant(stack);
    const ours = only(graph);
    const foreign = only(withoutComponents(structuredClone(graph)), givenFor(graph));
    expect(verdictsOf(foreign)).toEqual(verdictsOf(ours));
    expect(foreign.component).toBeUndefined();
    expect(foreign.release?.name).toBe("lls-proxy-release");
    expect(foreign.urn).toBe(foreign.release?.urn);
  });

  it.each(exampleStacks)("is judged in a first preview as it is afterwards: %s", async (stack) => {
    const known = await compliant(stack);
    const preview = await exampleGraph(stack, { preview: true });
    const { certain, ambiguous } = possibleGraphs(withoutComponents(preview));
    expect(ambiguous).toEqual([]);
    const given = givenFor(known);
    expect(verdictsOf(only(certain, given))).toEqual(verdictsOf(only(withoutComponents(known), given)));
  });

  it("has the parts that rules ask for", async () => {
    const graph = withoutComponents(await compliant("dev"));
    const one = only(graph, givenFor(await compliant("dev")));
    if (one.cloud !== "eks") throw new Error(one.cloud);
    expect(one.loadBalancer?.name).toBe("lls-lb");
    expect(one.listeners.map(({ name }) => name)).toEqual(["lls-listener"]);
    expect(one.targetGroups.map(({ name }) => name)).toEqual(["lls-tg"]);
    expect(one.targetRegistrations.map(({ type }) => type)).toEqual(["aws:autoscaling/attachment:Attachment"]);
    const positions = one.resources.map((each) => graph.resources.indexOf(each));
    expect(positions).toEqual([...positions].sort((a, b) => a - b));
    expect(one.resources.filter(({ type }) => type.startsWith("aws:vpc/"))).toHaveLength(
      graph.resources.filter(({ type }) => type.startsWith("aws:vpc/")).length,
    );
  });

  it("takes facts from the configuration where our component registered none", async () => {
    const graph = await compliant("dev");
    const component = graph.resources.find(({ outputs }) => outputs.network)!;
    const given = { ...givenFor(graph), name: component.name };
    const ours = verdictsOf(only(graph));
    delete component.outputs.network;
    expect(verdictsOf(only(graph, given))).toEqual(ours);
    expect(verdictsOf(only(graph))).not.toEqual(ours);
    expect(verdictsOf(only(graph, { ...given, name: "another" }))).not.toEqual(ours);
  });
});

/** A release of the chart. */
const release = (inputs: Record<string, unknown> = {}, more: Partial<GraphResource> = {}): GraphResource =>
  resource(releaseType, more.name ?? "proxy", { chart: "gdn-streaming", namespace: "gdn-streaming", ...inputs }, more);

/** A load balancer that takes media, as the guide makes it, in a subnet of the zone a. */
function front(
  name = "rp",
  changes: { targetGroup?: object; listener?: object; loadBalancer?: object } = {},
): GraphResource[] {
  const arns = { loadBalancer: `arn:lb/${name}`, targetGroup: `arn:tg/${name}` };
  const healthCheck = { protocol: "HTTP", port: "30800", path: "/v1/health" };
  return [
    resource(
      "aws:lb/loadBalancer:LoadBalancer",
      `${name}-lb`,
      { loadBalancerType: "network", subnets: ["subnet-1"], securityGroups: ["sg-nlb"], ...changes.loadBalancer },
      { id: arns.loadBalancer, outputs: { arn: arns.loadBalancer, dnsName: `${name}.example.com` } },
    ),
    resource(
      "aws:lb/targetGroup:TargetGroup",
      `${name}-tg`,
      { vpcId: "vpc-1", protocol: "UDP", port: 30504, targetType: "instance", healthCheck, ...changes.targetGroup },
      { id: arns.targetGroup, outputs: { arn: arns.targetGroup } },
    ),
    resource("aws:lb/listener:Listener", `${name}-listener`, {
      ...{ loadBalancerArn: arns.loadBalancer, protocol: "UDP", port: 5004 },
      ...{ defaultActions: [{ type: "forward", targetGroupArn: arns.targetGroup }], ...changes.listener },
    }),
  ];
}

const group = resource("azure-native:network:NetworkSecurityGroup", "nsg", { securityRules: [] }, { id: "/nsg" });
const names = (graph: ResourceGraph, ...given: GivenInstallation[]): string[] =>
  recognisedInstallations(graph, given).installations.map(({ cloud, name }) => `${cloud} ${name}`);

describe("a release of the chart", () => {
  it.each([
    "gdn-streaming",
    "nvcf/gdn-streaming",
    "oci://123456789012.dkr.ecr.us-west-2.amazonaws.com/nvcf/gdn-streaming",
    "./charts/gdn-streaming",
    "charts/gdn-streaming-3.0.0.tgz",
    "https://charts.example.com/gdn-streaming-3.0.0.tgz",
  ])("is recognised however the chart is named: %s", (chart) => {
    for (const type of [releaseType, "kubernetes:helm.sh/v3:Chart", "kubernetes:helm.sh/v4:Chart"]) {
      expect(names(stackOf(resource(type, "proxy", { chart }), ...front()))).toEqual(["eks proxy"]);
    }
  });

  it.each([
    "ingress-nginx",
    "gdn-streaming-dashboards",
    "oci://example.com/gdn-streaming/turn",
    "my-gdn-streaming",
    undefined,
  ])("is not one of another chart: %s", (chart) => {
    expect(recognisedInstallations(stackOf(release({ chart }), group))).toEqual({ installations: [], unjudged: [] });
  });

  it("of which the chart cannot be read is recognised by its fixed names", () => {
    const hidden = { chart: "[secret]", name: "gdn-streaming" };
    expect(names(stackOf(release(hidden), ...front()))).toEqual(["eks proxy"]);
    expect(names(stackOf(release({ ...hidden, namespace: "x", name: "x" }), ...front()))).toEqual(["eks rp-lb"]);
  });

  it("runs on the cloud of what stands beside it", () => {
    const service = (annotations = {}) =>
      resource("kubernetes:core/v1:Service", "public", {
        metadata: { namespace: "gdn-streaming", annotations },
        spec: { type: "LoadBalancer", selector: { app: "streaming-proxy" } },
      });
    const cluster = resource("azure-native:containerservice/v20240901:ManagedCluster", "aks");
    expect(names(stackOf(release(), ...front()))).toEqual(["eks proxy"]);
    for (const beside of [group, cluster, service()]) expect(names(stackOf(release(), beside))).toEqual(["aks proxy"]);
    const aws = service({ "service.beta.kubernetes.io/aws-load-balancer-type": "external" });
    expect(recognisedInstallations(stackOf(release(), aws)).unjudged[0]!.reason).toMatch(
      /controller, for Service public/,
    );
  });

  it("alone is not judged, with the reason, unless the configuration says what it is", () => {
    const { installations, unjudged } = recognisedInstallations(stackOf(release()));
    expect(installations).toEqual([]);
    expect(unjudged.map(({ release: { name } }) => name)).toEqual(["proxy"]);
    expect(unjudged[0]!.reason).toMatch(
      /nothing beside it tells its cloud.*30504.*say what it is in the policies' configuration/,
    );
    expect(names(stackOf(release()), { cloud: "eks", name: "proxy" })).toEqual(["eks proxy"]);
    expect(names(stackOf(release()), { cloud: "aks", name: "proxy", stack: "project/dev" })).toEqual(["aks proxy"]);
    expect(names(stackOf(release()), { cloud: "aks", name: "proxy", stack: "prod" })).toEqual([]);
  });

  it("in our component StreamingProxy alone has what that says besides the values", () => {
    const proxy = resource("nvcf-lls:index:StreamingProxy", "lls", {
      mediaPort: 49100,
      externalTrafficPolicy: "Local",
    });
    const one = only(stackOf(proxy, release({}, { parent: proxy.urn }), ...front()));
    expect(one.installation.ports.media).toBe(49100);
    expect(one.installation.externalTrafficPolicy).toBe("Local");
    expect(one.component).toBeUndefined();
  });

  it("of several belongs to the load balancer that its values name, else to the one on its port", () => {
    const [east, west] = [front("east"), front("west", { listener: { port: 5005 } })];
    const byHost = release({ values: { env: { lbDns: "west.example.com" } } }, { name: "a" });
    const byEdge = release({ values: {} }, { name: "b", propertyDependencies: { values: [east[0]!.urn] } });
    const listened = (graph: ResourceGraph) =>
      found(graph).map((one) => [one.name, one.cloud === "eks" && one.loadBalancer?.name]);
    expect(listened(stackOf(byHost, byEdge, ...east, ...west))).toEqual([
      ["a", "west-lb"],
      ["b", "east-lb"],
    ]);
    const hosts = ["west", "east"].map((host) =>
      release({ values: { env: { lbDns: `${host}.example.com` } } }, { name: `to-${host}` }),
    );
    expect(listened(stackOf(...hosts, ...front("east"), ...front("west")))).toEqual([
      ["to-west", "west-lb"],
      ["to-east", "east-lb"],
    ]);
    const byPort = [5005, "5004"].map((lbPort) => release({ values: { env: { lbPort } } }, { name: `on-${lbPort}` }));
    expect(listened(stackOf(...byPort, ...east, ...west))).toEqual([
      ["on-5005", "west-lb"],
      ["on-5004", "east-lb"],
    ]);
  });

  it("of several that nothing tells apart is not judged, and the load balancer is", () => {
    const two = stackOf(release(), release({}, { name: "other" }), ...front());
    const { installations, unjudged } = recognisedInstallations(two);
    expect(installations.map(({ name }) => name)).toEqual(["rp-lb"]);
    expect(unjudged.map(({ reason }) => reason)).toEqual(
      Array(2).fill(expect.stringMatching(/nothing tells which.*rp-lb/)),
    );
  });

  it("with several load balancers has an installation for each, under its own URN", () => {
    const graph = stackOf(release(), ...front("a"), ...front("b", { loadBalancer: { subnets: ["subnet-2"] } }));
    const installations = found(graph);
    expect(installations.map(({ name }) => name)).toEqual(["proxy (a-lb)", "proxy (b-lb)"]);
    expect(new Set(installations.map(({ urn }) => urn)).size).toBe(2);
  });
});

it("a release beside our component does not take its load balancer", async () => {
  const graph = await compliant("dev");
  const { installations, unjudged } = recognisedInstallations({
    ...graph,
    resources: [...graph.resources, release({ values: { env: { lbPort: "5004" } } }, { name: "another" })],
  });
  expect(installations.map(({ name }) => name)).toEqual(["lls"]);
  expect(unjudged.map(({ release: { name } }) => name)).toEqual(["another"]);
});

describe("a load balancer", () => {
  it("of something else is none of ours", () => {
    const web = front("web", {
      targetGroup: { protocol: "TCP", port: 443, healthCheck: undefined },
      listener: { protocol: "TCP", port: 443 },
    });
    const dns = front("dns", { targetGroup: { port: 53, healthCheck: { port: "8080" } }, listener: { port: 53 } });
    expect(names(stackOf(...web, ...dns))).toEqual([]);
    const both = stackOf(...web, release(), ...front(), ...dns);
    const one = only(both);
    expect(one.cloud === "eks" && one.listeners.map(({ name }) => name)).toEqual(["rp-listener"]);
    expect(one.resources.map(({ name }) => name)).toEqual(["proxy", "rp-lb", "rp-tg", "rp-listener"]);
  });

  it("that takes the media of a release that another stack has is judged too", () => {
    const one = only(stackOf(...front()));
    expect([one.name, one.release, one.urn]).toEqual(["rp-lb", undefined, front()[0]!.urn]);
  });

  const wrong: [what: string, changes: Parameters<typeof front>[1], isSignAlone: boolean][] = [
    ["its target group a port off", { targetGroup: { port: 30505 } }, true],
    ["its target group for TCP", { targetGroup: { protocol: "TCP" } }, true],
    ["everything for TCP", { targetGroup: { protocol: "TCP" }, listener: { protocol: "TCP" } }, true],
    ["checks of another port", { targetGroup: { healthCheck: { port: "8080", protocol: "TCP" } } }, true],
    [
      "neither port of the proxy, but the port that browsers are told",
      { targetGroup: { port: 1, healthCheck: {} } },
      false,
    ],
    ["a listener for TCP", { listener: { protocol: "TCP" } }, true],
  ];
  const isClosed = (one: LlsInstallation): boolean =>
    flowsOf(one).some(({ id, verdict }) => verdict === "closed" && id !== "E10");
  const on = (name: string, lbPort: number): GraphResource => release({ values: { env: { lbPort } } }, { name });

  it.each(wrong)("beside a release is recognised with %s, and closed", (_, changes) => {
    const one = only(stackOf(on("proxy", 5004), ...front("rp", changes)));
    expect(one.cloud === "eks" && one.loadBalancer?.name).toBe("rp-lb");
    expect(isClosed(one)).toBe(true);
  });

  it.each(wrong)("beside a release and a correct installation is recognised with %s, and closed", (_, changes) => {
    const other = front("other", { listener: { port: 5010 } });
    const [right, broken] = found(stackOf(on("right", 5010), on("proxy", 5004), ...other, ...front("rp", changes)));
    expect([right, broken].map((one) => one?.cloud === "eks" && [one.name, one.loadBalancer?.name])).toEqual([
      ["right", "other-lb"],
      ["proxy", "rp-lb"],
    ]);
    expect([right!, broken!].map(isClosed)).toEqual([false, true]);
  });

  it.each(wrong)(
    "whose release another stack has is recognised with %s, and closed, if it has a port of the proxy",
    (_, changes, isSignAlone) => {
      const installations = found(stackOf(...front("rp", changes)));
      expect(installations.map((one) => [one.name, isClosed(one)])).toEqual(isSignAlone ? [["rp-lb", true]] : []);
    },
  );

  it("with targets on the media NodePort is recognised, whatever its target group says", () => {
    const [loadBalancer, targetGroup, listener] = front("rp", { targetGroup: { port: 80, healthCheck: {} } });
    const { arn } = targetGroup!.outputs;
    const target = (port: number): GraphResource =>
      resource("aws:lb/targetGroupAttachment:TargetGroupAttachment", "node", {
        targetGroupArn: arn,
        targetId: "i-1",
        port,
      });
    expect(names(stackOf(loadBalancer!, targetGroup!, listener!, target(30504)))).toEqual(["eks rp-lb"]);
    expect(names(stackOf(loadBalancer!, targetGroup!, listener!, target(30505)))).toEqual([]);
  });

  it("that listens on the port of a release which has its own is none of ours, nor is one that leads workers to the proxy's API", () => {
    const game = front("game", { targetGroup: { port: 7777, healthCheck: { port: "8080" } } });
    const api = front("api", {
      targetGroup: { protocol: "TCP", port: 30800 },
      listener: { protocol: "TCP", port: 443 },
    });
    const one = only(stackOf(on("proxy", 5004), ...game, ...front(), ...api));
    expect(one.cloud === "eks" && one.listeners.map(({ name }) => name)).toEqual(["rp-listener"]);
    expect(names(stackOf(...game, ...api))).toEqual([]);
  });

  it.each(["aws:alb/", "aws:elasticloadbalancingv2/", "aws:applicationloadbalancing/"])(
    "is the same under the older module %s",
    (module) => {
      const older = front().map((one) => ({ ...one, type: one.type.replace("aws:lb/", module) }));
      expect(verdictsOf(only(stackOf(release(), ...older)))).toEqual(verdictsOf(only(stackOf(release(), ...front()))));
    },
  );
});

describe("what the configuration tells of, in a stack of rules only", () => {
  const rule = (securityGroupId: string) =>
    resource("aws:ec2/securityGroupRule:SecurityGroupRule", "media", {
      ...{
        type: "ingress",
        securityGroupId,
        protocol: "udp",
        fromPort: 30504,
        toPort: 30504,
        cidrBlocks: ["0.0.0.0/0"],
      },
    });
  const given: GivenInstallation = {
    ...{ cloud: "eks", name: "streaming", port: 5010, availabilityZone: "us-west-2a" },
    loadBalancer: { subnetIds: ["subnet-1"], securityGroupIds: ["sg-nlb"], crossZone: false },
    proxyNodes: { securityGroupIds: ["sg-proxy"], subnetIds: ["subnet-1"] },
    workerNodes: { securityGroupIds: ["sg-worker"], subnetIds: ["subnet-2"] },
  };

  it("is judged where the stack has a rule on its path, and only there", () => {
    expect(names(stackOf(rule("sg-proxy")), given)).toEqual(["eks streaming"]);
    expect(names(stackOf(rule("sg-of-others")), given)).toEqual([]);
    expect(names(stackOf(), given)).toEqual([]);
  });

  it("has the rules of the stack, and closes nothing that another stack may open", () => {
    const one = only(stackOf(rule("sg-proxy")), given);
    const media = flowsOf(one).find(({ id }) => id === "E2")!;
    expect(media.to).toBe("proxy node (proxy nodes)");
    expect(media.layers.at(-1)).toMatchObject({ verdict: "open", rule: "media" });
    expect(one.installation.ports.listener).toBe(5010);
    expect(flowsOf(one).filter(({ id, verdict }) => id !== "E10" && verdict === "closed")).toEqual([]);
  });
});

it("in a stack with nothing of LLS there is nothing, however large", () => {
  const others = Array.from({ length: 500 }, (_, index) => [
    resource("aws:ec2/securityGroup:SecurityGroup", `group-${index}`, { ingress: [] }, { id: `sg-${index}` }),
    resource("kubernetes:core/v1:Service", `service-${index}`, { spec: { type: "LoadBalancer" } }),
    release({ chart: "podinfo" }, { name: `release-${index}` }),
  ]).flat();
  expect(llsInstallations(stackOf(...others, group))).toEqual([]);
});
