import type { NetworkSecurityGroupFacts, NsgRuleFacts } from "../../reachability/azure/network";
import { CloudError } from "../cloud-error";
import { checkAddressPrefixes } from "./address-prefixes";

/** Inputs of a security rule. */
export interface SecurityRuleInputs {
  resourceGroupName: string;
  networkSecurityGroupName: string;
  securityRuleName?: string;
  access: string;
  direction: string;
  protocol: string;
  priority: number;
  description?: string;
  sourceAddressPrefix?: string;
  sourceAddressPrefixes?: string[];
  sourceApplicationSecurityGroups?: { id: string }[];
  sourcePortRange?: string;
  sourcePortRanges?: string[];
  destinationAddressPrefix?: string;
  destinationAddressPrefixes?: string[];
  destinationApplicationSecurityGroups?: { id: string }[];
  destinationPortRange?: string;
  destinationPortRanges?: string[];
}

/** Ways to write one thing, of which a rule has exactly one. */
const alternatives: (keyof SecurityRuleInputs)[][] = [
  ["sourceAddressPrefix", "sourceAddressPrefixes", "sourceApplicationSecurityGroups"],
  ["sourcePortRange", "sourcePortRanges"],
  ["destinationAddressPrefix", "destinationAddressPrefixes", "destinationApplicationSecurityGroups"],
  ["destinationPortRange", "destinationPortRanges"],
];

/**
 * Checks a rule by itself.
 * @throws CloudError
 */
export function checkSecurityRule(name: string, inputs: SecurityRuleInputs, group: NetworkSecurityGroupFacts): void {
  const refuse = (code: string, reason: string): never => {
    throw new CloudError(code, `the rule '${name}' of '${group.name}' ${reason}`);
  };
  // Azure REST API, "Security Rules - Create Or Update".
  const { access, description = "", direction, priority, protocol } = inputs;
  if (!(Number.isInteger(priority) && priority >= 100 && priority <= 4096)) {
    refuse("SecurityRuleInvalidPriority", `has priority ${priority}, which is not 100-4096`);
  }
  const oneOf = (property: string, value: string, values: string[]): void => {
    if (!values.includes(value))
      refuse("InvalidRequestContent", `has ${property} '${value}', not ${values.join(", ")}`);
  };
  oneOf("access", access, ["Allow", "Deny"]);
  oneOf("direction", direction, ["Inbound", "Outbound"]);
  oneOf("protocol", protocol, ["Tcp", "Udp", "Icmp", "Esp", "Ah", "*"]);
  if (description.length > 140) refuse("InvalidRequestContent", "has a description of more than 140 characters");

  // cloud-provider-azure, securitygroup.go: on every change of a Service the controller writes the managed group anew, with
  // those rules of others that have a destination. So one without is lost, and the operator is not told.
  const [, , destinations] = alternatives;
  if (group.managed && given(inputs, destinations!).length === 0) {
    refuse(
      "RuleDropped",
      "has no destination: the AKS cloud controller would drop it; set destinationAddressPrefix: '*'",
    );
  }
  for (const properties of alternatives) {
    const found = given(inputs, properties);
    if (found.length === 1) continue;
    // cloud-provider-azure#8931: this code for both forms at once.
    const reason = `needs exactly one of ${properties.join(", ")}, has ${found.join(" and ") || "none"}`;
    refuse(
      found.length > 1 ? "SecurityRuleParametersUnsupportedForPortRanges" : "SecurityRuleParameterMissing",
      reason,
    );
  }
  const subject = `the rule '${name}' of '${group.name}'`;
  checkAddressPrefixes(subject, { one: inputs.sourceAddressPrefix, several: inputs.sourceAddressPrefixes });
  checkAddressPrefixes(subject, { one: inputs.destinationAddressPrefix, several: inputs.destinationAddressPrefixes });
  for (const ranges of [portsOf(inputs, "source"), portsOf(inputs, "destination")]) {
    for (const ports of ranges.filter((range) => !isPortRange(range))) {
      refuse("SecurityRuleInvalidPortRange", `has the ports '${ports}', not 0-65535 or *`);
    }
    const [first, second] = overlapOf(ranges);
    if (first) refuse("SecurityRuleInvalidPortRange", `has the ports '${first}' and '${second}', which overlap`);
  }
}

/** True for an inbound rule. */
export function isInbound({ direction }: SecurityRuleInputs): boolean {
  return direction === "Inbound";
}

/** The rule as discovery would find it. */
export function ruleFacts(name: string, inputs: SecurityRuleInputs): NsgRuleFacts {
  const ids = (groups: { id: string }[] = []): string[] => groups.map(({ id }) => id);
  return {
    name,
    priority: inputs.priority,
    inbound: isInbound(inputs),
    allow: inputs.access === "Allow",
    protocol: inputs.protocol,
    sources: listOf(inputs.sourceAddressPrefix, inputs.sourceAddressPrefixes),
    sourceApplicationSecurityGroupIds: ids(inputs.sourceApplicationSecurityGroups),
    sourcePorts: portsOf(inputs, "source"),
    destinations: listOf(inputs.destinationAddressPrefix, inputs.destinationAddressPrefixes),
    destinationApplicationSecurityGroupIds: ids(inputs.destinationApplicationSecurityGroups),
    destinationPorts: portsOf(inputs, "destination"),
    ...(inputs.description !== undefined && { description: inputs.description }),
  };
}

function given(inputs: SecurityRuleInputs, properties: (keyof SecurityRuleInputs)[]): string[] {
  return properties.filter((property) => {
    const value = inputs[property];
    return Array.isArray(value) ? value.length > 0 : value !== undefined && value !== "";
  });
}

function portsOf(inputs: SecurityRuleInputs, side: "source" | "destination"): string[] {
  return listOf(inputs[`${side}PortRange`], inputs[`${side}PortRanges`]);
}

function listOf(one: string | undefined, several: string[] = []): string[] {
  return one === undefined ? several : [one, ...several];
}

/** Two ranges that share a port, if there are any. */
function overlapOf(ranges: string[]): string[] {
  const ends = (range: string): [number, number] => {
    const [first, last = first] = range === "*" ? [0, 65535] : range.split("-").map(Number);
    return [first!, last!];
  };
  const sorted = [...ranges].sort((a, b) => ends(a)[0] - ends(b)[0]);
  const at = sorted.findIndex((range, index) => index > 0 && ends(range)[0] <= ends(sorted[index - 1]!)[1]);
  return at < 0 ? [] : sorted.slice(at - 1, at + 1);
}

function isPortRange(text: string): boolean {
  if (text === "*") return true;
  const [, first, last = first] = /^(\d+)(?:-(\d+))?$/.exec(text) ?? [];
  return Number(first) <= Number(last) && Number(last) <= 65535;
}
