import { Provider } from "@pulumi/azure-native/provider";
import type { AzureNetwork } from "../../reachability/azure/network";
import { isMap, oneOf, text, type Check } from "../checks";
import { keyedProblems } from "../keyed";
import { networkRule, nodePorts } from "../lls";
import type { Problems } from "../problems";
import { AksEndpointKind, AksNicMode, AksOwnership, type AksLlsArgs, type AksNetworkSecurityGroup } from "./args";
import { hostPortCommand, poolsWithoutHostPorts } from "./allowed-host-ports";
import { ruleNameProblem } from "./azure-names";
import { networkResourceId, networkSecurityGroupIdProblem } from "./resource-id";
import { clashingPriorities, priorityProblem, samePriority } from "./rule-priority";
import { usesNodePorts } from "./settings";
import { usedBy } from "./unused-inputs";

const layers = ["subnetNetworkSecurityGroups", "nicNetworkSecurityGroups"] as const;

/** Checks the network security groups of both layers and the rules that they get. */
export function groupProblems(problems: Problems, args: AksLlsArgs): void {
  problems.optional("nicMode", args.nicMode, usedBy(args, "nicMode", oneOf(AksNicMode)));
  problems.optional("nsgRules", args.nsgRules, oneOf(AksOwnership));
  problems.optional("ruleName", args.ruleName, ruleNameProblem);
  const entries = layers.flatMap((layer) => keyedGroups(problems, layer, args[layer]));
  sharedKeyProblems(problems, entries);
  providerProblems(problems, args, entries);
  priorityProblems(problems, args);
  probeRuleProblems(problems, args, entries);
  problems.list("pools", args.pools, 0).forEach((name, index) => problems.required(`pools[${index}]`, name, text));
  if (args.network) factsProblems(problems, args, args.network, entries);
}

/** A group where it is listed, with the key that it has or gets. */
interface Entry extends AksNetworkSecurityGroup {
  layer: (typeof layers)[number];
  path: string;
}

const entries = { least: 0, further: ["provider"] };

function keyedGroups(problems: Problems, layer: Entry["layer"], groups: unknown): Entry[] {
  if (!Array.isArray(groups)) {
    keyedProblems(problems, layer, groups, "id", networkSecurityGroupIdProblem, entries);
    if (groups === undefined || groups === null)
      problems.add(layer, "is required; an empty list says that no network security group is there");
    return [];
  }
  const keyed = groups.map((group: unknown) =>
    isMap(group) ? { ...group, key: group.key ?? nameOf(group.id) } : group,
  );
  keyedProblems(problems, layer, keyed, "id", networkSecurityGroupIdProblem, entries);
  return keyed.flatMap((group, index) =>
    isMap(group) ? [{ ...(group as unknown as AksNetworkSecurityGroup), layer, path: `${layer}[${index}]` }] : [],
  );
}

function nameOf(id: unknown): string | undefined {
  return networkSecurityGroupIdProblem(id) === undefined ? networkResourceId(id as string).name : undefined;
}

/** By its key a group of both layers is recognised; under two keys it would get the same rule twice, which Azure refuses. */
function sharedKeyProblems(problems: Problems, entries: Entry[]): void {
  entries.forEach((entry, index) => {
    for (const other of entries.slice(0, index)) {
      if (nameOf(entry.id) === undefined || nameOf(other.id) === undefined) continue;
      const sameGroup = (entry.id as string).toLowerCase() === (other.id as string).toLowerCase();
      const sameKey = entry.key === other.key;
      if (sameGroup && !sameKey)
        problems.add(`${entry.path}.key`, `must be that of the same group in ${other.path}`, entry.key);
      if (!sameGroup && sameKey && entry.layer !== other.layer) {
        problems.add(`${entry.path}.key`, `is that of another group in ${other.path}; choose another`, entry.key);
      }
    }
  });
}

