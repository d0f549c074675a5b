import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { GivenAksInstallation } from "../../graph/given-installation";
import type { AgentPoolFacts, NsgRuleFacts } from "../../reachability/azure/network";
import type { Verdict } from "../../reachability/verdict";
import { judgeStack } from "../../policy/judge-stack";
import { bothNsgLayersOpen } from "../../policy/rules/both-nsg-layers-open";
import { violationsOf } from "../policy/edited-stack";
import { rule as existing } from "../reachability/azure/installation";
import { aksStack, media, type AksStackChanges } from "./aks-stack";
import { flowsOf, only } from "./foreign-stack";
import type { StackBuilder } from "./stack-builder";

// Who is meant to get in, where nobody says it: two layers, the subnets' group of the stack and the interfaces' one that facts know.

const nic = { group: "aks-nodes-nsg", resourceGroup: "MC_rg_aks" };
const nicId = `/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/${nic.resourceGroup}/providers/Microsoft.Network/networkSecurityGroups/${nic.group}`;

const pool = (name: string): AgentPoolFacts => ({
  ...{ name, labels: {}, availabilityZones: [], nicNetworkSecurityGroupIds: [nicId], applicationSecurityGroupIds: [] },
  ...{ nodePublicIp: true, allowedHostPorts: [], vmSize: "", nodeCount: 1 },
});

const given = (rules: NsgRuleFacts[] = [], more: Partial<GivenAksInstallation> = {}): GivenAksInstallation => ({
  ...{ cloud: "aks", name: "release", mediaPort: 5004, externalTrafficPolicy: "Cluster" },
  facts: {
    network: {
      ...{ outboundType: "loadBalancer", virtualNetworkCidrs: ["10.0.0.0/16"], adminRules: [], subnets: [] },
      networkSecurityGroups: [{ id: nicId, name: nic.group, managed: true, rules }],
      ...{ routeTables: [], agentPools: ["compute", "gpu"].map(pool) },
    },
  },
  ...more,
});

type Inputs = Record<string, unknown>;

/** Rules of the stack, by the layer that they are added to. */
interface Rules {
  subnet?: Inputs[];
  nic?: Inputs[];
  more?: (stack: StackBuilder) => void;
}

function stackWith({ subnet = [], nic: atInterfaces = [], more }: Rules): AksStackChanges {
  const add = (stack: StackBuilder, layer: string, place: Inputs, rules: Inputs[]): void =>
    rules.forEach((inputs, index) => {
      const name = `${layer}-${index}`;
      const own = { ...media, priority: 400 + index, ...inputs };
      stack.add("azure-native:network:SecurityRule", name, { ...place, securityRuleName: name, ...own });
    });
  return {
    rules: "inline",
    inputs: { nsg: { securityRules: undefined } },
    more: (stack) => {
      add(stack, "subnet", { resourceGroupName: "rg", networkSecurityGroupName: stack.ref("nsg", "nsg") }, subnet);
      add(stack, "nic", { resourceGroupName: nic.resourceGroup, networkSecurityGroupName: nic.group }, atInterfaces);
      more?.(stack);
    },
  };
}

/** The audience, and what becomes of media to NodePorts. */
function judged(rules: Rules, configured = given()): { clients: string[]; verdict: Verdict[] } {
  const one = only(aksStack(stackWith(rules)), configured);
  const required = flowsOf(one).filter(({ id, need }) => /^A[12]$/.test(id) && need === "required");
  return { clients: one.installation.clients, verdict: [...new Set(required.map(({ verdict }) => verdict))] };
}

const from = (sourceAddressPrefix: string, more: Inputs = {}): Inputs => ({ sourceAddressPrefix, ...more });
const office = "203.0.113.0/24";
const monitor = from("198.51.100.9/32", { destinationPortRange: "30161" });
const range = { nodePorts: { from: 30000, to: 32767 } };
const both = (...rules: Inputs[]): Rules => ({ subnet: rules, nic: rules });

