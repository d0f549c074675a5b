import type { NsgRuleFacts, NsgRulePart } from "../../reachability/azure/network";
import { entriesOf, fieldsOf, isHidden, knownNumber, knownText } from "../known";

/** Every part of a rule but the group. */
const everyPart: NsgRulePart[] = [
  ...(["priority", "inbound", "allow", "protocol", "sources", "sourcePorts"] as const),
  ...(["destinations", "destinationPorts"] as const),
];

/** Some of the texts of a rule, and whether those are all. */
interface Texts {
  texts: string[];
  complete: boolean;
}

/**
 * A rule as it is written, inline or as a resource of its own. What is not known yet, or cannot be read, is `undecided`.
 * @param logicalName its name, where it writes none
 */
export function securityRule(rule: unknown, logicalName: string): NsgRuleFacts {
  if (isHidden(rule)) return undecidedRule(logicalName);
  const inputs = fieldsOf(rule);
  const priority = knownNumber(inputs.priority);
  const direction = oneOf(inputs.direction, "inbound", "outbound");
  const access = oneOf(inputs.access, "allow", "deny");
  const protocol = knownText(inputs.protocol);
  const sources = both(inputs.sourceAddressPrefix, inputs.sourceAddressPrefixes);
  const sourceGroups = idsOf(inputs.sourceApplicationSecurityGroups);
  const sourcePorts = both(inputs.sourcePortRange, inputs.sourcePortRanges);
  const destinations = both(inputs.destinationAddressPrefix, inputs.destinationAddressPrefixes);
  const destinationGroups = idsOf(inputs.destinationApplicationSecurityGroups);
  const destinationPorts = both(inputs.destinationPortRange, inputs.destinationPortRanges);
  const isKnown: Partial<Record<NsgRulePart, boolean>> = {
    priority: priority !== undefined,
    inbound: direction !== undefined,
    allow: access !== undefined,
    protocol: protocol !== undefined,
    sources: sources.complete && sourceGroups.complete,
    sourcePorts: sourcePorts.complete,
    destinations: destinations.complete && destinationGroups.complete,
    destinationPorts: destinationPorts.complete,
  };
  const undecided = everyPart.filter((part) => !isKnown[part]);
  return {
    name: knownText(inputs.securityRuleName) ?? knownText(inputs.name) ?? logicalName,
    priority: priority ?? 0,
    inbound: direction !== "outbound",
    allow: access === "allow",
    protocol: protocol ?? "*",
    sources: sources.texts,
    sourceApplicationSecurityGroupIds: sourceGroups.texts,
    sourcePorts: sourcePorts.texts,
    destinations: destinations.texts,
    destinationApplicationSecurityGroupIds: destinationGroups.texts,
    destinationPorts: destinationPorts.texts,
    ...(knownText(inputs.description) !== undefined && { description: knownText(inputs.description) }),
    ...(undecided.length > 0 && { undecided }),
  };
}

/** The inline rules of a group; a list that is not known is one rule of which nothing is. */
export function inlineSecurityRules(list: unknown, groupName: string): NsgRuleFacts[] {
  const path = `${groupName}.securityRules`;
  if (list === undefined || list === null) return [];
  if (!Array.isArray(list)) return [undecidedRule(path)];
  return list.map((rule, index) => securityRule(rule, `${path}[${index}]`));
}

/** The rule with one more part that is not known. */
export function alsoUndecided(rule: NsgRuleFacts, part: NsgRulePart): NsgRuleFacts {
  return { ...rule, undecided: [...(rule.undecided ?? []).filter((other) => other !== part), part] };
}

function undecidedRule(name: string): NsgRuleFacts {
  return { ...securityRule({}, name), undecided: everyPart };
}

/** Azure has one property for one value and another for several. */
function both(one: unknown, several: unknown): Texts {
  const values = [one, ...(Array.isArray(several) ? (several as unknown[]) : [several])];
  return textsIn(values.filter((value) => value !== undefined && value !== null));
}

/** Ids of application security groups, each in an object of its own. */
function idsOf(groups: unknown): Texts {
  const entries = entriesOf(groups);
  if (!entries) return { texts: [], complete: false };
  return textsIn(entries.map(({ id }) => id));
}

function textsIn(values: unknown[]): Texts {
  const texts = values.flatMap((value) => (typeof value === "number" ? String(value) : (knownText(value) ?? [])));
  return { texts, complete: texts.length === values.length };
}

function oneOf<Word extends string>(value: unknown, ...words: Word[]): Word | undefined {
  const text = knownText(value)?.toLowerCase();
  return words.find((word) => word === text);
}