/** A provider writes to one subscription, so groups in others need one of their own. */
function providerProblems(problems: Problems, { nsgRules }: AksLlsArgs, entries: Entry[]): void {
  for (const { path, provider } of entries) problems.optional(`${path}.provider`, provider, azureProvider);
  if (nsgRules === AksOwnership.Assume) return;
  const provided = entries.flatMap(({ key, provider }) => (provider ? [key] : []));
  const others = entries.filter(({ key, id }) => !provided.includes(key) && nameOf(id) !== undefined);
  // AKS makes the groups of interfaces in the cluster's subscription.
  const own = others.find(({ layer }) => layer === "nicNetworkSecurityGroups") ?? others[0];
  for (const { path, id } of others) {
    const [wanted, known] = [subscriptionOf(id), subscriptionOf(own!.id)];
    if (wanted.toLowerCase() === known.toLowerCase()) continue;
    const reason = `is required, because the group lies in subscription ${wanted} and ${own!.path} in ${known}: give an azure-native provider of ${wanted}, or leave the group out if its owner makes the rule`;
    problems.add(`${path}.provider`, reason);
  }
}

const azureProvider: Check = (value) =>
  Provider.isInstance(value) ? undefined : "must be an azure-native provider, of the group's subscription";

function subscriptionOf(id: unknown): string {
  return networkResourceId(id as string).subscription;
}

function priorityProblems(problems: Problems, args: AksLlsArgs): void {
  problems.optional("rulePriority", args.rulePriority, priorityProblem);
  problems.optional("probePriority", args.probePriority, usedBy(args, "probePriority", priorityProblem));
  const rulePriority = args.rulePriority ?? networkRule.priority;
  const probePriority = args.probePriority ?? networkRule.probePriority;
  if (args.probeRules?.length && rulePriority === probePriority) {
    const [path, other] = clashingPriorities(probePriority);
    problems.add(path, samePriority(other), probePriority);
  }
}

function probeRuleProblems(problems: Problems, { probeRules, nsgRules }: AksLlsArgs, entries: Entry[]): void {
  if (nsgRules === AksOwnership.Assume && probeRules?.length) {
    problems.add("probeRules", "must be absent with nsgRules assume, which makes no rule");
  }
  const keys = entries.flatMap(({ layer, key }) => (layer === "subnetNetworkSecurityGroups" && key ? [key] : []));
  problems.list("probeRules", probeRules, 0).forEach((key, index) => {
    const path = `probeRules[${index}]`;
    if (problems.required(path, key, text) && !keys.includes(key as string)) {
      problems.add(path, `must be a key of subnetNetworkSecurityGroups: ${keys.join(", ") || "there is none"}`, key);
    }
  });
}

/** What facts say against the groups: they supply no value, but they can prove one wrong. */
function factsProblems(problems: Problems, args: AksLlsArgs, facts: AzureNetwork, entries: Entry[]): void {
  const onSubnets = facts.subnets.map(({ networkSecurityGroupId }) => networkSecurityGroupId?.toLowerCase());
  for (const { layer, path, id } of entries) {
    if (layer !== "subnetNetworkSecurityGroups" || nameOf(id) === undefined) continue;
    const lower = (id as string).toLowerCase();
    const managed = facts.networkSecurityGroups.some((group) => group.managed && group.id.toLowerCase() === lower);
    if (managed && !onSubnets.includes(lower) && !onSubnets.includes(undefined)) {
      const reason =
        "is the group that AKS manages on the nodes' interfaces, and on no subnet; list it in nicNetworkSecurityGroups";
      problems.add(`${path}.id`, reason, id);
    }
  }
  const endpoint = args.endpoint ?? AksEndpointKind.NodePorts;
  const [nodePortFrom, nodePortTo] = [args.nodePortFrom ?? nodePorts.from, args.nodePortTo ?? nodePorts.to];
  if (args.nicMode !== AksNicMode.AllowedHostPorts || !usesNodePorts({ endpoint })) return;
  const { pools } = args;
  const opened = Array.isArray(pools) ? facts.agentPools.filter(({ name }) => pools.includes(name)) : facts.agentPools;
  for (const pool of poolsWithoutHostPorts(opened, nodePortFrom, nodePortTo)) {
    const command = hostPortCommand(args, pool, nodePortFrom, nodePortTo);
    problems.add(
      "nicMode",
      `needs agent pool ${pool.name} to allow UDP ${nodePortFrom}-${nodePortTo}; run: ${command}`,
      args.nicMode,
    );
  }
}
