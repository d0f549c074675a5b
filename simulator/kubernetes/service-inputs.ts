import type { Metadata } from "./namespaces";

/** Inputs of a Service, as far as the model looks at them. */
export interface ServiceInputs {
  metadata?: Metadata & { annotations?: Record<string, string> };
  spec: {
    /** Default ClusterIP. */
    type?: string;
    selector?: Record<string, string>;
    ports?: { port: number; protocol?: string; nodePort?: number }[];
    externalTrafficPolicy?: string;
    healthCheckNodePort?: number;
    allocateLoadBalancerNodePorts?: boolean;
    loadBalancerSourceRanges?: string[];
  };
}
