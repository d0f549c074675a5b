import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { plan } from "../cli/plan";
import { BadInput } from "../components/bad-input";
import type { AksFacts } from "../discovery/aks/facts";
import { aksInstallations } from "../graph/aks-installation";
import type { GraphResource } from "../graph/resource-graph";
import { judgeAks } from "../reachability/azure/flows";
import { changedFacts, factsOf } from "./discovery/aks/aks-facts";
import { factsAfter, runProgram, verdictsOf, type Ran } from "./run-program";
import type { Config } from "./stacks/stack-file";

// The AKS rows of docs/guide-differences.md, as guide-differences.test.ts has those of EKS. Each looks at what the real program
// registers with the recorded facts of an example stack.

const root = join(__dirname, "..");
const nodes = { nodeAddress: "nodes.example.com" };
const balancer: Config = { endpoint: "loadBalancer", publicIp: { resourceGroup: "nvcf-aks-dev", dnsLabel: "stream" } };
const on = (aks: Config): Config => ({ streamingProxy: { mediaPort: 49100 }, aks });
const balanced = on(balancer);

const ofType = ({ graph }: Ran, type: string): GraphResource[] =>
  graph.resources.filter((resource) => resource.type.endsWith(`:${type}`));

/** Our rules as `group ports source`. */
function rulesOf(ran: Ran): string[] {
  return ofType(ran, "SecurityRule").map(({ inputs }) =>
    [
      inputs.networkSecurityGroupName,
      inputs.destinationPortRange ?? (inputs.destinationPortRanges as string[]).join(","),
      inputs.sourceAddressPrefix ?? (inputs.sourceAddressPrefixes as string[]).join(","),
    ].join(" "),
  );
}

const nicGroup = "aks-agentpool-10000001-nsg";
const subnetGroup = "nvcf-dev-aks-nodes";

/** Config keys with what is said of them; none if the program runs. */
async function problemsOf(facts: AksFacts, config: Config = {}): Promise<Record<string, string>> {
  try {
    await runProgram(facts, config);
  } catch (error) {
    if (!(error instanceof BadInput)) throw error;
    return Object.fromEntries(error.problems.map(({ path, reason }) => [path, reason]));
  }
  return {};
}

describe("what is opened", () => {
  it("lls §1.12-21: on AKS one key chooses between NodePorts and one port, and nothing else is opened", async () => {
    const facts = factsOf("aks-dev.json");
    const opened = async (aks: Config) => rulesOf(await runProgram(facts, on(aks))).sort();
    expect(await opened(nodes)).toEqual([`${nicGroup} 30000-32767 Internet`, `${subnetGroup} 30000-32767 Internet`]);
    expect(await opened({ ...nodes, nodePortFrom: 30504, nodePortTo: 30504 })).toEqual([
      `${nicGroup} 30504 Internet`,
      `${subnetGroup} 30504 Internet`,
    ]);
    // The interfaces' group is then written by the cloud controller, which AKS supports.
    expect(await opened(balancer)).toEqual([`${subnetGroup} 5004 Internet`]);
  });

  it("lls §1.12-30, net §0-11: on AKS everything is made that the proxy needs, a load balancer with a static address too", async () => {
    const ran = await runProgram(factsOf("examples/aks-no-node-public-ip.json"), balanced);
    const [address, ...others] = ofType(ran, "PublicIPAddress");
    expect(others).toEqual([]);
    expect(address!.inputs).toMatchObject({ sku: { name: "Standard" }, publicIPAllocationMethod: "Static" });
    const [service] = ofType(ran, "Service");
    expect(service!.inputs.spec).toMatchObject({
      type: "LoadBalancer",
      externalTrafficPolicy: "Local",
      ports: [{ protocol: "UDP", port: 5004, targetPort: 49100 }],
    });
    const [release] = ofType(ran, "Release");
    expect(release!.inputs.values).toMatchObject({
      env: { lbPort: "5004", lbDns: "stream.westeurope.cloudapp.azure.com" },
    });
    const verdicts = Object.entries(verdictsOf(ran)).map(([id, all]) => [id, [...new Set(all)]]);
    expect(Object.fromEntries(verdicts)).toEqual({ A2: ["open"], A3: ["open"], A4: ["open"] });
  });
});

