import { quantityInBillionths } from "../../components/quantity";
import { eksNodePools } from "../aws/node-pools";
import { aksNodePools } from "../azure/node-pools";
import { CloudError } from "../cloud-error";
import type { AdmissionRequest } from "../simulated-type";
import { clusterOf } from "./cluster-of";
import type { NodePool } from "./node-pool";

/** The values that decide where pods can run. */
export interface PlacementValues {
  replicaCount?: number;
  nodeSelector?: Record<string, string>;
  availabilityZones?: { enabled?: boolean; zones?: string[] };
  resources?: { requests?: { cpu?: string | number; memory?: string | number } };
}

/**
 * Makes sure that every pod finds a node with room: a pod that nobody can take stays Pending, and the release fails at its
 * timeout. Of the nodes only their size counts: what runs on them already is not known. A pool at zero
 * nodes counts for as many as are needed, an autoscaler may add them.
 * @param request of the release: tells the cluster
 * @throws CloudError FailedScheduling, the reason of the scheduler's event
 */
export function checkPlacement(request: AdmissionRequest, values: PlacementValues): void {
  const { replicaCount = 1, nodeSelector = {}, availabilityZones = {}, resources } = values;
  const { cpu = 0, memory = 0 } = resources?.requests ?? {};
  const zones = availabilityZones.enabled ? (availabilityZones.zones ?? []) : undefined;
  const pools = poolsOf(request);
  const matching = pools.filter(({ matches }) => matches(nodeSelector));
  const reachable = matching.filter((pool) => isInZones(pool, zones));
  const room = reachable.reduce((sum, pool) => sum + podsOn(pool, quantity(cpu), quantity(memory)), 0);
  if (room >= replicaCount) return;

  const selector = Object.entries(nodeSelector).map(([key, value]) => `${key}=${value}`);
  const where = [...selector, ...(zones ? [`zone ${zones.join(" or ")}`] : [])].join(", ") || "any node";
  throw new CloudError(
    "FailedScheduling",
    `${replicaCount} pod(s) of ${cpu} CPU and ${memory} memory need nodes with ${where}; ` +
      `${reachable.length} of ${pools.length} pools match and have room for ${room}`,
  );
}

/** The pools of the cluster that an object is in. */
function poolsOf(request: AdmissionRequest): NodePool[] {
  const { made, seed } = clusterOf(request);
  return seed?.cloud === "aks" ? aksNodePools(seed) : eksNodePools(request.cloud, made?.id ?? seed!.cluster!.name);
}

function isInZones(pool: NodePool, zones: string[] | undefined): boolean {
  return !zones || pool.zones.some((zone) => zones.includes(zone));
}

/** A Kubernetes quantity as number; NaN if it is none. */
function quantity(value: unknown): number {
  const billionths = quantityInBillionths(value);
  return billionths === undefined ? NaN : Number(billionths) / 1e9;
}

/** Pods that a pool can take; a type of unknown size takes any number. */
function podsOn({ sizes, nodeCount }: NodePool, cpu: number, memory: number): number {
  const perNode = sizes.map((size) =>
    size ? Math.min(Math.floor(size.cpu / cpu), Math.floor(size.memory / memory)) : Infinity,
  );
  const best = perNode.length > 0 ? Math.max(...perNode) : Infinity;
  if (best === 0) return 0;
  return nodeCount === 0 ? Infinity : best * nodeCount;
}
