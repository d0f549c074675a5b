import fc from "fast-check";
import { expect, it } from "vitest";
import { azureProviderName, groupKey } from "../../../discovery/aks/program-names";

const id = (subscription: string, resourceGroup: string, name: string) =>
  `/subscriptions/${subscription}/resourceGroups/${resourceGroup}/providers/Microsoft.Network/networkSecurityGroups/${name}`;

it.each([
  ["resource group and name", "1", "network/nodes"],
  ["subscription too, if that is not the cluster's", "2", "2/network/nodes"],
])("a group is called by %s", (_title, subscription, key) => {
  expect(groupKey(id(subscription, "network", "nodes"), "1")).toBe(key);
});

it("law: groups have the same key if and only if they are the same to Azure, whatever other groups there are", () => {
  const part = fc.constantFrom("a", "A", "b", "a-b", "b-a", "a-b-a");
  const groups = fc.tuple(part, part, part).map((parts) => id(...parts));
  fc.assert(
    fc.property(groups, groups, part, (one, other, own) => {
      expect(groupKey(one, own) === groupKey(other, own)).toBe(one.toLowerCase() === other.toLowerCase());
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
