import { balancedByAzure } from "../azure/cloud-controller";
import { CloudError } from "../cloud-error";
import { clusterOf } from "./cluster-of";
import { nodePortClaim } from "./node-ports";
import { objectType } from "./objects";
import type { ServiceInputs } from "./service-inputs";

/** Estimate: the cloud controller changes load balancer and network security group; 1 s without one. */
const latencySeconds = 30;

/** A Service. What a load balancer makes of it is modelled on AKS only. */
export const service = objectType<ServiceInputs>(
  "kubernetes:core/v1:Service",
  (request) => {
    const { cluster, inputs } = request;
    const { type, externalTrafficPolicy, healthCheckNodePort, ports = [] } = inputs.spec;
    const balanced = type === "LoadBalancer";
    // Kubernetes API, ServiceSpec.healthCheckNodePort.
    if (healthCheckNodePort !== undefined && !(balanced && externalTrafficPolicy === "Local")) {
      throw new CloudError(
        "Invalid",
        "spec.healthCheckNodePort: may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'",
      );
    }
    const { healthCheckNodePort: before } = (request.current?.inputs as ServiceInputs | undefined)?.spec ?? {};
    // The same: "This field cannot be updated once set."
    if (before !== undefined && before !== healthCheckNodePort) {
      throw new CloudError("Invalid", "spec.healthCheckNodePort: field is immutable");
    }
    const fixed = [healthCheckNodePort, ...ports.map(({ nodePort }) => nodePort)].filter((port) => port !== undefined);
    const claims = fixed.map((port) => nodePortClaim(cluster, port));
    const { seed } = clusterOf(request);
    if (!balanced || seed?.cloud !== "aks") return { claims };
    const admission = balancedByAzure(request, seed);
    return { ...admission, claims: [...claims, ...(admission.claims ?? [])] };
  },
  latencySeconds,
);
