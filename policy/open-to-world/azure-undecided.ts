import { isHidden, knownText } from "../../graph/known";
import type { NsgRuleFacts } from "../../reachability/azure/network";
import { networkSecurityGroupsIn, writtenIn, type HeldRule } from "../network-security-groups";
import type { JudgedStack } from "../judged-stack";
import { inboundOf, named } from "./azure-ingress";
import { hiddenProperties, type UndecidedRule } from "./undecided-rule";

// Application security groups as senders admit nobody from the internet.
const partsOf: Record<string, Partial<NsgRuleFacts>> = {
  direction: { inbound: true },
  access: { allow: true },
  protocol: { protocol: "*" },
  sourceAddressPrefix: { sources: ["*"] },
  sourceAddressPrefixes: { sources: ["*"] },
  sourcePortRange: { sourcePorts: ["*"] },
  sourcePortRanges: { sourcePorts: ["*"] },
  destinationPortRange: { destinationPorts: ["*"] },
  destinationPortRanges: { destinationPorts: ["*"] },
};

/** The inbound rules of a stack's network security groups of which not all is known. */
export function azureUndecided(stack: JudgedStack): UndecidedRule[] {
  const { groups, elsewhere } = networkSecurityGroupsIn(stack);
  return [
    ...groups.flatMap((group) => {
      const [key] = named(group).keys;
      return group.rules.flatMap((rule) => undecided(rule, group.rules, [], (one) => one === key) ?? []);
    }),
    ...elsewhere.flatMap((rule) => {
      const names = hiddenProperties(rule.resource?.inputs, ["networkSecurityGroupName", "resourceGroupName"]);
      const name = knownText(rule.resource?.inputs.networkSecurityGroupName)?.toLowerCase();
      const mayBelongTo = (key: string): boolean =>
        key.startsWith("/") && (name === undefined || key.endsWith(`/networksecuritygroups/${name}`));
      return undecided(rule, [rule], names, mayBelongTo) ?? [];
    }),
  ];
}

/** @param ofGroup what is not known of the group */
function undecided(
  rule: HeldRule,
  all: readonly HeldRule[],
  ofGroup: string[],
  mayBelongTo: UndecidedRule["mayBelongTo"],
): UndecidedRule | undefined {
  const { resource, facts } = rule;
  if (!resource) return undefined;
  const { written, path } = writtenIn(facts, resource);
  const parts = isHidden(written) ? Object.keys(partsOf) : hiddenProperties(written, Object.keys(partsOf));
  const hidden = isHidden(written) ? [path] : [...ofGroup, ...parts.map((part) => `${path}${part}`)];
  if (hidden.length === 0) return undefined;
  const known: NsgRuleFacts = Object.assign({ ...facts }, ...parts.map((part) => partsOf[part]));
  const widened: HeldRule = { resource, facts: { ...known, undecided: facts.undecided?.filter(isOfPriority) } };
  const others = all.filter((other) => other !== rule && !other.facts.undecided);
  const [widest] = inboundOf([widened, ...others], (one) => (one === widened ? resource.urn : undefined));
  if (!widest) return undefined;
  const unknown = hidden.map((property) => `\`${property}\` of ${resource.name}`);
  return { unknown, isPlain: parts.length === 0, mayBelongTo, widest };
}

function isOfPriority(part: string): boolean {
  return part === "priority";
}
