import type { NetworkSecurityGroupFacts, NsgRuleFacts } from "../../reachability/azure/network";
import { CloudError } from "../cloud-error";
import type { ServiceInputs } from "../kubernetes/service-inputs";
import type { AdmissionRequest } from "../simulated-type";
import { rulesOf } from "./group-rules";

/** cloud-provider-azure, annotations of a Service (docs, "Azure LoadBalancer"). */
const annotations = {
  /** Keeps the controller from writing rules. */
  noRule: "service.beta.kubernetes.io/azure-disable-load-balancer-nsg-rule",
  /** Packets arrive at a node and its NodePort instead of the public address. */
  noFloatingIp: "service.beta.kubernetes.io/azure-disable-load-balancer-floating-ip",
  ranges: [
    "service.beta.kubernetes.io/azure-allowed-ip-ranges",
    "service.beta.kubernetes.io/load-balancer-source-ranges",
  ],
  serviceTags: "service.beta.kubernetes.io/azure-allowed-service-tags",
};

/** Whether the controller writes rules for a Service. */
export function writesRules({ metadata }: ServiceInputs): boolean {
  return !isTrue(metadata?.annotations?.[annotations.noRule]);
}

/**
 * The rules that the controller writes into its group: for each protocol of the Service one per service tag and one for all
 * CIDRs, named by hashes (cloud-provider-azure, accesscontrol.go, `PatchSecurityGroup`).
 * @param address of the load balancer; undefined: not known, so the rules are for any
 * @throws CloudError where the Service would stay pending
 */
export function controllerRules(
  request: AdmissionRequest<ServiceInputs>,
  group: NetworkSecurityGroupFacts,
  address: string | undefined,
): NsgRuleFacts[] {
  const { cloud, inputs, urn } = request;
  const floating = !isTrue(inputs.metadata?.annotations?.[annotations.noFloatingIp]);
  const priorities = freePriorities(rulesOf(cloud, group, urn));
  return [...portsByProtocol(request, floating)].flatMap(([protocol, destinationPorts]) =>
    sourcesOf(inputs).map((sources) => ({
      name: `k8s-azure-lb_allow_IPv4_${request.hex(32, `rule ${protocol} ${sources.join()}`)}`,
      priority: priorities(),
      inbound: true,
      allow: true,
      protocol,
      sources,
      sourceApplicationSecurityGroupIds: [],
      sourcePorts: ["*"],
      destinations: floating && address !== undefined ? [address] : ["*"],
      destinationApplicationSecurityGroupIds: [],
      destinationPorts,
    })),
  );
}

/** securitygroup, `ProtocolFromKubernetes`: what is neither TCP nor UDP is any protocol. */
function portsByProtocol(request: AdmissionRequest<ServiceInputs>, floating: boolean): Map<string, string[]> {
  const names: Record<string, string> = { TCP: "Tcp", UDP: "Udp" };
  const found = new Map<string, string[]>();
  for (const [index, { port, nodePort, protocol = "TCP" }] of (request.inputs.spec.ports ?? []).entries()) {
    const name = names[protocol] ?? "*";
    const arrival = floating ? port : (nodePort ?? allocatedNodePort(request, index));
    found.set(name, [...(found.get(name) ?? []), String(arrival)]);
  }
  return found;
}

/** Kubernetes picks a NodePort unless it is told not to. */
function allocatedNodePort(request: AdmissionRequest<ServiceInputs>, index: number): number {
  if (request.inputs.spec.allocateLoadBalancerNodePorts === false) {
    throw new CloudError(
      "SyncLoadBalancerFailed",
      "the Service would stay pending: without floating IP packets go to a NodePort, and with allocateLoadBalancerNodePorts: false it has none",
    );
  }
  return 30000 + (Number.parseInt(request.hex(8, `NodePort ${index}`), 16) % 2768);
}

/** Sources of each rule (accesscontrol.go, `IsAllowFromInternet`; both ways to give CIDRs at once are refused there). */
function sourcesOf({ metadata, spec: { loadBalancerSourceRanges = [] } }: ServiceInputs): string[][] {
  const given = metadata?.annotations ?? {};
  const list = (key: string): string[] => (given[key] ?? "").split(",").map((part) => part.trim());
  const annotated = annotations.ranges.flatMap(list).filter(Boolean);
  if (loadBalancerSourceRanges.length > 0 && annotated.length > 0) {
    throw new CloudError(
      "SyncLoadBalancerFailed",
      "the Service would stay pending: loadBalancerSourceRanges and the annotations for allowed ranges exclude each other",
    );
  }
  const ranges = [...loadBalancerSourceRanges, ...annotated];
  const tags = list(annotations.serviceTags).filter(Boolean);
  const forAll = tags.length === 0 && (ranges.length === 0 || ranges.includes("0.0.0.0/0"));
  return [...(forAll ? ["Internet"] : tags).map((tag) => [tag]), ...(ranges.length > 0 ? [ranges] : [])];
}

/** securityrule.go: the controller takes the first free priority from 500 to 4096, one after the other. */
function freePriorities(rules: NsgRuleFacts[]): () => number {
  const taken = new Set(rules.filter(({ inbound }) => inbound).map(({ priority }) => priority));
  let next = 500;
  return () => {
    while (taken.has(next)) next++;
    if (next <= 4096) return next++;
    throw new CloudError("SecurityRulePriorityExhausted", "the managed group has no free priority from 500 to 4096");
  };
}

/** As the controller compares. */
function isTrue(value: string | undefined): boolean {
  return value?.toLowerCase() === "true";
}
