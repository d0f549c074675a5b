import { expect, it } from "vitest";
import { assumedEksCluster, type AssumedEksCluster } from "../../simulator/assumed-eks-cluster";

const least: AssumedEksCluster = { cluster: "dev", availabilityZone: "eu-central-1b", region: "eu-central-1" };
const given: AssumedEksCluster = {
  ...least,
  account: "123456789012",
  subnetId: "subnet-0a",
  proxyNodeSecurityGroupIds: ["sg-0b", "sg-0a"],
  workerNodeSecurityGroupIds: ["sg-0c"],
};

it("the same arguments give the same seed", () => {
  expect(JSON.stringify(assumedEksCluster(given))).toBe(JSON.stringify(assumedEksCluster(given)));
});

it("uses the ids that are given", () => {
  const { network } = assumedEksCluster(given);
  expect(network.subnets).toContainEqual(
    expect.objectContaining({ id: "subnet-0a", availabilityZone: "eu-central-1b", name: "assumed-public-0" }),
  );
  expect(network.nodePools.map(({ interfaces }) => interfaces?.[0]?.securityGroupIds)).toEqual([
    ["sg-0a", "sg-0b"],
    ["sg-0c"],
  ]);
});

it.each([least, given])("every id that is named exists, and lists are sorted", (args) => {
  const { cluster, network } = assumedEksCluster(args);
  const ids = (list: { id: string }[]) => list.map(({ id }) => id);
  const groups = ids(network.securityGroups);
  const interfaces = network.nodePools.flatMap((pool) => pool.interfaces ?? []);
  expect(groups).toEqual(
    expect.arrayContaining([
      cluster.clusterSecurityGroupId,
      ...interfaces.flatMap(({ securityGroupIds }) => securityGroupIds),
    ]),
  );
  expect(groups).toEqual([...new Set(groups)].sort());
  for (const subnet of network.subnets) {
    expect(ids(network.networkAcls)).toContain(subnet.networkAclId);
    expect(ids(network.routeTables)).toContain(subnet.routeTableId);
  }
  expect(ids(network.subnets)).toEqual([...ids(network.subnets)].sort());
  expect(ids(network.subnets)).toEqual(expect.arrayContaining(interfaces.map(({ subnetId }) => subnetId)));
});

it("places its nodes in the zone and its other subnets in another one", () => {
  const { network } = assumedEksCluster(least);
  const zoneOf = (id: string) => network.subnets.find((subnet) => subnet.id === id)?.availabilityZone;
  expect(network.nodePools.flatMap(({ subnetIds }) => subnetIds.map(zoneOf))).toEqual([
    "eu-central-1b",
    "eu-central-1b",
  ]);
  expect([...new Set(network.subnets.map(({ availabilityZone }) => availabilityZone))].sort()).toEqual([
    "eu-central-1a",
    "eu-central-1b",
  ]);
});
