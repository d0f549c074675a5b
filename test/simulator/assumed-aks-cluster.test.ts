import { expect, it } from "vitest";
import { assumedAksCluster, type AssumedAksCluster } from "../../simulator/assumed-aks-cluster";

const least: AssumedAksCluster = {
  ...{ cluster: "dev", resourceGroup: "rg" },
  proxyNodeSelector: { "node-type": "compute" },
  workerNodeSelector: { gpu: "yes" },
};
const groupId = (name: string) =>
  `/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/net/providers/Microsoft.Network/networkSecurityGroups/${name}`;
const given: AssumedAksCluster = {
  ...least,
  availabilityZone: "2",
  location: "northeurope",
  pools: ["one", "two", "three"],
  subnetNetworkSecurityGroupIds: [groupId("b"), groupId("a"), groupId("b")],
  allowedHostPorts: { from: 31000, to: 31999 },
};

it.each([least, given])("the same arguments give the same seed", (args) => {
  expect(JSON.stringify(assumedAksCluster(args))).toBe(JSON.stringify(assumedAksCluster(args)));
});

it.each([least, given])("every id that is named exists, and lists are sorted", (args) => {
  const { network } = assumedAksCluster(args);
  const groups = network.networkSecurityGroups.map(({ id }) => id);
  const subnets = network.subnets.map(({ id }) => id);
  expect(groups).toEqual([...new Set(groups)].sort());
  for (const { networkSecurityGroupId } of network.subnets) expect(groups).toContain(networkSecurityGroupId);
  for (const { subnetId, nicNetworkSecurityGroupIds } of network.agentPools) {
    expect(subnets).toContain(subnetId);
    for (const id of nicNetworkSecurityGroupIds!) expect(groups).toContain(id);
  }
});

it("has one pool for each role, and with named pools both roles in each", () => {
  const labels = (args: AssumedAksCluster) =>
    assumedAksCluster(args).network.agentPools.map((pool) => [pool.name, pool.labels]);
  expect(labels(least)).toEqual([
    ["compute", least.proxyNodeSelector],
    ["gpu", least.workerNodeSelector],
  ]);
  const both = { ...least.proxyNodeSelector, ...least.workerNodeSelector };
  expect(labels(given)).toEqual(given.pools!.map((name) => [name, both]));
});

it("has the rules of the groups' owners on every group, where the stack assumes them", () => {
  const rulesOf = (openPorts?: string[]) =>
    assumedAksCluster({ ...least, openPorts }).network.networkSecurityGroups.map(({ rules }) => rules);
  expect(rulesOf()).toEqual([[], []]);
  const open = { inbound: true, allow: true, protocol: "Udp", destinationPorts: ["5004", "30000-32767"] };
  expect(rulesOf(["5004", "30000-32767"])).toMatchObject([[open], [open]]);
});

it("uses the groups, the zone and the host ports that are given", () => {
  const { network, location } = assumedAksCluster(given);
  expect(location).toBe("northeurope");
  expect(network.subnets.map(({ networkSecurityGroupId }) => networkSecurityGroupId)).toEqual([
    groupId("a"),
    groupId("b"),
  ]);
  expect(network.agentPools[2]).toMatchObject({
    availabilityZones: ["2"],
    allowedHostPorts: [{ from: 31000, to: 31999, protocol: "UDP" }],
  });
  expect(network.networkSecurityGroups.find(({ managed }) => managed)!.rules).toMatchObject([
    { destinationPorts: ["31000-31999"] },
  ]);
});
