import { groupPlacesIn, isWhole, placeOfId, type GroupPlace } from "../graph/azure/group-places";
import { inlineSecurityRules, securityRule } from "../graph/azure/security-rules";
import { groupBy } from "../graph/group-by";
import { isHidden, knownText, listOf } from "../graph/known";
import type { LlsInstallation } from "../graph/lls-installation";
import { writesItsRules } from "../graph/network-security-groups";
import { plainType } from "../graph/plain-type";
import type { GraphResource } from "../graph/resource-graph";
import type { NetworkSecurityGroupFacts, NsgRuleFacts } from "../reachability/azure/network";
import type { JudgedStack } from "./judged-stack";
import { leaf } from "./leaf";
import { once } from "./once";

/** A rule that a network security group has, or will have. */
export interface HeldRule {
  facts: NsgRuleFacts;
  /** The resource of the stack that makes it; absent: it exists already. */
  resource?: GraphResource;
}

/** A network security group with every rule that is known of it. */
export interface HeldGroup {
  name: string;
  /** Of a group that the stack makes or that was discovered. */
  id?: string;
  /** In lower case; undefined: not known. */
  resourceGroup?: string;
  /** True for one that AKS made, as facts say. */
  managed: boolean;
  rules: HeldRule[];
}

/** The network security groups of a stack. */
export interface HeldRules {
  /**
   * Those that it makes, that were discovered, and that its rules name, each with its rules. Where the rules of a group were not read, those of the
   * stack stand alone.
   */
  groups: HeldGroup[];
  /** Rules of the stack of which it is not known to which group they belong. */
  elsewhere: HeldRule[];
}

/** A group while rules are collected. */
interface Candidate extends Omit<HeldGroup, "rules"> {
  subscription?: string;
  /** True where the stack writes the list of its rules: nothing else is in it. */
  isWhole: boolean;
  /** By name in lower case: Azure replaces a rule of the same name. */
  rules: Map<string, HeldRule>;
}

/** The network security groups of a stack, with whose each rule is, read once for all rules. */
export const networkSecurityGroupsIn: (stack: JudgedStack) => HeldRules = once(readGroups);

function readGroups({ graph, installations }: JudgedStack): HeldRules {
  const ofAzure = graph.resources.filter(({ type }) => type.startsWith("azure-native"));
  const types = groupBy(ofAzure, ({ type }) => plainType(type));
  // In an order of their own: the engine registers as it likes, and reports must not depend on it.
  const ofType = (type: string): GraphResource[] =>
    [...(types.get(`azure-native:network:${type}`) ?? [])].sort((a, b) => (a.urn < b.urn ? -1 : 1));
  const placeOf = groupPlacesIn(graph);
  const groups = new Groups();
  for (const resource of ofType("NetworkSecurityGroup")) {
    const { id, inputs, outputs } = resource;
    const name = knownText(outputs.name) ?? knownText(inputs.networkSecurityGroupName) ?? resource.name;
    const isWhole = writesItsRules(resource);
    const group = groups.add({ ...placeOf(resource, name), name, id: knownText(id), managed: false, isWhole });
    for (const facts of inlineSecurityRules(inputs.securityRules, resource.name)) hold(group, { facts, resource });
  }
  for (const facts of installations.flatMap(({ found }) => discovered(found))) {
    const place = { ...placeOfId(facts.id), name: facts.name };
    const before = groups.find(place);
    if (before?.isWhole) continue;
    const group = before ?? groups.add({ ...place, id: facts.id, managed: facts.managed, isWhole: false });
    for (const rule of facts.rules ?? []) hold(group, { facts: rule });
  }
  const elsewhere: HeldRule[] = [];
  for (const resource of ofType("SecurityRule")) {
    const rule = { facts: securityRule(resource.inputs, resource.name), resource };
    const place = placeOf(resource, resource.inputs.networkSecurityGroupName);
    if (!isNamed(place)) elsewhere.push(rule);
    else hold(groups.find(place) ?? groups.add({ ...place, managed: false, isWhole: false }), rule);
  }
  return { groups: groups.all.map((group) => ({ ...group, rules: [...group.rules.values()] })), elsewhere };
}

/** What a resource writes of a rule. */
export interface WrittenRule {
  /** Its properties; where the list that holds it is not known, the list. */
  written: unknown;
  /** What comes before its properties in the resource: nothing, or `securityRules[0].`. */
  path: string;
}

/** Finds a rule in the resource that makes it. */
export function writtenIn({ name }: NsgRuleFacts, resource: GraphResource): WrittenRule {
  const { inputs, type } = resource;
  if (type.endsWith(":SecurityRule")) return { written: inputs, path: "" };
  const list = leaf(inputs, "securityRules");
  if (isHidden(list)) return { written: list, path: "securityRules" };
  const index = listOf(list).findIndex(
    (entry, at) => name === (knownText(leaf(entry, "name")) ?? `${resource.name}.securityRules[${at}]`),
  );
  const written = listOf(list)[index];
  const path = `securityRules[${index}]`;
  return { written, path: isHidden(written) ? path : `${path}.` };
}

/** Whether group, priority and direction of a rule are known. */
export function isDecided({ undecided = [] }: NsgRuleFacts): boolean {
  return !undecided.some((part) => part === "group" || part === "priority" || part === "inbound");
}

/** A free priority outside what the cloud controller allocates: from our own default up, else from there down; undefined: none is free. */
export function freePriority({ rules }: HeldGroup, inbound: boolean): number | undefined {
  const taken = new Set(rules.filter(({ facts }) => facts.inbound === inbound).map(({ facts }) => facts.priority));
  const candidates = Array.from({ length: 400 }, (_, index) => (index < 100 ? 400 + index : 499 - index));
  return candidates.find((priority) => !taken.has(priority));
}

/** Groups, found by their place. */
class Groups {
  readonly all: Candidate[] = [];
  private readonly byName = new Map<string, Candidate[]>();

  /** A resource group or subscription that is not known tells nothing apart. */
  find(place: GroupPlace & { name: string }): Candidate | undefined {
    const agrees = (part: "resourceGroup" | "subscription", group: Candidate): boolean =>
      group[part] === undefined || place[part] === undefined || group[part] === place[part];
    const named = this.byName.get(place.name.toLowerCase()) ?? [];
    return named.find((group) => agrees("resourceGroup", group) && agrees("subscription", group));
  }

  add(group: Omit<Candidate, "rules">): Candidate {
    const added = { ...group, rules: new Map<string, HeldRule>() };
    this.all.push(added);
    const key = group.name.toLowerCase();
    this.byName.set(key, [...(this.byName.get(key) ?? []), added]);
    return added;
  }
}

function hold({ rules }: Candidate, rule: HeldRule): void {
  rules.set(rule.facts.name.toLowerCase(), rule);
}

function discovered(found: LlsInstallation): NetworkSecurityGroupFacts[] {
  return found.cloud === "aks" ? (found.installation.network?.networkSecurityGroups ?? []) : [];
}

function isNamed(place: GroupPlace): place is GroupPlace & { name: string } {
  return isWhole(place);
}