describe("an office that both layers let in is the audience, and nothing is closed to it", () => {
  const unattached = (stack: StackBuilder): unknown =>
    stack.add("azure-native:network:NetworkSecurityGroup", "games", {
      ...{ resourceGroupName: "rg", networkSecurityGroupName: "games" },
      securityRules: [{ name: "games", ...media, destinationPortRange: "30000-31000" }],
    });
  it.each<[string, Rules, NsgRuleFacts[]?]>([
    ["in rules for every protocol", both(from(office, { protocol: "*" }))],
    ["beside a group on no path that lets in the internet", { ...both(from(office)), more: unattached }],
    ["beside a rule of one host for one port", { subnet: [from(office), monitor], nic: [from(office)] }],
    ["the other layer lets in the internet", { subnet: [from(office)], nic: [from("Internet")] }],
    ["the other layer lets in the internet already", { subnet: [from(office)] }, [existing("all", 500)]],
    [
      "the other layer lets in the internet already, and gets a rule for something else",
      { subnet: [from(office)], nic: [from("10.0.0.0/8", { protocol: "Tcp", destinationPortRange: "443" })] },
      [existing("all", 500)],
    ],
    [
      "several rules cover the range",
      both(
        from(office, { destinationPortRange: "30000-31000" }),
        from(office, { destinationPortRange: "31001-32767" }),
      ),
    ],
    [
      "an administrator is let in at one layer",
      { subnet: [from(office), from("198.51.100.7", { protocol: "*" })], nic: [from(office)] },
    ],
  ])("%s", (_, rules, atInterfaces) => {
    for (const configured of [{}, range]) {
      expect(judged(rules, given(atInterfaces, configured))).toEqual({ clients: [office], verdict: ["open"] });
    }
  });
});

describe("a layer that lets nobody in closes the path, and is told of those whom others let in", () => {
  it.each<[string, Rules, string[]]>([
    ["no rule at the interfaces", { subnet: [from(office)] }, [office]],
    ["TCP for UDP", { subnet: [from(office, { protocol: "Tcp" })], nic: [from(office)] }, [office]],
    ["TCP for UDP everywhere", both(from(office, { protocol: "Tcp" })), ["0.0.0.0/0"]],
    ["another port", { subnet: [from(office, { destinationPortRange: "443" })], nic: [from(office)] }, [office]],
    ["private senders", { subnet: [from("10.0.0.0/8")], nic: [from(office)] }, [office]],
    [
      "everything denied above",
      { subnet: [from("*", { access: "Deny", protocol: "*" }), from(office)], nic: [from(office)] },
      [office],
    ],
    [
      "two layers that have nobody in common",
      { subnet: [from(office)], nic: [from("198.51.100.0/24")] },
      ["198.51.100.0/24", office],
    ],
  ])("%s", (_, rules, clients) => {
    expect(judged(rules)).toEqual({ clients, verdict: ["closed"] });
  });
});

it("a remedy names nobody who was not meant to get in", () => {
  const remedies = (rules: Rules): string =>
    violationsOf(bothNsgLayersOpen(), judgeStack(aksStack(stackWith(rules)), [given()], []))
      .map(({ message }) => message)
      .join("\n");
  expect(remedies({ subnet: [from("Internet")] })).toContain("allows UDP 30504 from Internet to");
  expect(remedies({ subnet: [from(office)] })).toContain(`allows UDP 30504 from ${office} to`);
  const nobody = remedies(both(from(office, { protocol: "Tcp" })));
  expect(nobody).toContain("allows UDP 30504 from the addresses of your browsers to");
  expect(nobody).not.toContain("Internet");
});

it("where the stack writes no rule for media, what exists tells", () => {
  const facts = given([existing("office", 500, { sources: [office] })]);
  expect(judged({}, facts)).toEqual({ clients: [office], verdict: ["closed"] });
});

it("whom the stack itself denies was never meant to get in", () => {
  const blocked = from("203.0.113.128/25", { access: "Deny", protocol: "*" });
  expect(judged({ subnet: [blocked, from(office)], nic: [from(office)] })).toEqual({
    ...{ clients: ["203.0.113.0/25"], verdict: ["open"] },
  });
  const { clients, verdict } = judged({ subnet: [blocked, from("Internet")], nic: [from("Internet")] });
  expect(verdict).toEqual(["open"]);
  expect(clients).not.toContain("0.0.0.0/0");
});