describe("network security groups", () => {
  it("lls §2.2-1: rules go to the node resource group that the cluster names, whatever it is called", async () => {
    const name = "streaming-nodes";
    const text = JSON.stringify(factsOf("aks-dev.json")).replaceAll("MC_nvcf-aks-dev_nvcf-aks-dev_westeurope", name);
    const facts = JSON.parse(text) as AksFacts;
    expect(facts.cluster.nodeResourceGroup).toBe(name);
    const rules = ofType(await runProgram(facts), "SecurityRule").map(({ inputs }) => inputs.resourceGroupName);
    expect(rules.sort()).toEqual(["nvcf-network", name]);
  });

  it("lls §2.2-2: a locked node resource group is told before anything is made, with the ways that remain", async () => {
    const locked = factsOf("examples/aks-locked.json");
    const reason = expect.stringMatching(/locked .*aks.nicMode to allowedHostPorts, or aks.endpoint to loadBalancer/);
    expect(await problemsOf(locked)).toEqual({ "aks.nicMode": reason });
    const byHostPorts = await runProgram(
      factsOf("examples/aks-host-ports.json"),
      on({ ...nodes, nicMode: "allowedHostPorts" }),
    );
    expect(rulesOf(byHostPorts)).toEqual([`${subnetGroup} 30000-32767 Internet`]);
    expect(verdictsOf(byHostPorts)).toMatchObject({ A1: ["open", "open"] });
    expect(verdictsOf(await runProgram(locked, balanced))).toMatchObject({ A2: ["open"] });
  });

  it("lls §2.2-3: every group that stands before a pool gets one rule, be it one or six", async () => {
    const groups = async (file: string) => {
      const facts = factsOf(file);
      const names = rulesOf(await runProgram(facts)).map((rule) => rule.split(" ")[0]);
      expect(names.sort()).toEqual(facts.network.networkSecurityGroups.map(({ name }) => name).sort());
      return names.length;
    };
    expect(await groups("examples/aks-shared-nsg.json")).toBe(1);
    expect(await groups("aks-dev.json")).toBe(2);
    expect(await groups("aks-pools.json")).toBe(6);
  });

  it("lls §2.2-4: the subnet's group gets its rule in whatever resource group and subscription, if there is one", async () => {
    const elsewhere = await runProgram(factsOf("examples/aks-other-subscription.json"));
    const ids = ofType(elsewhere, "SecurityRule").map(({ id }) => id!.split("/").slice(2, 5).join("/"));
    expect(ids.sort()).toEqual([
      "00000000-0000-0000-0000-000000000000/resourceGroups/MC_nvcf-aks-dev_nvcf-aks-dev_westeurope",
      "00000000-0000-0000-0000-00000000000b/resourceGroups/nvcf-network",
    ]);
    const bare = await runProgram(factsOf("examples/aks-no-subnet-nsg.json"));
    expect(rulesOf(bare)).toEqual([`${nicGroup} 30000-32767 Internet`]);
    for (const ran of [elsewhere, bare]) expect(verdictsOf(ran)).toMatchObject({ A1: ["open", "open"] });
  });

  it("lls §2.2-5: a name or priority that another rule has is told before anything is made, with what to do", async () => {
    expect(await problemsOf(factsOf("examples/aks-priority-taken.json"))).toEqual({
      "aks.rulePriority": expect.stringMatching(/taken by rule allow-bastion .* 402 is free/) as string,
    });
    expect(await problemsOf(factsOf("examples/aks-guide-rule.json"))).toEqual({
      "aks.nsgRules": expect.stringMatching(/priority 510.*delete it.*pulumi import.*aks.nsgRules to assume/) as string,
    });
  });

  it("lls §2.2-7: the groups of a new pool are named by the plan, and get their rules by the next up", async () => {
    const before = await runProgram(factsOf("aks-dev.json"));
    const facts = structuredClone(factsAfter(factsOf("aks-dev.json"), before));
    const { agentPools, networkSecurityGroups } = facts.network;
    const ofNewPool = networkSecurityGroups.find(({ name }) => name === nicGroup)!.id.replace(nicGroup, "aks-new-nsg");
    agentPools.push({ ...agentPools[1]!, name: "new", nicNetworkSecurityGroupIds: [ofNewPool] });
    networkSecurityGroups.push({ id: ofNewPool, name: "aks-new-nsg", managed: true, rules: [] });

    const uncovered = await runProgram(facts, on({ ...nodes, pools: ["compute", "gpu"] }));
    const closed = aksInstallations(uncovered.graph)
      .flatMap(judgeAks)
      .filter(({ verdict }) => verdict === "closed");
    const layer = { verdict: "closed", name: expect.stringContaining("'aks-new-nsg'") as string };
    expect(closed).toMatchObject([
      { id: "A1", to: "node (new)", layers: expect.arrayContaining([expect.objectContaining(layer)]) },
    ]);

    const after = await runProgram(facts);
    expect(rulesOf(after).sort()).toEqual([...rulesOf(before), "aks-new-nsg 30000-32767 Internet"].sort());
    const { notices } = await plan(root, { stack: "aks-dev" });
    expect(notices).toContainEqual(
      expect.stringMatching(/^A new agent pool .*record the facts and run `pulumi up` again/),
    );
  });

  it("net §0-8: its priority is not the cloud controller's, and the plan says that Microsoft does not support the rule", async () => {
    const priorities = ofType(await runProgram(factsOf("aks-dev.json")), "SecurityRule").map(
      ({ inputs }) => inputs.priority,
    );
    for (const priority of priorities) expect(priority).toBeLessThan(500);
    const unsupported = expect.stringMatching(
      /^Microsoft does not support .*allowedHostPorts or .*loadBalancer need none/,
    );
    expect((await plan(root, { stack: "aks-dev" })).notices).toContainEqual(unsupported);
    // The two ways that are supported edit nothing that AKS manages.
    const allowed = changedFacts("aks-dev.json", ({ network }) => {
      for (const pool of network.agentPools) pool.allowedHostPorts = [{ from: 30000, to: 32767, protocol: "UDP" }];
    });
    for (const aks of [{ ...nodes, nicMode: "allowedHostPorts" }, balancer]) {
      const groups = rulesOf(await runProgram(allowed, on(aks))).map((rule) => rule.split(" ")[0]);
      expect(groups).toEqual([subnetGroup]);
    }
  });
});

it("lls §2.2-6, net §0-9: NodePorts of nodes without public addresses are closed, and the plan says what to choose", async () => {
  const facts = factsOf("examples/aks-no-node-public-ip.json");
  const ran = await runProgram(facts);
  expect(verdictsOf(ran)).toMatchObject({ A1: ["closed", "closed"] });
  for (const { layers } of aksInstallations(ran.graph)
    .flatMap(judgeAks)
    .filter(({ id }) => id === "A1")) {
    expect(layers.find(({ verdict }) => verdict === "closed")!.reason).toMatch(
      /endpoint `loadBalancer`.*firewall.*node public IPs/,
    );
  }
  expect(verdictsOf(await runProgram(facts, balanced))).toMatchObject({ A2: ["open"] });
});
