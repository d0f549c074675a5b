import { autoScalingAttachment } from "./aws/auto-scaling-attachment";
import { elasticIp } from "./aws/elastic-ip";
import { awsFunctions } from "./aws/functions";
import { listener } from "./aws/listener";
import { loadBalancer } from "./aws/load-balancer";
import { securityGroup } from "./aws/security-group";
import { securityGroupEgressRule, securityGroupIngressRule } from "./aws/security-group-rule";
import { targetGroup } from "./aws/target-group";
import { targetGroupAttachment } from "./aws/target-group-attachment";
import { namespace } from "./kubernetes/namespace";
import { secret, serviceAccountPatch } from "./kubernetes/objects";
import { release } from "./kubernetes/release";
import { targetGroupBinding } from "./kubernetes/target-group-binding";
import type { SimulatedFunction, SimulatedType } from "./simulated-type";

const types: SimulatedType[] = [
  autoScalingAttachment,
  elasticIp,
  listener,
  loadBalancer,
  namespace,
  release,
  secret,
  securityGroup,
  securityGroupEgressRule,
  securityGroupIngressRule,
  serviceAccountPatch,
  targetGroup,
  targetGroupAttachment,
  targetGroupBinding,
];

/** Every resource type that the simulator knows, by token. */
export const simulatedTypes: ReadonlyMap<string, SimulatedType> = new Map(types.map((type) => [type.type, type]));

/** Every provider function that the simulator knows, by token. */
export const simulatedFunctions: ReadonlyMap<string, SimulatedFunction> = new Map(
  awsFunctions.map((known) => [known.token, known]),
);
