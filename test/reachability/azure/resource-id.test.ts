import { describe, expect, it } from "vitest";
import { judgeAks } from "../../../reachability/azure/flows";
import { placesOf } from "../../../reachability/azure/resource-id";
import { group, groupId, openInstallation } from "./installation";

const id = (subscription: string, resourceGroup: string, name: string) =>
  `/subscriptions/${subscription}/resourceGroups/${resourceGroup}/providers/Microsoft.Network/networkSecurityGroups/${name}`;

describe("where a resource lies", () => {
  it.each<[string, string[], string[]]>([
    ["is not told where names differ", [id("1", "a", "x"), id("1", "a", "y"), "not known yet"], ["", "", ""]],
    ["is not told of one that is named twice", [id("1", "a", "x"), id("1", "A", "X")], ["", ""]],
    [
      "is its resource group where names are the same",
      [id("1", "a", "x"), id("1", "b", "X")],
      [" in resource group a", " in resource group b"],
    ],
    [
      "is its subscription too where that is the same",
      [id("1", "a", "x"), id("2", "a", "x"), id("2", "b", "x")],
      [" in resource group a of subscription 1", " in resource group a of subscription 2", " in resource group b"],
    ],
  ])("%s", (_, ids, places) => {
    expect(ids.map(placesOf(ids))).toEqual(places);
  });
});

it("verdicts tell groups of one name apart", () => {
  const made = openInstallation();
  const twin = groupId("nsg-proxy", "team-b");
  made.network.subnets[1]!.networkSecurityGroupId = twin;
  made.network.networkSecurityGroups.push(group("nsg-proxy", [], { id: twin }));
  const layers = judgeAks(made).flatMap((flow) => (flow.id === "A1" ? flow.layers : []));
  const closed = layers.filter(({ verdict }) => verdict === "closed");
  expect(closed.map(({ name }) => name)).toEqual(["subnet NSG 'nsg-proxy' in resource group team-b, inbound"]);
  expect(closed[0]!.reason).toMatch(/^subnet NSG 'nsg-proxy' in resource group team-b: /);
});
