import ipaddr from "ipaddr.js";
import type {
  AwsNetwork,
  BlockPublicAccess,
  NetworkAclFacts,
  NodePoolFacts,
  SubnetFacts,
} from "../../reachability/aws/network";
import { knownText } from "../known";
import type { GraphResource } from "../resource-graph";
import { idOf, type StackIndex } from "../stack-index";
import { defaultAclType, networkAclsOf } from "./network-acls";
import { subnetType, vpcType } from "./resource-types";
import { routeTablesOf } from "./route-tables";

/**
 * What surrounds an installation as it will be: facts, and laid over them what the stack makes of the VPC, its subnets, network ACLs, route tables
 * and pools of nodes.
 * @param facts what was read; absent: nothing
 * @param vpcId of the installation, where known: subnets of other VPCs are left out
 * @param pools that the stack makes
 * @returns undefined if neither facts nor stack say anything
 */
export function awsNetworkOf(
  stack: StackIndex,
  facts: AwsNetwork | undefined,
  vpcId: string | undefined,
  pools: readonly NodePoolFacts[],
): AwsNetwork | undefined {
  const vpc = vpcOf(stack, facts?.vpcId ?? vpcId);
  const isOurs = (subnet: GraphResource): boolean => {
    const own = stack.idIn(subnet, "vpcId", subnet.inputs.vpcId, vpcType);
    return own === undefined || own === (vpc ? idOf(vpc) : (facts?.vpcId ?? vpcId ?? own));
  };
  const made = stack.ofType(subnetType).filter(isOurs);
  const acls = networkAclsOf(stack, facts?.networkAcls ?? []);
  const vpcCidrs = facts?.vpcCidrs ?? cidrsOf(vpc);
  const tables = routeTablesOf(stack, vpcCidrs);
  const blockPublicAccess = blockPublicAccessOf(stack, facts?.blockPublicAccess);
  const says = [made, acls.networkAcls, tables.routeTables, pools].some((list) => list.length > 0);
  if (!says && blockPublicAccess === facts?.blockPublicAccess) return facts;

  const adopted = vpc && adoptedAcl(stack, vpc);
  const defaultAcl = vpc && acls.complete && !adopted ? defaultNetworkAcl(vpc) : undefined;
  const madeIds = new Set(made.map(idOf));
  const existing = (facts?.subnets ?? []).filter(({ id }) => !madeIds.has(id));
  const known = new Map((facts?.subnets ?? []).map((subnet) => [subnet.id, subnet]));
  const subnets = [
    ...existing,
    ...made.flatMap(
      (subnet) => subnetFacts(subnet, known.get(idOf(subnet)), adopted ? idOf(adopted) : defaultAcl?.id) ?? [],
    ),
  ].map((subnet) => ({
    ...subnet,
    ...withId("networkAclId", acls.ofSubnet.get(subnet.id)),
    ...withId("routeTableId", tables.ofSubnet.get(subnet.id)),
  }));
  const isChanged = new Set([...acls.networkAcls, ...tables.routeTables].map(({ id }) => id));
  const unchanged = <Facts extends { id: string }>(list: readonly Facts[] | undefined): Facts[] =>
    (list ?? []).filter(({ id }) => !isChanged.has(id));
  return {
    ...(facts ?? { securityGroups: [], vpcId: vpc ? idOf(vpc) : (vpcId ?? "") }),
    ...(blockPublicAccess && { blockPublicAccess }),
    vpcCidrs,
    subnets,
    networkAcls: [
      ...unchanged(facts?.networkAcls),
      ...acls.networkAcls.filter(hasEntries),
      ...(defaultAcl ? [defaultAcl] : []),
    ],
    routeTables: [...unchanged(facts?.routeTables), ...tables.routeTables],
    nodePools: withStackPools(facts?.nodePools ?? [], pools),
  };
}

/** The account's setting, and exclusions from it: what was read, and what the stack makes. Undefined: nothing is known. */
function blockPublicAccessOf(stack: StackIndex, facts: BlockPublicAccess | undefined): BlockPublicAccess | undefined {
  const [options] = stack.ofType("aws:ec2/vpcBlockPublicAccessOptions:VpcBlockPublicAccessOptions");
  const mode = options ? knownText(options.inputs.internetGatewayBlockMode) : facts?.mode;
  const made = stack
    .ofType("aws:ec2/vpcBlockPublicAccessExclusion:VpcBlockPublicAccessExclusion")
    .flatMap((exclusion): BlockPublicAccess["exclusions"] => {
      const { vpcId, subnetId, internetGatewayExclusionMode } = exclusion.inputs;
      const resourceId =
        stack.idIn(exclusion, "vpcId", vpcId, vpcType) ?? stack.idIn(exclusion, "subnetId", subnetId, subnetType);
      const excluded = knownText(internetGatewayExclusionMode);
      return resourceId === undefined || excluded === undefined ? [] : [{ resourceId, mode: excluded }];
    });
  if (mode === facts?.mode && made.length === 0) return facts;
  const isChanged = new Set(made.map(({ resourceId }) => resourceId));
  const kept = (facts?.exclusions ?? []).filter(({ resourceId }) => !isChanged.has(resourceId));
  return { ...(mode !== undefined && { mode }), exclusions: [...kept, ...made] };
}

