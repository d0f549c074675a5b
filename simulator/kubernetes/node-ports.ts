import { CloudError } from "../cloud-error";
import type { Claim } from "../simulated-type";

/**
 * Claim of a port on every node: it is allocated once in a cluster, health checks of load balancers included
 * (Kubernetes documentation, "Service", type NodePort and "Create an External Load Balancer").
 * @throws CloudError for a port outside the default range 30000-32767
 */
export function nodePortClaim(cluster: string, port: number): Claim {
  if (!(port >= 30000 && port <= 32767)) {
    throw new CloudError("InvalidNodePort", `Invalid value: ${port}: the range of valid ports is 30000-32767`);
  }
  return {
    key: `node port|${cluster}|${port}`,
    code: "NodePortAllocated",
    reason: `spec.ports[0].nodePort: Invalid value: ${port}: provided port is already allocated`,
  };
}
