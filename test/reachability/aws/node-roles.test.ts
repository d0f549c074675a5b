import { expect, it } from "vitest";
import type { NodePoolFacts } from "../../../reachability/aws/network";
import { nodeGroupSets } from "../../../reachability/aws/node-roles";

const pool = (name: string, more: Partial<NodePoolFacts>): NodePoolFacts => ({
  name,
  kind: "managedNodeGroup",
  subnetIds: ["subnet-1"],
  instanceTypes: [],
  nodeCount: 1,
  autoScalingGroups: [],
  addresses: [],
  ...more,
});
const role = { target: true, pods: true, certain: true };
const interfaces = [{ subnetId: "subnet-1", securityGroupIds: ["sg-1"], primary: true }];

it.each([
  ["read", { interfaces }],
  ["not read", {}],
])("one pool whose pods may have groups of their own makes the common wiring so: interfaces %s", (_, more) => {
  const sets = nodeGroupSets([
    { pool: pool("a", { ...more, podSecurityGroups: true }), ...role },
    { pool: pool("b", more), ...role },
  ]);
  expect(sets.map(({ pools, podSecurityGroups }) => [pools, podSecurityGroups])).toEqual([[["a", "b"], true]]);
  const [without] = nodeGroupSets([{ pool: pool("b", more), ...role }]);
  expect(without).not.toHaveProperty("podSecurityGroups");
});
