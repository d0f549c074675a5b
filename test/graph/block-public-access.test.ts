import { expect, it } from "vitest";
import { awsNetworkOf } from "../../graph/aws/stack-network";
import { StackIndex } from "../../graph/stack-index";
import type { AwsNetwork, BlockPublicAccess } from "../../reachability/aws/network";
import { resource, stackOf } from "./foreign-stack";

const blocked = "block-bidirectional";
const both = "allow-bidirectional";
const options = (mode: string) =>
  resource("aws:ec2/vpcBlockPublicAccessOptions:VpcBlockPublicAccessOptions", "account", {
    internetGatewayBlockMode: mode,
  });
const exclusion = (mode: string) =>
  resource("aws:ec2/vpcBlockPublicAccessExclusion:VpcBlockPublicAccessExclusion", "exclusion", {
    ...{ vpcId: "vpc-1", internetGatewayExclusionMode: mode },
  });
const read = (...exclusions: BlockPublicAccess["exclusions"]): BlockPublicAccess => ({ mode: blocked, exclusions });

it.each([
  { what: "nothing", resources: [], facts: undefined, expected: undefined },
  { what: "what was read", resources: [], facts: read(), expected: read() },
  {
    what: "the stack's mode",
    resources: [options("off")],
    facts: undefined,
    expected: { mode: "off", exclusions: [] },
  },
  {
    what: "the stack's mode, not the one read",
    resources: [options("off")],
    facts: read(),
    expected: { mode: "off", exclusions: [] },
  },
  {
    what: "the stack's exclusion, without a mode",
    ...{ resources: [exclusion(both)], facts: undefined },
    expected: { exclusions: [{ resourceId: "vpc-1", mode: both }] },
  },
  {
    what: "the stack's exclusion beside those that were read",
    ...{ resources: [exclusion(both)], facts: read({ resourceId: "vpc-2", mode: both }) },
    expected: read({ resourceId: "vpc-2", mode: both }, { resourceId: "vpc-1", mode: both }),
  },
  {
    what: "the stack's exclusion as it will be, not as it was read",
    ...{ resources: [exclusion("allow-egress")], facts: read({ resourceId: "vpc-1", mode: both }) },
    expected: read({ resourceId: "vpc-1", mode: "allow-egress" }),
  },
])("of VPC Block Public Access counts $what", ({ resources, facts, expected }) => {
  const lists = { vpcCidrs: [], subnets: [], networkAcls: [], routeTables: [], securityGroups: [], nodePools: [] };
  const network: AwsNetwork = { vpcId: "vpc-1", ...lists, ...(facts && { blockPublicAccess: facts }) };
  const result = awsNetworkOf(new StackIndex(stackOf(...resources)), network, "vpc-1", []);
  expect(result?.blockPublicAccess).toEqual(expected);
});
