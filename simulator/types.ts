import { autoScalingAttachment } from "./aws/auto-scaling-attachment";
import { autoScalingGroup } from "./aws/auto-scaling-group";
import { blockPublicAccessExclusion } from "./aws/block-public-access-exclusion";
import { eksAccessEntry, eksAccessPolicyAssociation } from "./aws/eks-access";
import { eksAddon } from "./aws/eks-addon";
import { eksCluster } from "./aws/eks-cluster";
import { eksNodeGroup } from "./aws/eks-node-group";
import { elasticIp } from "./aws/elastic-ip";
import { awsFunctions } from "./aws/functions";
import { instanceProfile, openIdConnectProvider, role, rolePolicyAttachment } from "./aws/iam";
import { internetGateway } from "./aws/internet-gateway";
import { launchTemplate } from "./aws/launch-template";
import { listener } from "./aws/listener";
import { loadBalancer } from "./aws/load-balancer";
import { natGateway } from "./aws/nat-gateway";
import { routeTable, routeTableAssociation } from "./aws/route-table";
import { securityGroup } from "./aws/security-group";
import { securityGroupEgressRule, securityGroupIngressRule } from "./aws/security-group-rule";
import { securityGroupRuleLists } from "./aws/security-group-rule-lists";
import { subnet } from "./aws/subnet";
import { targetGroup } from "./aws/target-group";
import { targetGroupAttachment } from "./aws/target-group-attachment";
import { vpc } from "./aws/vpc";
import { azureFunctions } from "./azure/functions";
import { publicIpAddress } from "./azure/public-ip-address";
import { roleAssignment } from "./azure/role-assignment";
import { securityRule } from "./azure/security-rule";
import type { SimulatedComponent } from "./component/construct";
import { eksComponents } from "./eks";
import { namespace } from "./kubernetes/namespace";
import { configMap, deployment, secret, serviceAccountPatch } from "./kubernetes/objects";
import { release } from "./kubernetes/release";
import { service } from "./kubernetes/service";
import { targetGroupBinding } from "./kubernetes/target-group-binding";
import { NotSimulated } from "./not-simulated";
import type { SimulatedFunction, SimulatedType } from "./simulated-type";

/** What our components make. */
export const installationTypes: readonly SimulatedType[] = [
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

/** What a program may make around an installation: network, cluster and nodes. */
const surroundingTypes: readonly SimulatedType[] = [
  autoScalingGroup,
  blockPublicAccessExclusion,
  configMap,
  deployment,
  eksAccessEntry,
  eksAccessPolicyAssociation,
  eksAddon,
  eksCluster,
  eksNodeGroup,
  instanceProfile,
  internetGateway,
  launchTemplate,
  natGateway,
  openIdConnectProvider,
  role,
  rolePolicyAttachment,
  routeTable,
  routeTableAssociation,
  securityGroupRuleLists,
  subnet,
  vpc,
];

/** Every resource type that the simulator knows, by token. */
export const simulatedTypes: ReadonlyMap<string, SimulatedType> = new Map(
  [...installationTypes, ...surroundingTypes].map((type) => [type.type, type]),
);

/** Every provider function that the simulator knows, by token. */
export const simulatedFunctions: ReadonlyMap<string, SimulatedFunction> = new Map(
  [...awsFunctions, ...azureFunctions].map((known) => [known.token, known]),
);

/** Every remote component that the simulator knows, by token. */
export const simulatedComponents: ReadonlyMap<string, SimulatedComponent> = new Map(
  eksComponents.map((component) => [component.type, component]),
);

/**
 * The remote component of a token.
 * @throws NotSimulated for one that is not simulated
 */
export function simulatedComponent(token: string): SimulatedComponent {
  const component = simulatedComponents.get(token);
  if (!component) throw new NotSimulated("component", token, simulatedComponents.keys());
  return component;
}
