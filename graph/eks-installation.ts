import { ports, proxyNodeSelector, workerNodeSelector } from "../components/lls";
import type { EksInstallation, EksListener, EksLoadBalancer } from "../reachability/aws/installation";
import type { AwsNetwork, NodePoolFacts } from "../reachability/aws/network";
import {
  nodeGroupSets,
  poolsOfRole,
  proxyPools,
  subnetsOfZone,
  type PoolUse,
  type RolePools,
} from "../reachability/aws/node-roles";
import { familiesOf } from "./families";
import type { GraphResource, ResourceGraph } from "./resource-graph";
import { StackIndex } from "./stack-index";
import { securityGroupsOf, type SecurityGroupLookup } from "./security-groups";
import { targetsOf } from "./targets";

/** Type token of the component that marks an installation on EKS. */
export const eksLlsType = "nvcf-lls:index:EksLls";

/** Every EKS installation of a stack, as reachability judges it. Ids are known: the graph comes from a plan or a deployed stack. */
export function eksInstallations(graph: ResourceGraph): EksInstallation[] {
  const groups = securityGroupsOf(new StackIndex(graph));
  const families = familiesOf(graph, eksLlsType);
  return graph.resources
    .filter(({ type }) => type === eksLlsType)
    .map((component) => installationOf(component, families.get(component.urn) ?? [], groups));
}

function installationOf(
  component: GraphResource,
  children: GraphResource[],
  groups: SecurityGroupLookup,
): EksInstallation {
  const inputs = component.inputs as unknown as EksLlsInputs;
  const network = component.outputs.network as AwsNetwork | undefined;
  const loadBalancer = children.find(({ type }) => type === "aws:lb/loadBalancer:LoadBalancer");
  const listener = listenerOf(children, loadBalancer, inputs.port);
  const zone = inputs.availabilityZone;
  const proxies = network
    ? proxyPools(network, inputs.proxyNodeSelector ?? proxyNodeSelector, zone, groupIds(inputs.proxyNodes))
    : none;
  const workers = network
    ? poolsOfRole(network.nodePools, inputs.workerNodeSelector ?? workerNodeSelector, groupIds(inputs.workerNodes))
    : none;
  const targets = targetsOf(children, network, proxies.certain);
  const proxyNodes = nodeGroupSets(
    [...targets.pools.map(asTarget), ...podUses(proxies)],
    network && subnetsOfZone(network, zone),
  );
  const workerNodes = nodeGroupSets(podUses(workers));
  const balancer = loadBalancerOf(loadBalancer);
  return {
    name: component.name,
    clients: inputs.clients,
    ports: { ...ports, listener: inputs.port, media: inputs.mediaPort },
    loadBalancer: balancer,
    listener,
    targetZones: targets.zones,
    externalTrafficPolicy: inputs.externalTrafficPolicy,
    proxyNodes,
    workerNodes,
    securityGroups: groups(
      [
        ...(balancer.securityGroupIds ?? []),
        ...[...proxyNodes, ...workerNodes].flatMap((set) => set.securityGroupIds ?? []),
      ],
      network,
    ),
    network,
  };
}

const none: RolePools = { certain: [], possible: [] };

function asTarget(pool: NodePoolFacts): PoolUse {
  return { pool, target: true, pods: false, certain: true };
}

function podUses({ certain, possible }: RolePools): PoolUse[] {
  const use = (isCertain: boolean) => (pool: NodePoolFacts) => ({
    ...{ pool, target: false, pods: true, certain: isCertain },
  });
  return [...certain.map(use(true)), ...possible.map(use(false))];
}

function groupIds(groups: { securityGroupId: string }[] | undefined): string[] {
  return (groups ?? []).map(({ securityGroupId }) => securityGroupId);
}

/** The inputs of `EksLls` that verdicts need. */
interface EksLlsInputs {
  proxyNodes?: { securityGroupId: string }[];
  workerNodes?: { securityGroupId: string }[];
  availabilityZone: string;
  port: number;
  clients: string[];
  mediaPort?: number;
  externalTrafficPolicy?: string;
  proxyNodeSelector?: Record<string, string>;
  workerNodeSelector?: Record<string, string>;
}

function loadBalancerOf(resource: GraphResource | undefined): EksLoadBalancer {
  const inputs = resource?.inputs ?? {};
  const mappings = (inputs.subnetMappings ?? []) as { subnetId: string }[];
  return {
    subnetIds: (inputs.subnets as string[] | undefined) ?? mappings.map(({ subnetId }) => subnetId),
    securityGroupIds: (inputs.securityGroups ?? []) as string[],
    crossZone: inputs.enableCrossZoneLoadBalancing === true,
  };
}

function listenerOf(
  children: GraphResource[],
  loadBalancer: GraphResource | undefined,
  port: number,
): EksListener | undefined {
  const listener = children.find(
    ({ type, inputs }) =>
      type === "aws:lb/listener:Listener" &&
      inputs.port === port &&
      inputs.loadBalancerArn === loadBalancer?.outputs.arn,
  );
  const [action] = (listener?.inputs.defaultActions ?? []) as { targetGroupArn?: string }[];
  const target = children.find(
    ({ type, outputs }) => type === "aws:lb/targetGroup:TargetGroup" && outputs.arn === action?.targetGroupArn,
  );
  if (!listener || !target) return undefined;
  const check = (target.inputs.healthCheck ?? {}) as { port?: string | number; protocol?: string };
  return {
    protocol: String(listener.inputs.protocol),
    port,
    targetGroupProtocol: String(target.inputs.protocol),
    targetGroupPort: Number(target.inputs.port),
    healthCheckPort: Number(check.port),
    healthCheckProtocol: String(check.protocol),
  };
}
