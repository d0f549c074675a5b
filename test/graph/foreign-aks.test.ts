import { describe, expect, it } from "vitest";
import type { GivenAksInstallation } from "../../graph/given-installation";
import { invisibleTo } from "../../graph/invisible";
import { unknownValue } from "../../graph/unknown";
import { possibleGraphs } from "../../graph/possible-graphs";
import type { AgentPoolFacts } from "../../reachability/azure/network";
import { aksStack, media, type AksStackChanges } from "./aks-stack";
import { flowsOf, only, verdictsOf } from "./foreign-stack";
import type { StackBuilder } from "./stack-builder";

// A program of somebody else, with whatever azure-native offers.

const pool = (name: string): AgentPoolFacts => ({
  ...{ name, labels: {}, availabilityZones: [], nicNetworkSecurityGroupIds: [], applicationSecurityGroupIds: [] },
  ...{ nodePublicIp: true, allowedHostPorts: [], vmSize: "", nodeCount: 1 },
});

/** What only facts say: here no group stands at the interfaces, and no admin rules. */
const given: GivenAksInstallation = {
  ...{ cloud: "aks", name: "release", mediaPort: 5004, externalTrafficPolicy: "Cluster" },
  facts: {
    network: {
      ...{ outboundType: "loadBalancer", virtualNetworkCidrs: ["10.0.0.0/16"], adminRules: [] },
      ...{ subnets: [], networkSecurityGroups: [], routeTables: [], agentPools: ["compute", "gpu"].map(pool) },
    },
  },
};

/** Verdicts of the flows that are not open, whichever way unknown references turn out; the worst of each. */
function broken(changes: AksStackChanges, configured = given): Record<string, string> {
  const verdicts: Record<string, string> = {};
  for (const { graph } of possibleGraphs(aksStack(changes)).graphs) {
    for (const { id, to, verdict, need } of flowsOf(only(graph, configured))) {
      const key = `${id} ${to}`;
      if (need === "required" && verdict !== "open" && verdicts[key] !== "closed") verdicts[key] = verdict;
    }
  }
  return verdicts;
}

const styles = (["standalone", "inline"] as const).flatMap((subnets) =>
  (["standalone", "inline"] as const).flatMap((rules) =>
    (["of the cluster", "standalone"] as const).map((pools) => ({ subnets, rules, pools })),
  ),
);

describe("a stack that makes cluster and network itself", () => {
  it.each(styles)("is open with subnets $subnets, rules $rules, pools $pools", (style) => {
    expect(broken(style)).toEqual({});
  });

  it.each(styles)("is open in its first preview with subnets $subnets, rules $rules, pools $pools", (style) => {
    expect(broken({ ...style, oneSubnet: true, preview: true })).toEqual({});
    const several = broken({ ...style, preview: true });
    // Which of several inline subnets a pool is in, no edge says.
    expect(new Set(Object.values(several))).toEqual(new Set(style.subnets === "inline" ? ["unknown"] : []));
  });

  it.each(["v20240501", "local"])("is the same with the API version in its types: %s", (version) => {
    expect(verdictsOf(only(aksStack({ version }), given))).toEqual(verdictsOf(only(aksStack(), given)));
  });

  it("leaves unknown what only facts say, and names it", () => {
    const one = only(aksStack());
    expect(new Set(flowsOf(one).map(({ verdict }) => verdict))).toEqual(new Set(["unknown"]));
    expect(invisibleTo(one)).toEqual([
      "security admin rules of Azure Virtual Network Manager",
      "network security groups of the interfaces of agent pool compute",
      "network security groups of the interfaces of agent pool gpu",
    ]);
    expect(invisibleTo(only(aksStack(), given))).toEqual([]);
  });
});

it.each<[title: string, changes: AksStackChanges]>([
  ["of the virtual network", { inputs: { vnet: { addressSpace: { addressPrefixes: ["10.0.0.0/16", "10.1.0.0"] } } } }],
  ["for pods", { inputs: { aks: { networkProfile: { networkPluginMode: "overlay", podCidr: "10.244.0.0" } } } }],
])("an address block %s that is none breaks no verdict", (_, changes) => {
  const verdicts = Object.values(broken(changes, { ...given, facts: undefined }));
  expect(new Set(verdicts)).toEqual(new Set(["unknown"]));
});

it.each([unknownValue, "10.244.0.0"])("a block for pods that cannot be read is not the default: %s", (podCidr) => {
  const pods = (networkProfile: object) =>
    only(aksStack({ inputs: { aks: { networkProfile: { networkPluginMode: "overlay", ...networkProfile } } } }))
      .installation;
  expect(pods({ podCidr }).network).toMatchObject({ podCidrs: [] });
  expect(pods({}).network).toMatchObject({ podCidrs: ["10.244.0.0/16"] });
});

it("the audience that nobody names is whoever the rules let in", () => {
  const from = (sourceAddressPrefix: string): AksStackChanges => ({ inputs: { rule: { sourceAddressPrefix } } });
  expect(only(aksStack(from("198.51.100.0/24")), given).installation.clients).toEqual(["198.51.100.0/24"]);
  expect(broken(from("198.51.100.0/24"))).toEqual({});
  expect(only(aksStack(from("10.0.0.0/8")), given).installation.clients).toEqual(["0.0.0.0/0"]);
  expect(broken(from("10.0.0.0/8"))).toMatchObject({ "A1 node (gpu)": "closed" });
});

