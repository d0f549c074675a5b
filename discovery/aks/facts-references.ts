import type { AzureNetwork } from "../../reachability/azure/network";
import { idKey } from "./resource-id";

/** An id in facts that none of their resources has. */
export interface MissingReference {
  /** Where it is, from the network on. */
  path: (string | number)[];
  id: string;
  /** The list that should hold it. */
  list: "networkSecurityGroups" | "routeTables";
}

/** Groups and route tables that subnets and pools name and the lists do not hold. */
export function missingReferences(network: AzureNetwork): MissingReference[] {
  const has = {
    networkSecurityGroups: new Set(network.networkSecurityGroups.map(({ id }) => idKey(id))),
    routeTables: new Set(network.routeTables.map(({ id }) => idKey(id))),
  };
  const named = [
    ...network.subnets.flatMap(({ networkSecurityGroupId, routeTableId }, index): MissingReference[] => [
      {
        path: ["subnets", index, "networkSecurityGroupId"],
        id: networkSecurityGroupId ?? "",
        list: "networkSecurityGroups",
      },
      { path: ["subnets", index, "routeTableId"], id: routeTableId ?? "", list: "routeTables" },
    ]),
    ...network.agentPools.flatMap(({ nicNetworkSecurityGroupIds = [] }, index) =>
      nicNetworkSecurityGroupIds.map((id, at): MissingReference => {
        const path = ["agentPools", index, "nicNetworkSecurityGroupIds", at];
        return { path, id, list: "networkSecurityGroups" };
      }),
    ),
  ];
  return named.filter(({ id, list }) => id !== "" && !has[list].has(idKey(id)));
}
