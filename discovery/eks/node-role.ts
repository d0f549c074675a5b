import type { Problem } from "../../components/bad-input";
import type { NodeGroupSet } from "../../reachability/aws/installation";
import type { AwsNetwork, NodePoolFacts } from "../../reachability/aws/network";
import { nodeGroupSets, poolsOfRole, proxyPools, subnetsOfZone, type PoolUse } from "../../reachability/aws/node-roles";
import { labelText } from "../labels";
import type { EksDiscoveryRequest } from "./request";

/** A role of nodes: which pools have it, how their interfaces are wired, and the config keys that decide. */
export interface NodeRole {
  /** What nodes of this role run, for messages. */
  runs: string;
  pools: NodePoolFacts[];
  /** Pools that may have the role: AWS does not know their labels. */
  possible: NodePoolFacts[];
  wirings: NodeGroupSet[];
  /** Security groups given in the config. */
  groupIds: string[] | undefined;
  groupsKey: string;
  selector: Record<string, string>;
  selectorKey: string;
  /** Zone in which the pools must have a subnet; absent: any. */
  zone?: string;
}

/** Nodes that can run the proxy or be a target: those in the installation's zone. */
export function proxyRole(network: AwsNetwork, request: EksDiscoveryRequest): NodeRole {
  const zone = request.availabilityZone;
  const groupIds = request.proxyNodeSecurityGroupIds;
  const { certain, possible } = proxyPools(network, request.proxyNodeSelector, zone, groupIds ?? []);
  return {
    runs: "the proxy",
    pools: certain,
    possible,
    wirings: nodeGroupSets(certain.map(podsOn), subnetsOfZone(network, zone)),
    groupIds,
    groupsKey: "eks.proxyNodeSecurityGroupIds",
    selector: request.proxyNodeSelector,
    selectorKey: "streamingProxy.nodeSelector",
    zone,
  };
}

/** Nodes that run workers, in every zone. */
export function workerRole(network: AwsNetwork, request: EksDiscoveryRequest): NodeRole {
  const groupIds = request.workerNodeSecurityGroupIds;
  const { certain, possible } = poolsOfRole(network.nodePools, request.workerNodeSelector, groupIds ?? []);
  return {
    runs: "workers",
    pools: certain,
    possible,
    wirings: nodeGroupSets(certain.map(podsOn)),
    groupIds,
    groupsKey: "eks.workerNodeSecurityGroupIds",
    selector: request.workerNodeSelector,
    selectorKey: "eks.workerNodeSelector",
  };
}

function podsOn(pool: NodePoolFacts): PoolUse {
  return { pool, target: false, pods: true, certain: true };
}

/** What is wrong if no pool has a role. */
export function missingPool(role: NodeRole, { nodePools }: AwsNetwork): Problem {
  const where = role.zone ? ` with a subnet in ${role.zone}` : "";
  const pools = nodePools.map(({ name, labels }) => `${name} (${labels ? labelText(labels) : "labels not known"})`);
  const found = pools.length > 0 ? `the cluster has ${pools.join("; ")}` : "no pool of nodes was found";
  return {
    path: role.selectorKey,
    value: labelText(role.selector),
    reason: `no pool of nodes${where} has these labels, so nothing can run ${role.runs}; ${found}. Correct the labels, or name ${role.groupsKey}`,
  };
}
