import { describe, expect, it } from "vitest";
import { unknownValue } from "../../../graph/unknown";
import { noManagedResourceGroupOwnership } from "../../../policy/rules/no-managed-resource-group-ownership";
import { add, changeNetwork, compliant, edited, firstPreview, set, violations, type Edit } from "../edited-stack";

const rule = noManagedResourceGroupOwnership();
const nodes = "MC_nvcf-aks-dev_nvcf-aks-dev_westeurope";
const owned = (type: string, resourceGroupName: unknown = nodes): Edit =>
  add({ type, name: "thing", inputs: { resourceGroupName } });
const messages = async (...edits: Edit[]): Promise<string[]> =>
  violations(rule, await edited("aks-dev", ...edits)).map(({ message }) => message);

describe("no-managed-resource-group-ownership", () => {
  it.each(["dev", "aks-dev", "aks-pools"])("says nothing of %s", async (stack) => {
    expect(violations(rule, await compliant(stack))).toEqual([]);
  });

  it.each([
    "azure-native:network:PublicIPAddress",
    "azure-native:network/v20240501:NetworkSecurityGroup",
    "azure-native:compute:VirtualMachineScaleSet",
    "azure-native:resources:ResourceGroup",
    "azure-native:authorization:ManagementLockAtResourceGroupLevel",
    "azure-native_network_v20240501:network/v20240501:LoadBalancer",
  ])("reports a %s there", async (type) => {
    const found = violations(rule, await edited("aks-dev", owned(type)));
    expect(found).toHaveLength(1);
    expect(found[0]!.urn).toContain("::thing");
    expect(found[0]!.message).toContain(nodes);
  });

  it.each(["azure-native:network:SecurityRule", "azure-native:network/v20240501:SecurityRule"])(
    "takes a %s there",
    async (type) => {
      expect(await messages(owned(type))).toEqual([]);
    },
  );

  it.each<[string, Edit]>([
    ["a resource group of the user", owned("azure-native:network:PublicIPAddress", "nvcf-aks-dev")],
    ["a group whose name only holds MC_", owned("azure-native:network:PublicIPAddress", "x-MC_y")],
    ["one that is not known", owned("azure-native:network:PublicIPAddress", unknownValue)],
    ["none", owned("azure-native:network:PublicIPAddress", null)],
    ["resources of others", owned("kubernetes:core/v1:ConfigMap")],
  ])("leaves alone: %s", async (_, edit) => {
    expect(await messages(edit)).toEqual([]);
  });

  it("knows a group with a name of the user's: from facts, from the cluster of the stack, from configuration", async () => {
    const inGroup = owned("azure-native:network:PublicIPAddress", "Own-nodes");
    const facts = changeNetwork(({ networkSecurityGroups: [managed] }) => {
      managed.id = managed.id.replace(nodes, "own-NODES");
    });
    const cluster =
      (place: "inputs" | "outputs"): Edit =>
      (graph) =>
        add({
          ...{ type: "azure-native:containerservice:ManagedCluster", name: "aks" },
          ...{ inputs: {}, outputs: {}, [place]: { nodeResourceGroup: "own-nodes" } },
        })(graph);
    expect(await messages(inGroup)).toEqual([]);
    expect(await messages(inGroup, facts)).toHaveLength(1);
    expect(await messages(inGroup, cluster("inputs"))).toHaveLength(1);
    expect(await messages(inGroup, cluster("outputs"))).toHaveLength(1);
    const graph = await edited("aks-dev", inGroup);
    expect(violations(rule, graph, { nodeResourceGroups: ["own-nodes"] })).toHaveLength(1);
  });

  it("decides on a first preview", async () => {
    expect(await messages(owned("azure-native:network:PublicIPAddress"), firstPreview)).toHaveLength(1);
  });

  it("reports the public IP of the component, if it is put there", async () => {
    const found = violations(rule, await edited("aks-pools", set("lls-ip", { resourceGroupName: "MC_x_y_z" })));
    expect(found.map(({ urn }) => urn)).toEqual([expect.stringContaining("::lls-ip")]);
  });

  it("says nothing of a stack without LLS on AKS", async () => {
    const graph = await edited("aks-dev", owned("azure-native:network:PublicIPAddress"));
    graph.resources = graph.resources.filter(({ urn }) => !urn.includes("nvcf-lls:index:"));
    expect(violations(rule, graph)).toEqual([]);
    expect(violations(rule, await edited("dev", owned("azure-native:network:PublicIPAddress")))).toEqual([]);
  });
});
