import type { Outcome } from "../judgement";
import { regionOf, subtractRegions, type Region } from "../region";
import type { Verdict } from "../verdict";
import { inOrder, parseRule, type FilterRules } from "./filter-rule";
import { firstMatches, packetsOf } from "./first-match";
import type { NetworkSecurityGroupFacts, NsgRuleFacts } from "./network";
import { placesOf } from "./resource-id";
import { everyReading } from "./undecided-rule";
import { boxOf, type Direction, type Packets } from "./packets";
import type { ServiceTags } from "./rule-parts";
import { whereverItIs } from "./vague-sides";
import { decisionsAbout, describePackets, nameRule, sayDoubts } from "./wording";

/** A network security group, parsed. */
export interface SecurityGroup {
  /** Its name, with its place where others have the same name. */
  title: string;
  /** Its own rules and the default ones; undefined: they were not read. */
  rules?: FilterRules;
}

/** Network security groups by id in lower case: Azure compares ids without regard to case. */
export type SecurityGroups = ReadonlyMap<string, SecurityGroup>;

/** What a group does with packets, and how to say it. */
export interface GroupOutcome extends Outcome {
  explain: (verdict: Verdict, lost: Region) => { rule: string | null; reasons: string[] };
}

// Azure documentation, "Network security groups overview", default security rules.
const defaultRules = [
  defaultRule("AllowVnetInBound", 65000, "VirtualNetwork", "VirtualNetwork"),
  defaultRule("AllowAzureLoadBalancerInBound", 65001, "AzureLoadBalancer", "*"),
  defaultRule("DenyAllInBound", 65500, "*", "*"),
  defaultRule("AllowVnetOutBound", 65000, "VirtualNetwork", "VirtualNetwork"),
  defaultRule("AllowInternetOutBound", 65001, "*", "Internet"),
  defaultRule("DenyAllOutBound", 65500, "*", "*"),
];

/** Parses groups; of two with the same id the later one stands. */
export function parseSecurityGroups(groups: readonly NetworkSecurityGroupFacts[], tags: ServiceTags): SecurityGroups {
  const latest = new Map(groups.map((group) => [group.id.toLowerCase(), group]));
  const parse = (facts: NsgRuleFacts, isDefault: boolean) => ({
    rule: parseRule(facts, facts.allow ? "allow" : "deny", tags, isDefault),
    inbound: facts.inbound,
  });
  const parseOwn = (facts: NsgRuleFacts) =>
    everyReading(facts).map(({ rule, ...place }) => {
      const parsed = parse(rule, false);
      return { ...parsed, rule: { ...parsed.rule, ...place } };
    });
  const defaults = defaultRules.map((rule) => parse(rule, true));
  const placeOf = placesOf([...latest.values()].map(({ id }) => id));
  return new Map(
    [...latest].map(([key, { id, name, rules }]) => [
      key,
      {
        title: `'${name}'${placeOf(id)}`,
        rules: rules && inOrder([...rules.flatMap(parseOwn), ...defaults]),
      },
    ]),
  );
}

/** What a group does with packets: the first rule by priority that matches decides. Stateful: answers are never asked about. */
export function passSecurityGroup(packets: Packets, direction: Direction, rules: FilterRules): GroupOutcome {
  const { decisions } = firstMatches(rules[direction], packets);
  const allows = decisions.filter(({ rule }) => rule.effect === "allow");
  const denies = decisions.filter(({ rule }) => rule.effect === "deny");
  const possible = packetsOf(allows);
  const isCertain = decisions.every(({ doubtful }) => doubtful.length === 0);
  const admitted = isCertain ? possible : subtractRegions(regionOf(boxOf(packets)), packetsOf(denies));
  return {
    ...whereverItIs(packets, { admitted, possible }),
    explain: (verdict, lost) => {
      const said = verdict === "open" ? allows : decisionsAbout(denies, lost);
      const verb = verdict === "open" ? "allowed" : "denied";
      const sentences = said.map(
        ({ rule, certain, doubtful }) =>
          `${describePackets([...certain, ...doubtful], packets)} ${verb} by ${nameRule(rule)}`,
      );
      const reasons = verdict === "unknown" ? sayDoubts(decisions, packets) : sentences;
      return { rule: said[0]?.rule.name ?? null, reasons };
    },
  };
}

function defaultRule(name: string, priority: number, source: string, destination: string): NsgRuleFacts {
  return {
    name,
    priority,
    inbound: name.endsWith("InBound"),
    allow: name.startsWith("Allow"),
    protocol: "*",
    sources: [source],
    sourceApplicationSecurityGroupIds: [],
    sourcePorts: ["*"],
    destinations: [destination],
    destinationApplicationSecurityGroupIds: [],
    destinationPorts: ["*"],
  };
}
