import type { AzureRouteTableFacts } from "../../reachability/azure/network";
import type { ArmVirtualNetwork } from "./arm-types";
import { readFact } from "./permissions";
import type { AksSources } from "./sources";

/**
 * What the service tag VirtualNetwork covers: the address space, that of connected peerings, and the destinations of
 * user-defined routes (Azure documentation, service tags). A default route is left out: it is everything for one subnet and nothing
 * for the others, so the verdict takes it from the table of that subnet. Ranges that a gateway learns by BGP are told by no call.
 * @returns undefined if a virtual network may not be read
 */
export async function readVirtualNetworkCidrs(
  virtualNetworkIds: string[],
  routeTables: AzureRouteTableFacts[],
  sources: AksSources,
): Promise<string[] | undefined> {
  const networks = await Promise.all(
    virtualNetworkIds.map((id) => readFact("virtualNetwork", sources, () => sources.arm.virtualNetwork(id))),
  );
  if (networks.length === 0 || !networks.every((network) => network !== undefined)) return undefined;
  return [...new Set([...networks.flatMap(cidrsOf), ...routeTables.flatMap(routedCidrs)])];
}

function cidrsOf({ properties }: ArmVirtualNetwork): string[] {
  const peerings = (properties.virtualNetworkPeerings ?? [])
    .map((peering) => peering.properties)
    .filter((peering) => peering.peeringState === "Connected" && peering.allowVirtualNetworkAccess !== false);
  const spaces = [
    properties.addressSpace,
    ...peerings.map((peering) => peering.remoteVirtualNetworkAddressSpace ?? peering.remoteAddressSpace),
  ];
  return spaces.flatMap((space) => space?.addressPrefixes ?? []);
}

const defaultRoutes = ["0.0.0.0/0", "::/0"];
const privateHops = ["VirtualAppliance", "VirtualNetworkGateway", "VnetLocal"];

function routedCidrs({ routes }: AzureRouteTableFacts): string[] {
  return routes
    .filter(({ nextHopType, destination }) => privateHops.includes(nextHopType) && destination.includes("/"))
    .map(({ destination }) => destination)
    .filter((destination) => !defaultRoutes.includes(destination));
}