/** The VPC if the stack makes it: that of the id, or without one the only one. */
function vpcOf(stack: StackIndex, vpcId: string | undefined): GraphResource | undefined {
  const vpcs = stack.ofType(vpcType);
  if (vpcId !== undefined) return vpcs.find((vpc) => idOf(vpc) === vpcId);
  return vpcs.length === 1 ? vpcs[0] : undefined;
}

function cidrsOf(vpc: GraphResource | undefined): string[] {
  const cidrs = [vpc?.inputs.cidrBlock ?? vpc?.outputs.cidrBlock, vpc?.outputs.ipv6CidrBlock].map(knownText);
  return cidrs.filter((cidr) => cidr !== undefined && ipaddr.isValidCIDR(cidr)) as string[];
}

/** A subnet without known addresses says nothing: whatever names it is then judged as not read. */
function subnetFacts(
  subnet: GraphResource,
  facts: SubnetFacts | undefined,
  defaultAclId: string | undefined,
): SubnetFacts | undefined {
  const { inputs, outputs } = subnet;
  const cidr = knownText(inputs.cidrBlock) ?? knownText(outputs.cidrBlock);
  const ipv6 = knownText(inputs.ipv6CidrBlock) ?? knownText(outputs.ipv6CidrBlock);
  if (cidr === undefined || !ipaddr.isValidCIDR(cidr)) return facts;
  return {
    ...withId("networkAclId", defaultAclId),
    ...facts,
    ...{ id: idOf(subnet), cidr, ipv6Cidrs: ipv6 && ipaddr.isValidCIDR(ipv6) ? [ipv6] : [] },
    // An empty one is judged as not read.
    availabilityZone: knownText(inputs.availabilityZone) ?? knownText(outputs.availabilityZone) ?? "",
  };
}

/** A new subnet has the default network ACL of its VPC, which lets everything through (Amazon VPC user guide, "Default network ACL for a VPC"). */
function defaultNetworkAcl(vpc: GraphResource): NetworkAclFacts {
  const id = knownText(vpc.outputs.defaultNetworkAclId) ?? `default network ACL of ${vpc.name}`;
  const all = { ruleNumber: 100, allow: true, protocol: "-1" };
  const entries = [false, true].flatMap((egress) => ["0.0.0.0/0", "::/0"].map((cidr) => ({ ...all, egress, cidr })));
  return { id, entries };
}

/** The default network ACL of a VPC where the stack takes it over. */
function adoptedAcl(stack: StackIndex, vpc: GraphResource): GraphResource | undefined {
  const id = knownText(vpc.outputs.defaultNetworkAclId);
  return stack.ofType(defaultAclType).find((acl) => {
    const { defaultNetworkAclId } = acl.inputs;
    const named = knownText(defaultNetworkAclId);
    if (named !== undefined) return named === id;
    return stack.referents(acl, "defaultNetworkAclId", defaultNetworkAclId, vpcType).includes(vpc);
  });
}

/** Pools as the stack will have them, with the nodes that they have now. */
function withStackPools(existing: readonly NodePoolFacts[], made: readonly NodePoolFacts[]): NodePoolFacts[] {
  const byName = new Map(made.map((pool) => [pool.name, pool]));
  const merged = existing.map((pool) => {
    const own = byName.get(pool.name);
    if (!own) return pool;
    const { instanceTypes, nodeCount, addresses } = pool;
    const autoScalingGroups = own.autoScalingGroups.length > 0 ? own.autoScalingGroups : pool.autoScalingGroups;
    const subnetIds = own.subnetIds.length > 0 ? own.subnetIds : pool.subnetIds;
    return { ...pool, ...own, instanceTypes, nodeCount, addresses, autoScalingGroups, subnetIds };
  });
  const names = new Set(existing.map(({ name }) => name));
  return [...merged, ...made.filter(({ name }) => !names.has(name))];
}

function hasEntries(acl: { id: string; entries?: NetworkAclFacts["entries"] }): acl is NetworkAclFacts {
  return acl.entries !== undefined;
}

function withId<Property extends string>(
  property: Property,
  id: string | undefined,
): Partial<Record<Property, string>> {
  return id === undefined ? {} : ({ [property]: id } as Record<Property, string>);
}