const closed = { "A1 node (compute)": "closed", "A1 node (gpu)": "closed" };
const partial = { "A1 node (compute)": "partial", "A1 node (gpu)": "partial" };
const denied = (more: object) => (stack: StackBuilder) =>
  stack.add("azure-native:network:SecurityRule", "deny", {
    ...{ resourceGroupName: "rg", networkSecurityGroupName: stack.ref("nsg", "nsg"), securityRuleName: "deny" },
    ...{ ...media, access: "Deny", priority: 300, sourceAddressPrefix: "*", ...more },
  });

const ranged = { ...given, nodePorts: { from: 30000, to: 32767 } };

describe("a mistake closes", () => {
  it.each<[title: string, changes: AksStackChanges, expected: Record<string, string>]>([
    ["TCP for UDP", { inputs: { rule: { protocol: "Tcp" } } }, closed],
    ["a rule for what goes out", { inputs: { rule: { direction: "Outbound" } } }, closed],
    ["a deny above", { more: denied({}) }, closed],
    ["half of the range denied above", { more: denied({ destinationPortRange: "30000-31000" }) }, partial],
    ["a narrower range", { inputs: { rule: { destinationPortRange: "30000-32766" } } }, partial],
  ])("%s", (_, changes, expected) => {
    const written = changes.inputs?.rule ? (["standalone", "inline"] as const) : (["standalone"] as const);
    for (const rules of written) {
      expect(broken({ ...changes, rules }, ranged)).toEqual(expected);
      expect(broken({ ...changes, rules, preview: true }, ranged)).toEqual(expected);
    }
  });

  it("nodes without public addresses", () => {
    const changes: AksStackChanges = { pools: "standalone", inputs: { gpu: { enableNodePublicIP: false } } };
    expect(broken(changes)).toEqual({ "A1 node (gpu)": "closed" });
  });

  it("a route of a subnet that leads to an appliance", () => {
    const hop = { nextHopType: "VirtualAppliance", nextHopIpAddress: "10.0.9.4" };
    const route = { name: "all", addressPrefix: "0.0.0.0/0", ...hop };
    const changes: AksStackChanges = {
      inputs: { "compute-subnet": { routeTable: { id: "/rt" } } },
      more: (stack) => stack.add("azure-native:network:RouteTable", "rt", { routes: [route] }, { id: "/rt" }),
    };
    expect(broken(changes)).toMatchObject({ "A1 node (compute)": "closed" });
    expect(broken({ ...changes, inputs: {} })).toEqual({});
  });

  it("a subnet with another group, and not one with none", () => {
    const attached = (networkSecurityGroup: object | undefined): AksStackChanges => ({
      inputs: { "gpu-subnet": { networkSecurityGroup } },
      more: (stack) => stack.add("azure-native:network:NetworkSecurityGroup", "empty", {}, { id: "/empty" }),
    });
    expect(broken(attached({ id: "/empty" }))).toEqual({ "A1 node (gpu)": "closed" });
    expect(broken(attached(undefined))).toEqual({});
  });
});

describe("a Service in front of the proxy", () => {
  const service =
    (spec: object, annotations = {}) =>
    (stack: StackBuilder) =>
      stack.add("kubernetes:core/v1:Service", "public", {
        metadata: { namespace: "gdn-streaming", annotations },
        spec: {
          ...{ type: "LoadBalancer", selector: { app: "streaming-proxy" }, externalTrafficPolicy: "Local" },
          ...{ ports: [{ protocol: "UDP", port: 5004, targetPort: 5004 }], healthCheckNodePort: 32504, ...spec },
        },
      });
  const judged = (more: (stack: StackBuilder) => void, changes: Partial<GivenAksInstallation> = {}) => {
    const one = only(aksStack({ more }), { ...given, ...changes });
    return { one, ids: [...new Set(flowsOf(one).map(({ id }) => id))] };
  };
  const port = { port: 5004 };

  it("is what browsers send to, on its own port, and not NodePorts", () => {
    const { one, ids } = judged(service({}), port);
    expect(one.cloud === "aks" && one.service?.name).toBe("public");
    expect(one.installation.ports.listener).toBe(5004);
    expect(ids).toEqual(["A2", "A3", "A4"]);
  });

  it("does not stand in for NodePorts where browsers are told the media NodePort, or the configuration says both", () => {
    expect(judged(service({})).ids).toEqual(expect.arrayContaining(["A1", "A2", "A3"]));
    expect(judged(service({}), { ...port, endpoint: "both" }).ids).toEqual(expect.arrayContaining(["A1", "A2", "A3"]));
    expect(judged(service({}), { ...port, endpoint: "nodePorts" }).ids).not.toContain("A2");
  });

  it("with the policy Cluster, Kubernetes' default, is not probed", () => {
    expect(judged(service({ externalTrafficPolicy: undefined }), port).ids).not.toContain("A3");
  });

  it("for other pods, or of another type, is not the proxy's", () => {
    for (const other of [{ selector: { app: "web" } }, { type: "NodePort" }]) {
      expect(judged(service(other), port).ids).toContain("A1");
    }
  });
});
