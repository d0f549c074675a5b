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
  allowedRanges: "service.beta.kubernetes.io/azure-allowed-ip-ranges",
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
export function servicePort({ inputs }: GraphResource): number | undefined {
  const udp = (entriesOf(fieldsOf(inputs.spec).ports) ?? []).filter(({ protocol }) => protocol === "UDP");
  return udp.length === 1 ? knownNumber(udp[0]!.port) : undefined;
}

/** What a Service says of the load balancer that the cloud controller makes for it. */
export function serviceFacts({ inputs, outputs }: GraphResource): AksLoadBalancer {
  const spec = fieldsOf(inputs.spec);
  const written = fieldsOf(fieldsOf(inputs.metadata).annotations);
  const port = knownNumber(spec.healthCheckNodePort);
  // Kubernetes' default is Cluster (Kubernetes documentation, "Create an External Load Balancer").
  const policy = isHidden(spec.externalTrafficPolicy) ? "Local" : (knownText(spec.externalTrafficPolicy) ?? "Cluster");
  const ingress = entriesOf(fieldsOf(fieldsOf(outputs.status).loadBalancer).ingress) ?? [];
  const ranges = knownText(written[annotations.allowedRanges])?.split(",") ?? [];
  const all = [...knownTexts(spec.loadBalancerSourceRanges).texts, ...ranges];
  return {
    ...(port !== undefined && { healthCheckNodePort: port }),
    ...(policy !== "Local" && { externalTrafficPolicy: policy }),
    address: knownText(ingress[0]?.ip),
    controllerOpensNic: written[annotations.noSecurityRule] !== "true",
    sourceRanges: all.map((range) => range.trim()).filter((range) => ipaddr.isValidCIDR(asCidr(range))),
  };
}
