import { plainType } from "../graph/plain-type";
import type { GraphResource, ResourceGraph } from "../graph/resource-graph";
import type { JudgedStack } from "./judged-stack";
import { knownNumber, knownText, listOf } from "./known";
import { leaf } from "./leaf";
import { resourceGroupOf } from "./node-resource-groups";

/** A rule that a network security group has, or will have. */
export interface HeldRule {
  /** Name on Azure. */
  name: string;
  priority: number;
  inbound: boolean;
  /** The resource of the stack that makes it; absent: it exists already. */
  resource?: GraphResource;
}

/** A network security group with every rule that is known of it. */
export interface HeldGroup {
  name: string;
  /** Undefined: not known. */
  resourceGroup?: string;
  /** True for one that AKS made, as facts say. */
  managed: boolean;
  rules: HeldRule[];
}

/** Where a group is; what is not known of it does not tell it from another. */
interface Place {
  name: string;
  resourceGroup?: string;
  subscription?: string;
}

/** A group while rules are collected. */
interface Candidate extends Place {
  managed: boolean;
  /** By name in lower case: Azure replaces a rule of the same name. */
  rules: Map<string, HeldRule>;
}

/**
 * The network security groups of a stack: made, discovered, or named by one of its rules. Where the rules of a group were not read, those of the stack
 * stand alone.
 */
export function networkSecurityGroupsIn({ graph, installations }: JudgedStack): HeldGroup[] {
  const ofType = (type: string): GraphResource[] =>
    graph.resources.filter((resource) => plainType(resource.type) === `azure-native:network:${type}`);
  const groups = new Groups();
  const subscriptions = subscriptionsOf(graph);
  for (const resource of ofType("NetworkSecurityGroup")) {
    const group = groups.add(placeOfGroup(resource, subscriptions(resource)));
    for (const rule of listOf(resource.inputs.securityRules)) hold(group, heldRule(rule, resource));
  }
  for (const { found } of installations) {
    const network = found.cloud === "aks" ? found.installation.network : undefined;
    for (const { id, name, managed, rules } of network?.networkSecurityGroups ?? []) {
      const place = { name, resourceGroup: resourceGroupOf(id), subscription: subscriptionIn(id) };
      // The list of a group that the stack makes is the whole of it.
      if (groups.find(place)) continue;
      const group = groups.add(place, managed);
      for (const rule of rules ?? []) hold(group, rule);
    }
  }
  for (const resource of ofType("SecurityRule")) {
    const place = placeOfRule(resource, subscriptions(resource));
    if (place) hold(groups.find(place) ?? groups.add(place), heldRule(resource.inputs, resource));
  }
  return groups.all.map(({ rules, ...group }) => ({ ...group, rules: [...rules.values()] }));
}

/** A free priority outside what the cloud controller allocates: from our own default up, else from there down; undefined: none is free. */
export function freePriority({ rules }: HeldGroup, inbound: boolean): number | undefined {
  const taken = new Set(rules.filter((rule) => rule.inbound === inbound).map(({ priority }) => priority));
  const candidates = Array.from({ length: 400 }, (_, index) => (index < 100 ? 400 + index : 499 - index));
  return candidates.find((priority) => !taken.has(priority));
}

/** Groups, found by their place. */
class Groups {
  readonly all: Candidate[] = [];
  private readonly byName = new Map<string, Candidate[]>();

  find(place: Place): Candidate | undefined {
    return this.byName.get(place.name.toLowerCase())?.find((group) => isSame(group, place));
  }

  add(place: Place, managed = false): Candidate {
    const group = { ...place, managed, rules: new Map<string, HeldRule>() };
    this.all.push(group);
    const key = place.name.toLowerCase();
    this.byName.set(key, [...(this.byName.get(key) ?? []), group]);
    return group;
  }
}

function hold({ rules }: Candidate, rule: HeldRule | undefined): void {
  if (rule) rules.set(rule.name.toLowerCase(), rule);
}

function placeOfGroup({ inputs, outputs, name }: GraphResource, subscription: string | undefined): Place {
  return {
    name: knownText(outputs.name) ?? knownText(inputs.networkSecurityGroupName) ?? name,
    resourceGroup: knownText(inputs.resourceGroupName),
    subscription,
  };
}

function heldRule(rule: unknown, resource: GraphResource): HeldRule | undefined {
  const text = (property: string) => knownText(leaf(rule, property));
  const priority = knownNumber(leaf(rule, "priority"));
  const direction = text("direction")?.toLowerCase();
  if (priority === undefined || direction === undefined) return undefined;
  const name = text("securityRuleName") ?? text("name") ?? resource.name;
  return { name, priority, inbound: direction === "inbound", resource };
}

function placeOfRule({ id, inputs }: GraphResource, subscription: string | undefined): Place | undefined {
  const [, group] = /\/networkSecurityGroups\/([^/]+)\//i.exec(id ?? "") ?? [];
  const name = knownText(inputs.networkSecurityGroupName) ?? group;
  if (name === undefined) return undefined;
  return { name, resourceGroup: knownText(inputs.resourceGroupName) ?? resourceGroupOf(id ?? ""), subscription };
}

/** By the id, else by the provider. */
function subscriptionsOf({ resources }: ResourceGraph): (resource: GraphResource) => string | undefined {
  const providers = new Map(
    resources.filter(({ type }) => type.startsWith("pulumi:providers:")).map(({ urn, inputs }) => [urn, inputs]),
  );
  return ({ id, provider }) => {
    const [urn = ""] = /^.*(?=::[^:]*$)/.exec(provider ?? "") ?? [];
    return subscriptionIn(id ?? "") ?? knownText(providers.get(urn)?.subscriptionId);
  };
}

function subscriptionIn(id: string): string | undefined {
  return /^\/subscriptions\/([^/]+)\//i.exec(id)?.[1];
}

function isSame(a: Place, b: Place): boolean {
  const agree = (one: string | undefined, other: string | undefined): boolean =>
    one === undefined || other === undefined || sameText(one, other);
  return sameText(a.name, b.name) && agree(a.resourceGroup, b.resourceGroup) && agree(a.subscription, b.subscription);
}

function sameText(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
