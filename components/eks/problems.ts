import { clusterNameProblem, loadBalancingNameProblem, securityGroupTextProblem, zoneProblem } from "../aws-names";
import { awsId, flag, isMap, map, oneOf, text } from "../checks";
import { ipv4AddressProblem, ipv4CidrProblem, publicCidrProblem } from "../cidr";
import { awsTags } from "../cloud-tags";
import { factsShape } from "../facts-shape";
import { publicHostProblem } from "../host";
import { keyedProblems, keyOf } from "../keyed";
import { portProblem } from "../port";
import { inputOf, isAbsent, Problems } from "../problems";
import { registryProblem } from "../registry";
import { credentialsProblems, proxyOptionsProblems } from "../streaming-proxy-problems";
import { tagProblems } from "../tags";
import { eksKeyProblems } from "./argument-keys";
import { EksAddressingKind, EksEgressKind, EksTargetsKind, NodeRules, type EksLlsArgs } from "./args";
import { loadBalancerKey, mostSenders, tooManySenders } from "./security-rules";

const networkShape = { subnets: [], networkAcls: [], routeTables: [], securityGroups: [], nodePools: [] };

/**
 * Checks the arguments of an installation on EKS.
 * @throws BadInput with every problem
 */
export function validateEksLls(subject: string, args: EksLlsArgs): void {
  const problems = new Problems();
  if (problems.required("args", args, map)) {
    problems.required("cluster", args.cluster, clusterNameProblem);
    problems.required("availabilityZone", args.availabilityZone, zoneProblem);
    problems.required("vpcId", args.vpcId, inputOf(awsId("vpc-")));
    problems.required("subnetId", args.subnetId, inputOf(awsId("subnet-")));
    problems.required("imageRegistry", args.imageRegistry, registryProblem);
    credentialsProblems(problems, args.imageRegistry, args.registryCredentials);
    problems.optional("port", args.port, portProblem);
    cidrProblems(problems, "allowedCidrs", args.allowedCidrs);
    if (Array.isArray(args.allowedCidrs) && args.allowedCidrs.length > mostSenders) {
      problems.add("allowedCidrs", tooManySenders);
    }
    cidrProblems(problems, "clients", args.clients);
    problems.optional("endpointHost", args.endpointHost, publicHostProblem);
    problems.optional("nodeRules", args.nodeRules, oneOf(NodeRules));
    problems.optional("deletionProtection", args.deletionProtection, flag);
    problems.textMap("workerNodeSelector", args.workerNodeSelector);
    egressProblems(problems, args.egress);
    nodeProblems(problems, args);
    targetsProblems(problems, args.targets);
    addressingProblems(problems, args.addressing);
    adoptedProblems(problems, args);
    proxyOptionsProblems(problems, "streamingProxy", args.streamingProxy);
    tagProblems(problems, "tags", args.tags, awsTags);
    factsShape(problems, "network", args.network, networkShape);
    eksKeyProblems(problems, args);
  }
  problems.throwIfAny(subject);
}

function cidrProblems(problems: Problems, path: string, cidrs: unknown): void {
  if (isAbsent(cidrs)) return;
  problems.list(path, cidrs).forEach((cidr, index) => problems.required(`${path}[${index}]`, cidr, publicCidrProblem));
}

function egressProblems(problems: Problems, egress: EksLlsArgs["egress"]): void {
  if (isAbsent(egress) || !problems.required("egress", egress, map)) return;
  problems.required("egress.kind", egress.kind, oneOf(EksEgressKind));
  if (egress.kind === EksEgressKind.SubnetCidrs) {
    problems
      .list("egress.subnetCidrs", egress.subnetCidrs)
      .forEach((cidr, index) => problems.required(`egress.subnetCidrs[${index}]`, cidr, ipv4CidrProblem));
  } else if (!isAbsent(egress.subnetCidrs)) {
    problems.add("egress.subnetCidrs", `must be absent with kind ${String(egress.kind)}`);
  }
}

function nodeProblems(problems: Problems, args: EksLlsArgs): void {
  const rules = args.nodeRules !== NodeRules.Assume;
  const referenced = rules || args.egress?.kind !== EksEgressKind.SubnetCidrs;
  const group = awsId("sg-");
  const reserved = loadBalancerKey;
  const least = (needed: boolean) => ({ least: needed ? 1 : 0, reserved });
  keyedProblems(problems, "proxyNodes", args.proxyNodes, "securityGroupId", group, least(referenced));
  keyedProblems(problems, "workerNodes", args.workerNodes, "securityGroupId", group, least(rules));
  sharedGroupProblems(problems, args);
}

