import type * as pulumi from "@pulumi/pulumi";
import { clusterNameProblem, regionOfZone, zoneProblem } from "../../components/aws-names";
import { awsId, map, oneOf, text } from "../../components/checks";
import { ipv4AddressProblem } from "../../components/cidr";
import { EksTargetsKind, type EksTargets } from "../../components/eks/args";
import { unknownKeyProblems, type KeysOf } from "../../components/known-keys";
import { portProblem } from "../../components/port";
import { isAbsent, Problems } from "../../components/problems";
import { ExternalTrafficPolicy } from "../../components/streaming-proxy-args";
import { factsTextProblems, mapOf, providerProblem, readerProblem } from "../argument-problems";
import type { AwsAssumedRole, AwsConnection } from "../aws-clients";
import type { EksDiscoveryArgs, EksDiscoveryOptions } from ".";
import type { EksNodeRulesRequest, EksTargetsRequest } from "./request";

const argumentKeys: KeysOf<EksDiscoveryArgs> = {
  ...{ cluster: true, availabilityZone: true, owner: true, proxyNodeSelector: true, workerNodeSelector: true },
  ...{ subnetId: true, proxyNodeSecurityGroupIds: true, workerNodeSecurityGroupIds: true },
  ...{ targets: true, nodeRules: true },
};
/** Those of the component too, so that one constant can serve both: the Service of a binding is none of discovery's business. */
const targetKeys: KeysOf<EksTargetsRequest & EksTargets> = {
  ...{ kind: true, autoScalingGroups: true, targetGroupBinding: true, addresses: true },
};
const nodeRuleKeys: KeysOf<EksNodeRulesRequest> = { mediaPort: true, externalTrafficPolicy: true };
const optionKeys: KeysOf<EksDiscoveryOptions> = { provider: true, connection: true, ec2: true };
const connectionKeys: KeysOf<Omit<AwsConnection, "region">> = { profile: true, assumeRoles: true };
const roleKeys: KeysOf<AwsAssumedRole> = { roleArn: true, externalId: true, sessionName: true };

/**
 * Checks what `discoverEks` is given.
 * @throws BadInput with every problem
 */
export function checkDiscoverEks(args: EksDiscoveryArgs, options: EksDiscoveryOptions): void {
  const problems = new Problems();
  argumentProblems(problems, args);
  if (problems.required("options", options, map)) {
    const zone: unknown = (args as EksDiscoveryArgs | undefined)?.availabilityZone;
    const region = zoneProblem(zone) === undefined ? `region ${regionOfZone(zone as string)}` : "the zone's region";
    problems.required("options.provider", options.provider, providerProblem("aws", region));
    connectionProblems(problems, "options.connection", options.connection);
    problems.optional("options.ec2", options.ec2, readerProblem);
    unknownKeyProblems(problems, "options", options, optionKeys);
  }
  problems.throwIfAny("discoverEks");
}

/**
 * Checks what `recordedEks` is given.
 * @throws BadInput with every problem
 */
export function checkRecordedEks(args: EksDiscoveryArgs, text: string, file: string): void {
  const problems = new Problems();
  argumentProblems(problems, args);
  factsTextProblems(problems, text, file);
  problems.throwIfAny("recordedEks");
}

function argumentProblems(problems: Problems, args: EksDiscoveryArgs): void {
  if (!problems.required("args", args, map)) return;
  problems.required("cluster", args.cluster, clusterNameProblem);
  problems.required("availabilityZone", args.availabilityZone, zoneProblem);
  problems.optional("owner", args.owner, text);
  problems.textMap("proxyNodeSelector", args.proxyNodeSelector);
  problems.textMap("workerNodeSelector", args.workerNodeSelector);
  problems.optional("subnetId", args.subnetId, awsId("subnet-"));
  problems.optionalList("proxyNodeSecurityGroupIds", args.proxyNodeSecurityGroupIds, awsId("sg-"));
  problems.optionalList("workerNodeSecurityGroupIds", args.workerNodeSecurityGroupIds, awsId("sg-"));
  targetProblems(problems, args.targets);
  const nodeRules = mapOf(problems, "nodeRules", args.nodeRules);
  problems.optional("nodeRules.mediaPort", nodeRules.mediaPort, portProblem);
  const policy = oneOf(ExternalTrafficPolicy);
  problems.optional("nodeRules.externalTrafficPolicy", nodeRules.externalTrafficPolicy, policy);
  unknownKeyProblems(problems, "nodeRules", nodeRules, nodeRuleKeys);
  unknownKeyProblems(problems, "", args, argumentKeys);
}

function targetProblems(problems: Problems, targets: EksDiscoveryArgs["targets"]): void {
  if (isAbsent(targets) || !problems.required("targets", targets, map)) return;
  const isKind = problems.required("targets.kind", targets.kind, oneOf(EksTargetsKind));
  problems.optionalList("targets.autoScalingGroups", targets.autoScalingGroups, text);
  problems.optionalList("targets.addresses", targets.addresses, ipv4AddressProblem);
  for (const kind of ["autoScalingGroups", "addresses"] as const) {
    if (isKind && kind !== targets.kind && !isAbsent(targets[kind]))
      problems.add(`targets.${kind}`, `must be absent with kind ${targets.kind}`);
  }
  unknownKeyProblems(problems, "targets", targets, targetKeys);
}

function connectionProblems(problems: Problems, path: string, value: unknown): void {
  const connection = mapOf(problems, path, value);
  problems.optional(`${path}.profile`, connection.profile, text);
  problems.list(`${path}.assumeRoles`, connection.assumeRoles, 0).forEach((entry, index) => {
    const at = `${path}.assumeRoles[${index}]`;
    if (!problems.required(at, entry, map)) return;
    const role = entry as AwsAssumedRole;
    problems.required(`${at}.roleArn`, role.roleArn, text);
    // Who knows it may assume the role.
    problems.optional(`${at}.externalId`, role.externalId, text, false);
    problems.optional(`${at}.sessionName`, role.sessionName, text);
    unknownKeyProblems(problems, at, role, roleKeys);
  });
  unknownKeyProblems(problems, path, connection, connectionKeys);
}

/**
 * Checks that a provider leads to the region of the zone, as far as its region is known.
 * @throws BadInput if it leads to another
 */
export async function checkProviderRegion(provider: pulumi.ProviderResource, region: string): Promise<void> {
  const output = (provider as { region?: ProviderOutput }).region;
  const leadsTo = (await output?.isKnown) ? await output?.promise() : undefined;
  if (isAbsent(leadsTo) || leadsTo === region) return;
  const problems = new Problems();
  problems.add("options.provider", `must lead to region ${region}, that of availabilityZone`, leadsTo);
  problems.throwIfAny("discoverEks");
}

/** What the SDK does not declare of an Output: its value, to be waited for also where it stays unknown. */
interface ProviderOutput {
  isKnown: Promise<boolean>;
  promise(): Promise<unknown>;
}
