import { ports, proxyNodeSelector, workerNodeSelector } from "../components/lls";
import type { AksInstallation, AksLoadBalancer } from "../reachability/azure/installation";
import type { AzureNetwork } from "../reachability/azure/network";
import { poolsFor } from "../reachability/azure/pool-roles";
import { familiesOf } from "./families";
import { networkSecurityGroupsOf } from "./network-security-groups";
import type { GraphResource, ResourceGraph } from "./resource-graph";

/** Type token of the component that marks an installation on AKS. */
export const aksLlsType = "nvcf-lls:index:AksLls";

// https://cloud-provider-azure.sigs.k8s.io/topics/loadbalancer/.
const annotations = {
  allowedRanges: "service.beta.kubernetes.io/azure-allowed-ip-ranges",
  noSecurityRule: "service.beta.kubernetes.io/azure-disable-load-balancer-nsg-rule",
};

/** Every AKS installation of a stack, as reachability judges it. Ids are known: the graph comes from a plan or a deployed stack. */
export function aksInstallations(graph: ResourceGraph): AksInstallation[] {
  const families = familiesOf(graph, aksLlsType);
  return graph.resources
    .filter(({ type }) => type === aksLlsType)
    .map((component) => installationOf(component, families.get(component.urn) ?? [], graph));
}

function installationOf(component: GraphResource, children: GraphResource[], graph: ResourceGraph): AksInstallation {
  const inputs = component.inputs as unknown as AksLlsInputs;
  const network = component.outputs.network as AzureNetwork | undefined;
  const { availabilityZone } = inputs;
  const pools = network?.agentPools ?? [];
  return {
    name: component.name,
    clients: inputs.clients,
    ports: {
      listener: inputs.port,
      nodePorts: { from: inputs.nodePortFrom, to: inputs.nodePortTo },
      media: inputs.mediaPort,
      api: ports.api,
      workerMedia: ports.workerMedia,
      stun: ports.stun,
      streamingApp: ports.streamingApp,
    },
    nodePorts: inputs.endpoint !== "loadBalancer",
    loadBalancer: inputs.endpoint === "nodePorts" ? undefined : loadBalancerOf(inputs, children),
    firewallAddresses: inputs.firewallAddresses ?? [],
    externalTrafficPolicy: inputs.externalTrafficPolicy,
    availabilityZone,
    proxyPools: poolsFor(pools, inputs.proxyNodeSelector ?? proxyNodeSelector, availabilityZone),
    workerPools: poolsFor(pools, inputs.workerNodeSelector ?? workerNodeSelector),
    networkSecurityGroups: networkSecurityGroupsOf(graph, network),
    network,
  };
}

/** The inputs of `AksLls` that verdicts need. */
interface AksLlsInputs {
  availabilityZone?: string;
  port: number;
  clients: string[];
  endpoint: string;
  nodePortFrom: number;
  nodePortTo: number;
  healthCheckNodePort: number;
  firewallAddresses?: string[];
  mediaPort?: number;
  externalTrafficPolicy?: string;
  proxyNodeSelector?: Record<string, string>;
  workerNodeSelector?: Record<string, string>;
}

function loadBalancerOf({ healthCheckNodePort }: AksLlsInputs, children: GraphResource[]): AksLoadBalancer {
  const resource = children.find(isLoadBalancer);
  const service = (resource?.inputs ?? {}) as ServiceInputs;
  const status = resource?.outputs.status as ServiceStatus | undefined;
  const written = service.metadata?.annotations ?? {};
  const ranges = written[annotations.allowedRanges]?.split(",").map((range) => range.trim()) ?? [];
  return {
    healthCheckNodePort: service.spec?.healthCheckNodePort ?? healthCheckNodePort,
    address: status?.loadBalancer?.ingress?.[0]?.ip,
    controllerOpensNic: written[annotations.noSecurityRule] !== "true",
    sourceRanges: [...(service.spec?.loadBalancerSourceRanges ?? []), ...ranges],
  };
}

function isLoadBalancer({ type, inputs }: GraphResource): boolean {
  return type === "kubernetes:core/v1:Service" && (inputs as ServiceInputs).spec?.type === "LoadBalancer";
}

/** The parts of a service that matter here. */
interface ServiceInputs {
  metadata?: { annotations?: Record<string, string> };
  spec?: { type?: string; healthCheckNodePort?: number; loadBalancerSourceRanges?: string[] };
}

/** The address that the cloud gave a service. */
interface ServiceStatus {
  loadBalancer?: { ingress?: { ip?: string }[] };
}
