import { cidrsIn, type PrefixLists } from "../../graph/aws/prefix-lists";
import { securityGroupType, defaultSecurityGroupType } from "../../graph/aws/resource-types";
import { isHidden, knownNumber, knownText, listOf } from "../../graph/known";
import type { GraphResource } from "../../graph/resource-graph";
import type { StackIndex } from "../../graph/stack-index";
import { addressesOfAll, everyIpv4, everyIpv6 } from "../../reachability/addresses";
import { protocolNumber, rulePorts } from "../../reachability/aws/protocols";
import { isEmpty, type IntervalSet } from "../../reachability/intervals";
import { everyPort } from "../../reachability/ports";
import { leaf } from "../leaf";
import { groupsOf, idOf, ingressType, olderType } from "./aws-ingress";
import { everyProtocol, groupKey, type Admission } from "./ingress";
import { hiddenProperties, type UndecidedRule } from "./undecided-rule";

// The names that the styles of the provider have for the parts of a rule. Groups as peers admit nobody from the internet.
const protocolNames = ["ipProtocol", "protocol"];
const portNames = ["fromPort", "toPort"];
const prefixListNames = ["prefixListId", "prefixListIds"];
const senderNames = ["cidrIpv4", "cidrIpv6", "cidrBlocks", "ipv6CidrBlocks", ...prefixListNames];
const partNames = [...protocolNames, ...portNames, ...senderNames];

/**
 * The inbound rules of a stack's security groups of which not all is known.
 * @param lists prefix lists of which the entries are known
 */
export function awsUndecided(stack: StackIndex, lists: PrefixLists): UndecidedRule[] {
  return [
    ...stack.ofType(securityGroupType, defaultSecurityGroupType).flatMap((group) => inline(group, lists)),
    ...stack.ofType(ingressType, olderType).flatMap((resource) => standalone(resource, stack, lists) ?? []),
  ];
}

function inline(group: GraphResource, lists: PrefixLists): UndecidedRule[] {
  const { urn, name, inputs } = group;
  const key = groupKey(idOf(group));
  const mayBelongTo = (one: string): boolean => one === key;
  const undecided = (entry: unknown, at: string, hidden: string[]): UndecidedRule => ({
    unknown: hidden,
    isPlain: false,
    mayBelongTo,
    widest: { urn, name: at, admits: widestOf(entry, lists) },
  });
  const list = leaf(inputs, "ingress");
  if (isHidden(list)) return [undecided(list, `${name}.ingress`, [`\`ingress\` of security group ${name}`])];
  return listOf(list).flatMap((entry, index) => {
    const at = `ingress[${index}]`;
    const hidden = isHidden(entry) ? [at] : hiddenProperties(entry, partNames).map((part) => `${at}.${part}`);
    const told = [...hidden.map((path) => `\`${path}\` of security group ${name}`), ...unreadLists(entry, lists)];
    return told.length === 0 ? [] : [undecided(entry, `${name}.${at}`, told)];
  });
}

function standalone(resource: GraphResource, stack: StackIndex, lists: PrefixLists): UndecidedRule | undefined {
  const { urn, name, type, inputs } = resource;
  const direction = type === olderType ? leaf(inputs, "type") : "ingress";
  if (!isHidden(direction) && String(direction).toLowerCase() !== "ingress") return undefined;
  const groups = groupsOf(resource, stack).map(groupKey);
  const parts = hiddenProperties(inputs, ["type", ...partNames]);
  const unread = unreadLists(inputs, lists);
  const hidden = [...(groups.length === 1 ? [] : ["securityGroupId"]), ...parts];
  if (hidden.length + unread.length === 0) return undefined;
  return {
    unknown: [...hidden.map((property) => `\`${property}\` of ${name}`), ...unread],
    isPlain: parts.length + unread.length === 0,
    mayBelongTo: (key) => !key.startsWith("/") && (groups.length === 0 || groups.includes(key)),
    widest: { urn, name, admits: widestOf(inputs, lists) },
  };
}

/** The most that a rule can let in: whatever is not known of it, all there is. */
function widestOf(written: unknown, lists: PrefixLists): Admission[] {
  const protocol = protocolOf(written);
  const addresses = sendersOf(written, lists);
  if (protocol === undefined || isEmpty(addresses)) return [];
  return [{ protocol, packets: [{ addresses, ports: portsOf(written, protocol) }] }];
}

/** Undefined: none is written, and no provider takes such a rule. */
function protocolOf(written: unknown): string | undefined {
  if (isHidden(written) || hiddenProperties(written, protocolNames).length > 0) return everyProtocol;
  const [value] = protocolNames.flatMap((property) => leaf(written, property) ?? []);
  const text = typeof value === "number" ? `${value}` : knownText(value)?.toLowerCase();
  return text === undefined ? undefined : protocolNumber(text === "all" ? everyProtocol : text);
}

function portsOf(written: unknown, protocol: string): IntervalSet {
  if (isHidden(written) || hiddenProperties(written, portNames).length > 0) return everyPort;
  const [from, to] = portNames.map((property) => knownNumber(leaf(written, property)));
  return rulePorts(protocol, from, to);
}

function sendersOf(written: unknown, lists: PrefixLists): IntervalSet {
  const everybody = [...everyIpv4, ...everyIpv6];
  const isUnknown = isHidden(written) || hiddenProperties(written, senderNames).length > 0;
  if (isUnknown || unreadLists(written, lists).length > 0) return everybody;
  const blocks = listIdsIn(written).flatMap((id) => lists.get(id)?.cidrs ?? []);
  return addressesOfAll([...cidrsIn(valuesOf(written, senderNames)), ...blocks]);
}

/** Prefix lists among the senders of a rule that may hold anybody: in words for an operator. */
function unreadLists(written: unknown, lists: PrefixLists): string[] {
  const unread = listIdsIn(written).filter((id) => !lists.get(id)?.complete);
  return unread.map((id) => `the content of prefix list ${id} (no resource and no facts say it)`);
}

function listIdsIn(written: unknown): string[] {
  return [...new Set(valuesOf(written, prefixListNames).flatMap((id) => knownText(id) ?? []))];
}

function valuesOf(written: unknown, properties: readonly string[]): unknown[] {
  return properties.map((property) => leaf(written, property)).flatMap((value) => listOf(value).concat(value));
}
