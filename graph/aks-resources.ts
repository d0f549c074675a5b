import { aksLlsType } from "./aks-installation";
import type { AksInstallation } from "../reachability/azure/installation";
import { groupPlacesIn, isSamePlace, placeOfId, type GroupPlace } from "./azure/group-places";
import { azureSubnetType, networkSecurityGroupType, routeTableType, securityRuleType } from "./azure/resource-types";
import { knownText } from "./known";
import type { GraphResource } from "./resource-graph";
import { idOf, type StackIndex } from "./stack-index";

/**
 * The resources of a stack that an installation of another program is made of, in the order of registration: release and Service, the subnets of its
 * agent pools, their route tables, and the network security groups of both layers with their rules.
 */
export function aksResources(
  stack: StackIndex,
  workloads: (GraphResource | undefined)[],
  installation: AksInstallation,
): GraphResource[] {
  const { network, networkSecurityGroups } = installation;
  const pools = network?.agentPools ?? [];
  const subnetIds = new Set(
    pools.flatMap(({ subnetId, podSubnetId }) => [subnetId, podSubnetId].flatMap((id) => id?.toLowerCase() ?? [])),
  );
  const subnets = (network?.subnets ?? []).filter(({ id }) => subnetIds.has(id.toLowerCase()));
  const ids = [
    ...subnetIds,
    ...subnets.flatMap(({ networkSecurityGroupId, routeTableId }) => [networkSecurityGroupId, routeTableId]),
    ...pools.flatMap(({ nicNetworkSecurityGroupIds = [] }) => nicNetworkSecurityGroupIds),
  ];
  const path = new Set(ids.flatMap((id) => id?.toLowerCase() ?? []));
  const placeOf = groupPlacesIn(stack.graph);
  const made = stack.ofType(networkSecurityGroupType).filter((group) => path.has(idOf(group).toLowerCase()));
  const places: GroupPlace[] = [
    ...made.map((group) => placeOf(group, knownText(group.outputs.name) ?? group.inputs.networkSecurityGroupName)),
    ...networkSecurityGroups.filter(({ id }) => path.has(id.toLowerCase())).flatMap(({ id }) => placeOfId(id) ?? []),
  ];
  const rules = stack.ofType(securityRuleType).filter((rule) => {
    const place = placeOf(rule, rule.inputs.networkSecurityGroupName);
    return places.some((group) => isSamePlace(place, group) === true);
  });
  const others = stack.ofType(azureSubnetType, routeTableType).filter((one) => path.has(idOf(one).toLowerCase()));
  const own = new Set([...workloads, ...made, ...rules, ...others]);
  return stack.graph.resources.filter((one) => own.has(one) && !stack.componentOf(one, aksLlsType));
}