/** A group that both roles have must have one key, else it would get the same rule twice, which AWS refuses. */
function sharedGroupProblems(problems: Problems, args: EksLlsArgs): void {
  if (!Array.isArray(args.proxyNodes) || !Array.isArray(args.workerNodes)) return;
  args.workerNodes.forEach((worker, index) => {
    for (const proxy of args.proxyNodes) {
      if (typeof worker?.securityGroupId !== "string" || typeof proxy?.securityGroupId !== "string") continue;
      const sameGroup = worker.securityGroupId === proxy.securityGroupId;
      const sameKey = keyOf(worker, "securityGroupId") === keyOf(proxy, "securityGroupId");
      if (sameGroup === sameKey) continue;
      problems.add(
        `workerNodes[${index}].key`,
        sameGroup
          ? "must be the key that the same group has in proxyNodes"
          : "is the key of another group in proxyNodes; choose another",
        keyOf(worker, "securityGroupId"),
      );
    }
  });
}

function targetsProblems(problems: Problems, targets: EksLlsArgs["targets"]): void {
  if (!problems.required("targets", targets, map)) return;
  if (!problems.required("targets.kind", targets.kind, oneOf(EksTargetsKind))) return;
  for (const kind of Object.values(EksTargetsKind)) {
    if (kind !== targets.kind && !isAbsent(targets[kind])) {
      problems.add(`targets.${kind}`, `must be absent with kind ${targets.kind}`);
    }
  }
  switch (targets.kind) {
    case EksTargetsKind.AutoScalingGroups:
      return keyedProblems(problems, "targets.autoScalingGroups", targets.autoScalingGroups, "name", text);
    case EksTargetsKind.Addresses:
      return keyedProblems(problems, "targets.addresses", targets.addresses, "address", ipv4AddressProblem);
    case EksTargetsKind.TargetGroupBinding: {
      const binding = targets.targetGroupBinding;
      if (!problems.required("targets.targetGroupBinding", binding, map) || !isMap(binding)) return;
      problems.required("targets.targetGroupBinding.serviceName", binding.serviceName, inputOf(text));
      problems.required("targets.targetGroupBinding.servicePort", binding.servicePort, inputOf(portProblem));
    }
  }
}

function addressingProblems(problems: Problems, addressing: EksLlsArgs["addressing"]): void {
  if (isAbsent(addressing) || !problems.required("addressing", addressing, map)) return;
  problems.required("addressing.kind", addressing.kind, oneOf(EksAddressingKind));
  const elasticIp = addressing.elasticIp;
  if (isAbsent(elasticIp) || !problems.required("addressing.elasticIp", elasticIp, map)) return;
  if (addressing.kind !== EksAddressingKind.ElasticIp) {
    problems.add("addressing.elasticIp", `must be absent with kind ${String(addressing.kind)}`);
  }
  problems.optional("addressing.elasticIp.allocationId", elasticIp.allocationId, inputOf(awsId("eipalloc-")));
  problems.optional("addressing.elasticIp.retain", elasticIp.retain, flag);
  if (!isAbsent(elasticIp.allocationId) && !isAbsent(elasticIp.retain)) {
    problems.add("addressing.elasticIp.retain", "must be absent with allocationId, which is never released");
  }
}

function adoptedProblems(problems: Problems, { adopted, targets }: EksLlsArgs): void {
  if (isAbsent(adopted) || !problems.required("adopted", adopted, map)) return;
  const { securityGroupName, securityGroupDescription, targetGroupName } = adopted;
  problems.optional("adopted.loadBalancerName", adopted.loadBalancerName, loadBalancingNameProblem);
  problems.optional("adopted.securityGroupName", securityGroupName, securityGroupTextProblem);
  problems.optional("adopted.securityGroupDescription", securityGroupDescription, securityGroupTextProblem);
  problems.optional("adopted.targetGroupName", targetGroupName, loadBalancingNameProblem);
  if (!isAbsent(securityGroupName) && isAbsent(securityGroupDescription)) {
    problems.add("adopted.securityGroupDescription", "is required with securityGroupName");
  }
  if (!isAbsent(securityGroupDescription) && isAbsent(securityGroupName)) {
    problems.add("adopted.securityGroupName", "is required with securityGroupDescription");
  }
  // Of a kind that is none, that is the problem.
  const kind = Object.values(EksTargetsKind).find((one) => one === targets?.kind);
  if (!isAbsent(targetGroupName) && kind !== undefined && kind !== EksTargetsKind.Addresses) {
    problems.add("adopted.targetGroupName", `must be absent with targets of kind ${kind}`);
  }
}
