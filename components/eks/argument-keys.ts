import { unknownKeyProblems, type KeysOf } from "../known-keys";
import type { Problems } from "../problems";
import type {
  EksAddressing,
  EksAdopted,
  EksEgress,
  EksElasticIp,
  EksLlsArgs,
  EksTargetGroupBinding,
  EksTargets,
} from "./args";

const args: KeysOf<EksLlsArgs> = {
  cluster: true,
  availabilityZone: true,
  vpcId: true,
  subnetId: true,
  imageRegistry: true,
  port: true,
  allowedCidrs: true,
  clients: true,
  endpointHost: true,
  proxyNodes: true,
  workerNodes: true,
  targets: true,
  addressing: true,
  egress: true,
  nodeRules: true,
  deletionProtection: true,
  adopted: true,
  registryCredentials: true,
  streamingProxy: true,
  workerNodeSelector: true,
  tags: true,
  network: true,
};
const addressing: KeysOf<EksAddressing> = { kind: true, elasticIp: true };
const elasticIp: KeysOf<EksElasticIp> = { allocationId: true, retain: true };
const adopted: KeysOf<EksAdopted> = {
  loadBalancerName: true,
  securityGroupName: true,
  securityGroupDescription: true,
  targetGroupName: true,
};
const egress: KeysOf<EksEgress> = { kind: true, subnetCidrs: true };
const targets: KeysOf<EksTargets> = { kind: true, autoScalingGroups: true, targetGroupBinding: true, addresses: true };
const binding: KeysOf<EksTargetGroupBinding> = { serviceName: true, servicePort: true };

/** The name that other languages have for the facts. */
const otherLanguages = {
  facts: "give `network`, which recordedEks makes of the text of a facts file: recordedEks(…).args.network",
};

/** Notes the keys that `EksLls` does not have; lists and what every cloud has are looked through where they are checked. */
export function eksKeyProblems(problems: Problems, given: EksLlsArgs): void {
  unknownKeyProblems(problems, "", given, args, otherLanguages);
  unknownKeyProblems(problems, "targets", given.targets, targets);
  unknownKeyProblems(problems, "targets.targetGroupBinding", given.targets?.targetGroupBinding, binding);
  unknownKeyProblems(problems, "addressing", given.addressing, addressing);
  unknownKeyProblems(problems, "addressing.elasticIp", given.addressing?.elasticIp, elasticIp);
  unknownKeyProblems(problems, "adopted", given.adopted, adopted);
  unknownKeyProblems(problems, "egress", given.egress, egress);
}
