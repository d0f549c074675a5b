import { autoScalingAttachment } from "./aws/auto-scaling-attachment";
import { elasticIp } from "./aws/elastic-ip";
import { awsFunctions } from "./aws/functions";
import { listener } from "./aws/listener";
import { loadBalancer } from "./aws/load-balancer";
import { securityGroup } from "./aws/security-group";
import { securityGroupEgressRule, securityGroupIngressRule } from "./aws/security-group-rule";
import { targetGroup } from "./aws/target-group";
import { targetGroupAttachment } from "./aws/target-group-attachment";
import { azureFunctions } from "./azure/functions";
import { publicIpAddress } from "./azure/public-ip-address";
import { roleAssignment } from "./azure/role-assignment";
import { securityRule } from "./azure/security-rule";
import { namespace } from "./kubernetes/namespace";
import { secret, serviceAccountPatch } from "./kubernetes/objects";
import { release } from "./kubernetes/release";
import { service } from "./kubernetes/service";
import { targetGroupBinding } from "./kubernetes/target-group-binding";
import type { SimulatedFunction, SimulatedType } from "./simulated-type";

const types: SimulatedType[] = [
  autoScalingAttachment,
  elasticIp,
  listener,
  loadBalancer,
  namespace,
  publicIpAddress,
  release,
  roleAssignment,
  secret,
  securityGroup,
  securityGroupEgressRule,
  securityGroupIngressRule,
  securityRule,
  service,
  serviceAccountPatch,
  targetGroup,
  targetGroupAttachment,
  targetGroupBinding,
];

/** Every resource type that the simulator knows, by token. */
export const simulatedTypes: ReadonlyMap<string, SimulatedType> = new Map(types.map((type) => [type.type, type]));

/** Every provider function that the simulator knows, by token. */
export const simulatedFunctions: ReadonlyMap<string, SimulatedFunction> = new Map(
  [...awsFunctions, ...azureFunctions].map((known) => [known.token, known]),
);
