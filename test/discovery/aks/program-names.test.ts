import fc from "fast-check";
import { expect, it } from "vitest";
import { azureProviderName, groupKeys } from "../../../discovery/aks/program-names";

const id = (subscription: string, resourceGroup: string, name: string) =>
  `/subscriptions/${subscription}/resourceGroups/${resourceGroup}/providers/Microsoft.Network/networkSecurityGroups/${name}`;

it.each<[string, string[], string[]]>([
  ["by their names", [id("1", "a", "nodes"), id("2", "b", "gpus")], ["nodes", "gpus"]],
  ["with their resource group", [id("1", "a", "nodes"), id("1", "b", "nodes")], ["a-nodes", "b-nodes"]],
  [
    "with their subscription",
    [id("1", "a", "nodes"), id("2", "a", "nodes"), id("2", "b", "nodes")],
    ["1-a-nodes", "2-a-nodes", "b-nodes"],
  ],
  ["by their names, one spelled in two ways", [id("1", "a", "nodes"), id("1", "A", "nodes")], ["nodes", "nodes"]],
])("groups are called %s", (_title, ids, keys) => {
  expect(ids.map(groupKeys(ids))).toEqual(keys);
});

it("law: groups have different keys, which do not depend on their order", () => {
  const part = fc.constantFrom("a", "b", "c");
  const ids = fc.uniqueArray(fc.tuple(part, part, part).map((parts) => id(...parts)));
  fc.assert(
    fc.property(ids, (all) => {
      const keys = all.map(groupKeys(all));
      expect(new Set(keys).size).toBe(all.length);
      expect(all.map(groupKeys([...all].reverse()))).toEqual(keys);
    }),
  );
});

it("providers of other subscriptions are told apart, however these are spelled", () => {
  expect([undefined, "0000000A", "0000000a"].map(azureProviderName)).toEqual([
    "azure-native",
    "azure-native-0000000a",
    "azure-native-0000000a",
  ]);
});
