import { AksEndpointKind, AksNicMode, AksOwnership } from "../../components/aks/args";
import {
  clusterNameProblem,
  resourceGroupProblem,
  ruleNameProblem,
  zoneProblem,
} from "../../components/aks/azure-names";
import { nodePortProblem } from "../../components/aks/node-port";
import { networkSecurityGroupIdProblem } from "../../components/aks/resource-id";
import { priorityProblem } from "../../components/aks/rule-priority";
import { map, oneOf, text } from "../../components/checks";
import { unknownKeyProblems, type KeysOf } from "../../components/known-keys";
import { portProblem } from "../../components/port";
import { portRangeProblems } from "../../components/port-range";
import { Problems } from "../../components/problems";
import { factsTextProblems, mapOf, providerProblem, readerProblem } from "../argument-problems";
import type { AksDiscoveryArgs, AksDiscoveryOptions } from ".";
import type { AksDiscoveryRequest } from "./request";

const argumentKeys: KeysOf<AksDiscoveryArgs> = {
  ...{ cluster: true, resourceGroup: true, availabilityZone: true, owner: true },
  ...{ proxyNodeSelector: true, workerNodeSelector: true, pools: true, subnetNetworkSecurityGroupIds: true },
  ...{ nicMode: true, nsgRules: true, endpoint: true, rule: true },
};
type Rule = AksDiscoveryRequest["rule"];
const ruleKeys: KeysOf<Rule> = {
  ...{ name: true, priority: true, probePriority: true, nodePorts: true, port: true, probePort: true },
};
const optionKeys: KeysOf<AksDiscoveryOptions> = { provider: true, environment: true, arm: true };
const environments = { Public: "public", UsGovernment: "usgovernment", China: "china" };

/**
 * Checks what `discoverAks` is given.
 * @throws BadInput with every problem
 */
export function checkDiscoverAks(args: AksDiscoveryArgs, options: AksDiscoveryOptions): void {
  const problems = new Problems();
  argumentProblems(problems, args);
  if (problems.required("options", options, map)) {
    const provider = providerProblem("azure-native", "the cluster's subscription");
    problems.required("options.provider", options.provider, provider);
    problems.optional("options.environment", options.environment, oneOf(environments));
    problems.optional("options.arm", options.arm, readerProblem);
    unknownKeyProblems(problems, "options", options, optionKeys);
  }
  problems.throwIfAny("discoverAks");
}

/**
 * Checks what `recordedAks` is given.
 * @throws BadInput with every problem
 */
export function checkRecordedAks(args: AksDiscoveryArgs, text: string, file: string): void {
  const problems = new Problems();
  argumentProblems(problems, args);
  factsTextProblems(problems, text, file);
  problems.throwIfAny("recordedAks");
}

function argumentProblems(problems: Problems, args: AksDiscoveryArgs): void {
  if (!problems.required("args", args, map)) return;
  problems.required("cluster", args.cluster, clusterNameProblem);
  problems.required("resourceGroup", args.resourceGroup, resourceGroupProblem);
  problems.optional("availabilityZone", args.availabilityZone, zoneProblem);
  problems.optional("owner", args.owner, text);
  problems.textMap("proxyNodeSelector", args.proxyNodeSelector);
  problems.textMap("workerNodeSelector", args.workerNodeSelector);
  problems.optionalList("pools", args.pools, text);
  const groups = args.subnetNetworkSecurityGroupIds;
  problems.optionalList("subnetNetworkSecurityGroupIds", groups, networkSecurityGroupIdProblem);
  problems.optional("nicMode", args.nicMode, oneOf(AksNicMode));
  problems.optional("nsgRules", args.nsgRules, oneOf(AksOwnership));
  problems.optional("endpoint", args.endpoint, oneOf(AksEndpointKind));
  ruleProblems(problems, mapOf(problems, "rule", args.rule));
  unknownKeyProblems(problems, "", args, argumentKeys);
}

function ruleProblems(problems: Problems, rule: Record<string, unknown>): void {
  problems.optional("rule.name", rule.name, ruleNameProblem);
  problems.optional("rule.priority", rule.priority, priorityProblem);
  problems.optional("rule.probePriority", rule.probePriority, priorityProblem);
  problems.optional("rule.port", rule.port, portProblem);
  problems.optional("rule.probePort", rule.probePort, nodePortProblem);
  portRangeProblems(problems, "rule.nodePorts", rule.nodePorts as Rule["nodePorts"], nodePortProblem);
  unknownKeyProblems(problems, "rule", rule, ruleKeys);
}
