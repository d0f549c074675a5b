import ipaddr from "ipaddr.js";
import { chart } from "../../components/lls";
import type { AksLoadBalancer } from "../../reachability/azure/installation";
import { asCidr } from "../../reachability/azure/virtual-network";
import { entriesOf, fieldsOf, isHidden, knownNumber, knownPairs, knownText, knownTexts } from "../known";
import type { GraphResource } from "../resource-graph";
import type { StackIndex } from "../stack-index";

const serviceType = "kubernetes:core/v1:Service";

// https://cloud-provider-azure.sigs.k8s.io/topics/loadbalancer/.
const annotations = {
  // Both mean the same (cloud-provider-azure, configuration.go, `AllowedIPRanges`).
  allowedRanges: [
    "service.beta.kubernetes.io/azure-allowed-ip-ranges",
    "service.beta.kubernetes.io/load-balancer-source-ranges",
  ],
  allowedServiceTags: "service.beta.kubernetes.io/azure-allowed-service-tags",
  noFloatingIp: "service.beta.kubernetes.io/azure-disable-load-balancer-floating-ip",
  noSecurityRule: "service.beta.kubernetes.io/azure-disable-load-balancer-nsg-rule",
};

/** Services of type LoadBalancer whose selector picks the proxy's pods. */
export function proxyServices(stack: StackIndex): GraphResource[] {
  const labels = Object.entries(chart.podLabels);
  return stack.ofType(serviceType).filter((service) => {
    const selector = knownPairs(fieldsOf(service.inputs.spec).selector);
    return isLoadBalancer(service) && labels.every(([key, value]) => selector[key] === value);
  });
}

/** True for a Service of type LoadBalancer. */
export function isLoadBalancer({ type, inputs }: GraphResource): boolean {
  return type === serviceType && fieldsOf(inputs.spec).type === "LoadBalancer";
}

/** True if a Service carries annotations of a cloud's controller: `azure` or `aws`. */
export function isAnnotatedFor(cloud: "azure" | "aws", { inputs }: GraphResource): boolean {
  const keys = Object.keys(fieldsOf(fieldsOf(inputs.metadata).annotations));
  return keys.some((key) => key.startsWith(`service.beta.kubernetes.io/${cloud}-`));
}

/** The UDP port on which a Service takes media; undefined: it has none, several, or it is not known. */
export function servicePort(service: GraphResource): number | undefined {
  return knownNumber(mediaPort(service)?.port);
}

function mediaPort({ inputs }: GraphResource): Record<string, unknown> | undefined {
  const udp = (entriesOf(fieldsOf(inputs.spec).ports) ?? []).filter(({ protocol }) => protocol === "UDP");
  return udp.length === 1 ? udp[0] : undefined;
}

/** What a Service says of the load balancer that the cloud controller makes for it. */
export function serviceFacts(service: GraphResource): AksLoadBalancer {
  const { inputs, outputs } = service;
  const spec = fieldsOf(inputs.spec);
  const written = fieldsOf(fieldsOf(inputs.metadata).annotations);
  const port = knownNumber(spec.healthCheckNodePort);
  // Kubernetes' default is Cluster (Kubernetes documentation, "Create an External Load Balancer").
  const policy = isHidden(spec.externalTrafficPolicy) ? "Local" : (knownText(spec.externalTrafficPolicy) ?? "Cluster");
  const ingress = entriesOf(fieldsOf(fieldsOf(outputs.status).loadBalancer).ingress) ?? [];
  const list = (key: string): string[] => (knownText(written[key]) ?? "").split(",").map((part) => part.trim());
  const securityRuleSources = [
    ...annotations.allowedRanges.flatMap(list).filter(isRange),
    ...list(annotations.allowedServiceTags).filter((tag) => tag !== ""),
  ];
  const nodePort = knownNumber(mediaPort(service)?.nodePort);
  return {
    ...(port !== undefined && { healthCheckNodePort: port }),
    ...(policy !== "Local" && { externalTrafficPolicy: policy }),
    address: knownText(ingress[0]?.ip),
    controllerOpensNic: !isTrue(written[annotations.noSecurityRule]),
    sourceRanges: knownTexts(spec.loadBalancerSourceRanges)
      .texts.map((range) => range.trim())
      .filter(isRange),
    ...(securityRuleSources.length > 0 && { securityRuleSources }),
    ...(isTrue(written[annotations.noFloatingIp]) && {
      floatingIp: false,
      ...(nodePort !== undefined && { nodePort }),
    }),
  };
}

function isRange(text: string): boolean {
  return ipaddr.isValidCIDR(asCidr(text));
}

/** As the cloud controller compares (cloud-provider-azure, consts/helpers.go). */
function isTrue(value: unknown): boolean {
  return knownText(value)?.toLowerCase() === "true";
}
