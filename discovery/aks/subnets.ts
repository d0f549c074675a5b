import type { AgentPoolFacts, AzureSubnetFacts } from "../../reachability/azure/network";
import type { ArmSubnet } from "./arm-types";
import { configKeys } from "./config-keys";
import { makesRules } from "./nic-mode";
import { readFact, readId } from "./permissions";
import type { AksDiscoveryRequest } from "./request";
import { distinctIds } from "./resource-id";
import type { AksSources } from "./sources";
import { subjectOf } from "./subject";

/**
 * The subnets of the pools' nodes and pods, in whatever resource group or subscription. Where `aks.subnetNsgIds` is given, or their groups get
 * no rule of ours, they are facts for the verdict only; one that may not be read is then left out, and so is one of pods alone.
 */
export async function readSubnets(
  request: AksDiscoveryRequest,
  pools: AgentPoolFacts[],
  sources: AksSources,
): Promise<AzureSubnetFacts[]> {
  const nodeSubnets = distinctIds(pools.flatMap(({ subnetId }) => subnetId ?? []));
  const ids = distinctIds([...nodeSubnets, ...pools.flatMap(({ podSubnetId }) => podSubnetId ?? [])]);
  const subnets = await Promise.all(
    ids.map((id) =>
      request.subnetNetworkSecurityGroupIds || !makesRules(request) || !nodeSubnets.includes(id)
        ? readFact("subnet", sources, () => sources.arm.subnet(id))
        : readId("subnet", subjectOf(request), [configKeys.subnetNsgIds], () => sources.arm.subnet(id)),
    ),
  );
  return subnets.filter((subnet) => subnet !== undefined).map(subnetOf);
}

function subnetOf({ id, properties }: ArmSubnet): AzureSubnetFacts {
  const { addressPrefix, addressPrefixes = [] } = properties;
  return {
    id,
    cidrs: [...new Set([...addressPrefixes, ...(addressPrefix ? [addressPrefix] : [])])],
    networkSecurityGroupId: properties.networkSecurityGroup?.id ?? "",
    routeTableId: properties.routeTable?.id ?? "",
  };
}
