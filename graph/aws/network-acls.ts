import ipaddr from "ipaddr.js";
import type { NetworkAclEntry, NetworkAclFacts } from "../../reachability/aws/network";
import { entriesOf, isHidden, knownNumber, knownText } from "../known";
import type { GraphResource } from "../resource-graph";
import { idOf, type StackIndex } from "../stack-index";
import { subnetType } from "./resource-types";

const aclType = "aws:ec2/networkAcl:NetworkAcl";
/** Type of a default network ACL that a stack takes over. */
export const defaultAclType = "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl";
const ruleType = "aws:ec2/networkAclRule:NetworkAclRule";
const associationType = "aws:ec2/networkAclAssociation:NetworkAclAssociation";

/** Types of resources that say what network ACLs let through, and for which subnets. */
export const networkAclTypes = [aclType, defaultAclType, ruleType, associationType];

/** The network ACLs of a stack. */
export interface StackNetworkAcls {
  /** Those that it makes or changes; one of which not every entry is known has none. */
  networkAcls: { id: string; entries?: NetworkAclEntry[] }[];
  /** Id of the subnet -> id of its network ACL, where the stack says so. */
  ofSubnet: Map<string, string>;
  /** False if some association is not known: any subnet may have another network ACL than it seems. */
  complete: boolean;
}

/** An entry; undefined: not known. */
type Entry = NetworkAclEntry | undefined;

/** The network ACLs that a stack makes, and those that exist with the entries that it adds. */
export function networkAclsOf(stack: StackIndex, existing: readonly NetworkAclFacts[]): StackNetworkAcls {
  // One that is only read is judged by facts: its outputs may hold entries that this change takes away.
  const made = stack.ofType(aclType, defaultAclType).filter(({ standIn }) => standIn !== "read");
  const rules = standaloneEntries(stack);
  const madeIds = new Set(made.map(idOf));
  const changed = existing.filter(({ id }) => !madeIds.has(id) && rules.has(id));
  return {
    networkAcls: [
      ...made.map((acl) => ({ id: idOf(acl), ...whole(entriesOfMade(acl, rules.get(idOf(acl)) ?? [])) })),
      ...changed.map(({ id, entries }) => ({ id, ...whole(laidOver(entries, rules.get(id)!)) })),
    ],
    ...associations(stack),
  };
}

function associations(stack: StackIndex): Pick<StackNetworkAcls, "ofSubnet" | "complete"> {
  const ofSubnet = new Map<string, string>();
  let complete = true;
  for (const acl of stack.ofType(aclType, defaultAclType)) {
    const subnets = stack.idsIn(acl, "subnetIds", acl.inputs.subnetIds, subnetType);
    complete &&= subnets.complete;
    for (const id of subnets.ids) ofSubnet.set(id, idOf(acl));
  }
  for (const association of stack.ofType(associationType)) {
    const { networkAclId, subnetId } = association.inputs;
    const acl = stack.idIn(association, "networkAclId", networkAclId, aclType, defaultAclType);
    const subnet = stack.idIn(association, "subnetId", subnetId, subnetType);
    if (acl === undefined || subnet === undefined) complete = false;
    else ofSubnet.set(subnet, acl);
  }
  return { ofSubnet, complete };
}

/**
 * Inline lists are the whole of their direction, the default ACL's in both (AWS provider, `aws.ec2.NetworkAcl`, note on network ACL rules;
 * `aws.ec2.DefaultNetworkAcl`).
 */
function entriesOfMade({ type, inputs }: GraphResource, rules: Entry[]): Entry[] {
  return (["ingress", "egress"] as const).flatMap((property): Entry[] => {
    const egress = property === "egress";
    if (inputs[property] === undefined && type !== defaultAclType) {
      return rules.filter((entry) => !entry || entry.egress === egress);
    }
    const entries = entriesOf(inputs[property]) ?? [{}];
    return entries.map((entry) => entryOf({ ...entry, ruleNumber: entry.ruleNo, ruleAction: entry.action, egress }));
  });
}

/** Entries of resources of their own, by the id of their ACL. */
function standaloneEntries(stack: StackIndex): Map<string, Entry[]> {
  const entries = new Map<string, Entry[]>();
  for (const resource of stack.ofType(ruleType)) {
    const id = stack.idIn(resource, "networkAclId", resource.inputs.networkAclId, aclType, defaultAclType);
    if (id === undefined) continue;
    const list = entries.get(id);
    if (list) list.push(entryOf(resource.inputs));
    else entries.set(id, [entryOf(resource.inputs)]);
  }
  return entries;
}

/** An entry takes the place of one with the same number and direction. */
function laidOver(entries: NetworkAclEntry[], own: Entry[]): Entry[] {
  const isReplaced = (one: NetworkAclEntry): boolean =>
    own.some((entry) => entry?.ruleNumber === one.ruleNumber && entry.egress === one.egress);
  return [...entries.filter((entry) => !isReplaced(entry)), ...own];
}

function whole(entries: Entry[]): { entries?: NetworkAclEntry[] } {
  const known = entries.filter((entry) => entry !== undefined);
  return known.length === entries.length ? { entries: known } : {};
}

function entryOf(rule: Record<string, unknown>): Entry {
  const ruleNumber = knownNumber(rule.ruleNumber);
  const action = knownText(rule.ruleAction)?.toLowerCase();
  const protocol = protocolOf(rule.protocol);
  const cidr = knownText(rule.cidrBlock) ?? knownText(rule.ipv6CidrBlock);
  const written = { fromPort: rule.fromPort, toPort: rule.toPort, icmpType: rule.icmpType, icmpCode: rule.icmpCode };
  if (ruleNumber === undefined || !action || !protocol || !cidr || !ipaddr.isValidCIDR(cidr)) return undefined;
  if (isHidden(rule.egress) || Object.values(written).some(isHidden)) return undefined;
  const [fromPort, toPort, icmpType, icmpCode] = Object.values(written).map(knownNumber);
  const common = { ruleNumber, egress: rule.egress === true, allow: action === "allow", protocol, cidr };
  if (protocol === icmp || protocol === icmpv6) {
    return { ...common, icmpType: icmpType ?? -1, icmpCode: icmpCode ?? -1 };
  }
  return fromPort === undefined || protocol === every ? common : { ...common, fromPort, toPort: toPort ?? fromPort };
}

// As the EC2 API writes them; the provider takes names too.
const [every, icmp, tcp, udp, icmpv6] = ["-1", "1", "6", "17", "58"] as const;
const numbers: Record<string, string> = { all: every, icmp, tcp, udp, icmpv6 };

function protocolOf(protocol: unknown): string | undefined {
  const text = typeof protocol === "number" ? String(protocol) : knownText(protocol)?.toLowerCase();
  return text === undefined ? undefined : (numbers[text] ?? text);
}
