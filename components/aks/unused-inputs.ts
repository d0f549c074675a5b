import type { Check } from "../checks";
import { networkRule, nodePorts, ports, publicService } from "../lls";
import { AksEndpointKind, AksNicMode, type AksLlsArgs } from "./args";

/** An input that an endpoint ignores. */
interface Unused {
  /** Its default, which may be written out all the same. */
  fallback: unknown;
  why: string;
}

const noLoadBalancer = "there is no load balancer to be probed";
const noNodePorts = "no NodePort is opened";

/** What each endpoint ignores. A stack file has the same names, below `aks` or not. */
const unused: Record<AksEndpointKind, Record<string, Unused>> = {
  [AksEndpointKind.NodePorts]: {
    port: { fallback: ports.listener, why: `browsers are told NodePort ${ports.mediaNodePort}` },
    healthCheckNodePort: { fallback: publicService.healthCheckNodePort, why: noLoadBalancer },
    probePriority: { fallback: networkRule.probePriority, why: noLoadBalancer },
  },
  [AksEndpointKind.LoadBalancer]: {
    nodePortFrom: { fallback: nodePorts.from, why: noNodePorts },
    nodePortTo: { fallback: nodePorts.to, why: noNodePorts },
    nicMode: { fallback: AksNicMode.NsgRules, why: "the cloud controller opens the interfaces' groups" },
  },
  [AksEndpointKind.Both]: {},
};

/**
 * Why an input must be absent: a choice without effect would be taken for one that has it. Undefined if it has, or is the default.
 * @param endpoint also one that there is none, of which nothing is said
 * @param endpointPath what the endpoint is called where the input stands
 */
export function unusedInput(
  endpoint: unknown,
  input: string,
  value: unknown,
  endpointPath = "endpoint",
): string | undefined {
  const { fallback, why } = unused[endpoint as AksEndpointKind]?.[input] ?? {};
  if (why === undefined || value === undefined || value === null || value === fallback) return undefined;
  return `must be absent with ${endpointPath} ${String(endpoint)}: ${why}`;
}

/** The check of an input that an endpoint may ignore. */
export function usedBy({ endpoint }: AksLlsArgs, input: keyof AksLlsArgs, check: Check): Check {
  return (value) => unusedInput(endpoint ?? AksEndpointKind.NodePorts, input, value) ?? check(value);
}