it("a rule that somebody else added to a group narrows nobody's audience where the stack says it", () => {
  const probe = existing("probe", 300, { sources: ["198.51.100.9/32"], protocol: "*" });
  expect(judged({ subnet: [from("Internet")] }, given([probe]))).toEqual({
    ...{ clients: ["0.0.0.0/0"], verdict: ["partial"] },
  });
});

it("a range that is a port short is partial for those who were meant", () => {
  const short = from(office, { destinationPortRange: "30000-32766" });
  for (const rules of [both(short), { subnet: [short, monitor], nic: [from(office)] }]) {
    expect(judged(rules, given([], range))).toEqual({ clients: [office], verdict: ["partial"] });
  }
});

it("a Service that takes packets from an office only says who is meant", () => {
  const service = (stack: StackBuilder): unknown =>
    stack.add("kubernetes:core/v1:Service", "public", {
      metadata: { namespace: "gdn-streaming" },
      spec: {
        ...{ type: "LoadBalancer", selector: { app: "streaming-proxy" }, externalTrafficPolicy: "Local" },
        ...{ ports: [{ protocol: "UDP", port: 5004, targetPort: 5004 }], healthCheckNodePort: 32504 },
        loadBalancerSourceRanges: [office],
      },
    });
  const rules = { subnet: [from("Internet", { destinationPortRange: "5004" })], more: service };
  expect(judged(rules, given([], { port: 5004 }))).toEqual({ clients: [office], verdict: ["open"] });
});

it("what is configured counts, whoever gets in", () => {
  expect(judged(both(from(office)), given([], { clients: ["0.0.0.0/0"] }))).toEqual({
    ...{ clients: ["0.0.0.0/0"], verdict: ["partial"] },
  });
});

describe("the media NodePort that browsers are told", () => {
  const only30504 = both(from("Internet", { destinationPortRange: "30504" }));

  it("is all that has to be open where nobody says the range", () => {
    expect(judged(only30504).verdict).toEqual(["open"]);
    expect(judged(both(from("Internet", { destinationPortRange: "30505-32767" }))).verdict).toEqual(["closed"]);
    expect(judged(only30504, given([], range)).verdict).toEqual(["partial"]);
  });

  it("is not known in a release that tells browsers something else: then the whole range has to be", () => {
    const changes = stackWith(only30504);
    const graph = aksStack(changes);
    graph.resources.find(({ name }) => name === "release")!.inputs.values = { env: { lbPort: "31000" } };
    const flows = flowsOf(only(graph, given())).filter(({ id }) => id === "A1");
    expect(new Set(flows.map(({ need, verdict, ports }) => [need, verdict, ports].join()))).toEqual(
      new Set(["required,partial,30000-32767"]),
    );
  });
});

it("with allow rules alone media is open exactly if somebody gets through both layers, and never open to a part", () => {
  const senders: Record<string, string[]> = {
    ...{ Internet: ["a", "b", "c", "d"], "*": ["a", "b", "c", "d"], "203.0.113.0/24": ["a", "b"] },
    ...{ "203.0.113.128/25": ["b"], "198.51.100.7": ["c"], "10.0.0.0/8": [], VirtualNetwork: [] },
  };
  const rule = fc.record({
    sourceAddressPrefix: fc.constantFrom(...Object.keys(senders)),
    protocol: fc.constantFrom("Udp", "*", "Tcp"),
    destinationPortRange: fc.constantFrom("*", "30504", "30000-32767", "443"),
  });
  const admitted = (rules: Inputs[]): string[] =>
    rules
      .filter(({ protocol, destinationPortRange }) => protocol !== "Tcp" && destinationPortRange !== "443")
      .flatMap(({ sourceAddressPrefix }) => senders[sourceAddressPrefix as string]!);
  const layer = fc.array(rule, { maxLength: 3 });
  fc.assert(
    fc.property(layer, layer, (subnet, atInterfaces) => {
      const isOpen = admitted(subnet).some((sender) => admitted(atInterfaces).includes(sender));
      expect(judged({ subnet, nic: atInterfaces }).verdict).toEqual([isOpen ? "open" : "closed"]);
    }),
    { numRuns: 300 },
  );
});
