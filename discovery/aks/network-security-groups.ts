import type {
  AgentPoolFacts,
  AzureSubnetFacts,
  NetworkSecurityGroupFacts,
  NsgRuleFacts,
} from "../../reachability/azure/network";
import { nameOfId, sameId } from "../../reachability/azure/resource-id";
import type { ArmNetworkSecurityGroup, ArmReference, ArmSecurityRule } from "./arm-types";
import { configKeys } from "./config-keys";
import { editsManagedGroups } from "./nic-mode";
import { readFact, readGiven, readId } from "./permissions";
import { protocolOf } from "./protocol";
import type { AksDiscoveryRequest } from "./request";
import { distinctIds, isInGroup } from "./resource-id";
import type { AksSources } from "./sources";
import { subjectOf } from "./subject";

/**
 * The groups of the node resource group, which AKS made. Where they get our rules, they have to be known; elsewhere they are
 * facts for the verdict, and undefined if they may not be read.
 */
export function readManagedGroups(
  request: AksDiscoveryRequest,
  nodeResourceGroupId: string,
  sources: AksSources,
): Promise<ArmNetworkSecurityGroup[] | undefined> {
  const list = () => sources.arm.networkSecurityGroups(nodeResourceGroupId);
  if (!editsManagedGroups(request)) return readFact("networkSecurityGroups", sources, list);
  const instead = "choose allowedHostPorts";
  return readId("networkSecurityGroups", subjectOf(request), [configKeys.nicMode], list, instead);
}

/** Every group of both layers: those of the node resource group, and the others that subnets, interfaces or the config name. */
export async function readNetworkSecurityGroups(
  request: AksDiscoveryRequest,
  managed: ArmNetworkSecurityGroup[] | undefined,
  nodeResourceGroupId: string,
  subnets: AzureSubnetFacts[],
  pools: AgentPoolFacts[],
  sources: AksSources,
): Promise<NetworkSecurityGroupFacts[]> {
  const given = request.subnetNetworkSecurityGroupIds ?? [];
  const named = distinctIds([
    ...given,
    ...subnets.flatMap(({ networkSecurityGroupId }) => networkSecurityGroupId || []),
    ...pools.flatMap(({ nicNetworkSecurityGroupIds = [] }) => nicNetworkSecurityGroupIds),
  ]);
  const others = named.filter((id) => !managed?.some((group) => sameId(group.id, id)));
  const read = await Promise.all(
    others.map(async (id) => {
      const get = () => readFact("networkSecurityGroup", sources, () => sources.arm.networkSecurityGroup(id));
      // Only a group that the config names can be one that does not exist.
      const index = given.findIndex((other) => sameId(other, id));
      const group =
        index < 0
          ? await get()
          : await readGiven("networkSecurityGroup", subjectOf(request), [`${configKeys.subnetNsgIds}[${index}]`], get);
      return group ?? { id, properties: undefined };
    }),
  );
  return [...(managed ?? []), ...read].map(({ id, properties }) => ({
    id,
    name: nameOfId(id),
    managed: isInGroup(id, nodeResourceGroupId),
    ...(properties && { rules: (properties.securityRules ?? []).map(ruleOf) }),
  }));
}

function ruleOf({ name, properties: rule }: ArmSecurityRule): NsgRuleFacts {
  return {
    name,
    priority: rule.priority,
    inbound: rule.direction === "Inbound",
    allow: rule.access === "Allow",
    protocol: protocolOf(rule.protocol),
    sources: oneList(rule.sourceAddressPrefixes, rule.sourceAddressPrefix),
    sourceApplicationSecurityGroupIds: idsOf(rule.sourceApplicationSecurityGroups),
    sourcePorts: oneList(rule.sourcePortRanges, rule.sourcePortRange),
    destinations: oneList(rule.destinationAddressPrefixes, rule.destinationAddressPrefix),
    destinationApplicationSecurityGroupIds: idsOf(rule.destinationApplicationSecurityGroups),
    destinationPorts: oneList(rule.destinationPortRanges, rule.destinationPortRange),
    ...(rule.description && { description: rule.description }),
  };
}

/** Azure has a property for one value and another for several. */
function oneList(several: string[] = [], one?: string): string[] {
  return several.length > 0 ? several : one ? [one] : [];
}

function idsOf(references: ArmReference[] = []): string[] {
  return references.flatMap(({ id }) => id ?? []);
}
