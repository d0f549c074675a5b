import type { AzureRouteTableFacts, AzureSubnetFacts } from "../../reachability/azure/network";
import type { ArmRouteTable } from "./arm-types";
import { readFact } from "./permissions";
import { distinctIds } from "./resource-id";
import type { AksSources } from "./sources";

/** The route tables of subnets; one that may not be read is left out. */
export async function readRouteTables(
  subnets: AzureSubnetFacts[],
  sources: AksSources,
): Promise<AzureRouteTableFacts[]> {
  const ids = distinctIds(subnets.flatMap(({ routeTableId }) => routeTableId || []));
  const tables = await Promise.all(ids.map((id) => readFact("routeTable", sources, () => sources.arm.routeTable(id))));
  return tables.filter((table) => table !== undefined).map(routeTableOf);
}

function routeTableOf({ id, name, properties }: ArmRouteTable): AzureRouteTableFacts {
  return {
    id,
    name,
    routes: (properties.routes ?? []).map((route) => {
      const { addressPrefix = "", nextHopType, nextHopIpAddress } = route.properties;
      return {
        name: route.name,
        destination: addressPrefix,
        nextHopType,
        ...(nextHopIpAddress && { nextHopAddress: nextHopIpAddress }),
      };
    }),
  };
}
