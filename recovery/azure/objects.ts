import type { AzureNetwork } from "../../reachability/azure/network";
import { reading, together, type CloudObject, type CloudReading, type Unread } from "../cloud-object";
import type { AzureObjectReader } from "./reader";

/** Where to look in Azure. */
export interface AzurePlaces {
  /** The network as discovery has just read it; the rules of its groups are looked through. */
  network: AzureNetwork;
  /** Resource group in which the program makes the public IP, /subscriptions/…/resourceGroups/…; absent: it makes none. */
  publicIpGroupId?: string;
  /** The cluster's identity, to which the program assigns roles; empty: not known. */
  principalId: string;
}

const ruleType = "azure-native:network:SecurityRule";
const addressType = "azure-native:network:PublicIPAddress";
const assignmentType = "azure-native:authorization:RoleAssignment";

/** Reads what stands in Azure where the program makes things. A part that Azure refuses is unread, the others are read all the same. */
export async function readAzureObjects(places: AzurePlaces, azure: AzureObjectReader): Promise<CloudReading> {
  const { network, publicIpGroupId: group, principalId } = places;
  const rules = { objects: network.networkSecurityGroups.flatMap(rulesOf), unread: unreadGroups(network) };
  if (group === undefined) return rules;
  return together([
    rules,
    ...(await Promise.all([
      reading("Public IPs", [addressType], async () =>
        (await azure.publicIpAddresses(group)).map(({ id, tags = {} }) => ({
          ...{ type: addressType, id },
          properties: { resourceGroupName: namesIn(id).resourcegroups, tags },
        })),
      ),
      reading("Role assignments", [assignmentType], async () => {
        if (principalId === "") throw new Error("the cluster's identity is not known");
        return (await azure.roleAssignments(group, principalId)).map(({ id, properties }) => ({
          ...{ type: assignmentType, id },
          properties: { ...properties, description: properties.description ?? "" },
        }));
      }),
    ])),
  ]);
}

/** Rules of a group, by their ids: discovery knows them by name. */
function rulesOf({ id, rules = [] }: AzureNetwork["networkSecurityGroups"][number]): CloudObject[] {
  const { resourcegroups: resourceGroupName, networksecuritygroups: networkSecurityGroupName } = namesIn(id);
  return rules.map(({ name: securityRuleName, description }) => ({
    ...{ type: ruleType, id: `${id}/securityRules/${securityRuleName}` },
    properties: { resourceGroupName, networkSecurityGroupName, securityRuleName, description },
  }));
}

function unreadGroups({ networkSecurityGroups }: AzureNetwork): Unread[] {
  const groups = networkSecurityGroups.filter(({ rules }) => rules === undefined).map(({ id }) => id);
  if (groups.length === 0) return [];
  const reason = `those of ${groups.join(", ")} could not be read`;
  return [{ what: "Rules of network security groups", types: [ruleType], reason }];
}

/** The parts of a resource id by their kinds, in lower case: /resourceGroups/rg -> { resourcegroups: "rg" }. */
function namesIn(id: string): Record<string, string> {
  const parts = id.split("/").slice(1);
  return Object.fromEntries(
    parts.flatMap((part, at) => (at % 2 === 0 ? [[part.toLowerCase(), parts[at + 1] ?? ""]] : [])),
  );
}
