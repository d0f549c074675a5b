import type { GraphResource, ResourceGraph } from "../../graph/resource-graph";
import type { FoundLoadBalancer } from "./found";

const beside = "a new one is made beside it, with another name and address";

/**
 * Why a load balancer would be replaced if it were taken over, and what to do instead; undefined: it would not.
 * @param planned the one of the program
 */
export function loadBalancerObstacle(
  found: FoundLoadBalancer,
  { inputs }: GraphResource,
  graph: ResourceGraph,
): string | undefined {
  if (!found.internetFacing) return `it is internal, and AWS makes no internal one public: ${beside}`;
  if (found.securityGroupIds.length === 0) {
    return `it has no security group, and AWS attaches one only when a load balancer is made: ${beside}`;
  }
  const wanted = wantedSubnets(inputs);
  const subnets = found.subnets.map(({ subnetId }) => subnetId).join(", ");
  if (subnets !== wanted.map(({ subnetId }) => subnetId).join(", ")) {
    const keep =
      found.subnets.length === 1
        ? `; to keep it, set eks.subnetId to ${subnets}, and availabilityZone to its zone`
        : "";
    return `it lies in ${subnets}, and the stack says ${wanted[0]?.subnetId}: ${beside}${keep}`;
  }
  return addressObstacle(found.subnets[0]?.allocationId, wanted[0]?.allocationId, graph);
}

function addressObstacle(
  found: string | undefined,
  wanted: string | undefined,
  graph: ResourceGraph,
): string | undefined {
  if (found !== undefined && wanted === undefined) {
    return `it has the Elastic IP ${found}, and eks.addressing says none: ${beside}; to keep it, set eks.addressing to kind elasticIp with elasticIp.allocationId ${found}`;
  }
  if (found === undefined && wanted !== undefined) {
    return `it has no Elastic IP, and gets one only if it is replaced: ${beside}; to keep it, set eks.addressing.kind to dynamic`;
  }
  const isOwn = graph.resources.some(({ type, id }) => type === "aws:ec2/eip:Eip" && id === wanted);
  if (found === wanted || isOwn) return undefined;
  return `it has the Elastic IP ${found}, and eks.addressing says ${wanted}: ${beside}; to keep it, set elasticIp.allocationId to ${found}`;
}

interface Subnet {
  subnetId: string;
  allocationId?: string;
}

function wantedSubnets({ subnets = [], subnetMappings }: Record<string, unknown>): Subnet[] {
  return (subnetMappings as Subnet[] | undefined) ?? (subnets as string[]).map((subnetId) => ({ subnetId }));
}
