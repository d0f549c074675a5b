import type { NsgRuleFacts, NsgRulePart } from "../../reachability/azure/network";
import { entriesOf, fieldsOf, isHidden, knownNumber, knownText, knownTexts, type KnownTexts } from "../known";

/**
 * A rule of a network security group, inline or standalone: both have the same properties. What is not known yet leaves that part undecided, and
 * so does what is absent or malformed, as far as Azure demands it.
 * @param fallback name where none is written
 */
export function nsgRule(written: unknown, fallback: string): NsgRuleFacts {
  const rule = fieldsOf(written);
  const undecided: NsgRulePart[] = isHidden(written) ? ["group"] : [];
  const decided = <Value>(part: NsgRulePart, value: Value | undefined, stands: Value): Value => {
    if (value === undefined && !undecided.includes(part)) undecided.push(part);
    return value ?? stands;
  };
  const listed = (part: NsgRulePart, ...lists: KnownTexts[]): string[] => {
    if (lists.some(({ complete }) => !complete) && !undecided.includes(part)) undecided.push(part);
    return lists.flatMap(({ texts }) => texts);
  };
  // Azure has one property for one value and another for several.
  const both = (part: NsgRulePart, property: string, plural: string): string[] =>
    listed(part, one(rule[property]), knownTexts(rule[plural]));
  const groupIds = (part: NsgRulePart, property: string): string[] => listed(part, idsOf(rule[property]));
  const direction = knownText(rule.direction)?.toLowerCase();
  const access = knownText(rule.access)?.toLowerCase();
  const description = knownText(rule.description);
  const facts: NsgRuleFacts = {
    name: knownText(rule.securityRuleName) ?? knownText(rule.name) ?? fallback,
    priority: decided("priority", knownNumber(rule.priority), 0),
    inbound: decided("inbound", direction, "inbound") === "inbound",
    allow: decided("allow", access, "allow") === "allow",
    protocol: decided("protocol", knownText(rule.protocol), "*"),
    sources: both("sources", "sourceAddressPrefix", "sourceAddressPrefixes"),
    sourceApplicationSecurityGroupIds: groupIds("sources", "sourceApplicationSecurityGroups"),
    sourcePorts: both("sourcePorts", "sourcePortRange", "sourcePortRanges"),
    destinations: both("destinations", "destinationAddressPrefix", "destinationAddressPrefixes"),
    destinationApplicationSecurityGroupIds: groupIds("destinations", "destinationApplicationSecurityGroups"),
    destinationPorts: both("destinationPorts", "destinationPortRange", "destinationPortRanges"),
    ...(description !== undefined && { description }),
  };
  return undecided.length === 0 ? facts : { ...facts, undecided };
}

function one(value: unknown): KnownTexts {
  if (value === undefined || value === null || value === "") return { texts: [], complete: true };
  return knownTexts([typeof value === "number" ? String(value) : value]);
}

function idsOf(value: unknown): KnownTexts {
  const entries = entriesOf(value);
  return entries ? knownTexts(entries.map(({ id }) => id)) : { texts: [], complete: false };
}
