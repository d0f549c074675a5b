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

/** True for a Service of type LoadBalancer, or of a type that is not known yet. */
export function isLoadBalancer({ type, inputs }: GraphResource): boolean {
  const kind = fieldsOf(inputs.spec).type;
  return type === serviceType && (kind === "LoadBalancer" || isHidden(kind) || isHidden(inputs.spec));
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
  const written = annotationsOf(inputs);
  const undecided = undecidedIn(inputs);
  const port = knownNumber(spec.healthCheckNodePort);
  // Kubernetes' default is Cluster (Kubernetes documentation, "Create an External Load Balancer").
  const isHiddenPolicy = isHidden(inputs.spec) || isHidden(spec.externalTrafficPolicy);
  const policy = isHiddenPolicy ? "Local" : (knownText(spec.externalTrafficPolicy) ?? "Cluster");
  const ingress = entriesOf(fieldsOf(fieldsOf(outputs.status).loadBalancer).ingress) ?? [];
  const nodePort = knownNumber(mediaPort(service)?.nodePort);
  return {
    ...(port !== undefined && { healthCheckNodePort: port }),
    ...(policy !== "Local" && { externalTrafficPolicy: policy }),
    address: knownText(ingress[0]?.ip),
    controllerOpensNic: !isTrue(written[annotations.noSecurityRule]),
    // A part of the restrictions would restrict too much.
    ...(undecided.length > 0 ? { undecided, sourceRanges: [] } : restrictionsOf(inputs)),
    ...(isTrue(written[annotations.noFloatingIp]) && {
      floatingIp: false,
      ...(nodePort !== undefined && { nodePort }),
    }),
  };
}

function annotationsOf({ metadata }: Record<string, unknown>): Record<string, unknown> {
  return fieldsOf(fieldsOf(metadata).annotations);
}

/** Who may send, where all of it is known. */
function restrictionsOf(
  inputs: Record<string, unknown>,
): Pick<AksLoadBalancer, "sourceRanges" | "securityRuleSources"> {
  const written = annotationsOf(inputs);
  const list = (key: string): string[] => (knownText(written[key]) ?? "").split(",").map((part) => part.trim());
  const { texts } = knownTexts(fieldsOf(inputs.spec).loadBalancerSourceRanges);
  const securityRuleSources = [
    ...annotations.allowedRanges.flatMap(list).filter(isRange),
    ...list(annotations.allowedServiceTags).filter((tag) => tag !== ""),
  ];
  return {
    sourceRanges: texts.map((range) => range.trim()).filter(isRange),
    ...(securityRuleSources.length > 0 && { securityRuleSources }),
  };
}

/** What decides about media and is not known yet. */
function undecidedIn({ spec, metadata }: Record<string, unknown>): string[] {
  if (isHidden(spec)) return ["spec"];
  const { type, externalTrafficPolicy, loadBalancerSourceRanges } = fieldsOf(spec);
  const written = fieldsOf(metadata).annotations;
  const isHiddenWhole = isHidden(metadata) || isHidden(written);
  const keys = isHiddenWhole ? ["annotations"] : Object.values(annotations).flat();
  return [
    ...(isHidden(type) ? ["spec.type"] : []),
    ...(isHidden(externalTrafficPolicy) ? ["spec.externalTrafficPolicy"] : []),
    ...(knownTexts(loadBalancerSourceRanges).complete ? [] : ["spec.loadBalancerSourceRanges"]),
    ...keys.filter((key) => isHiddenWhole || isHidden(fieldsOf(written)[key])),
  ];
}

function isRange(text: string): boolean {
  return ipaddr.isValidCIDR(asCidr(text));
}

/** As the cloud controller compares (cloud-provider-azure, consts/helpers.go). */
function isTrue(value: unknown): boolean {
  return knownText(value)?.toLowerCase() === "true";
}
