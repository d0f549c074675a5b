import type { AdminRuleFacts } from "../../reachability/azure/network";
import { nameOfId } from "../../reachability/azure/resource-id";
import type { ArmAdminRule } from "./arm-types";
import { readFact } from "./permissions";
import { protocolOf } from "./protocol";
import type { AksSources } from "./sources";

/** The effective security admin rules on virtual networks; undefined if they may not be read. */
export async function readAdminRules(
  virtualNetworkIds: string[],
  sources: AksSources,
): Promise<AdminRuleFacts[] | undefined> {
  const lists = await Promise.all(
    virtualNetworkIds.map((id) => readFact("effectiveAdminRules", sources, () => sources.arm.effectiveAdminRules(id))),
  );
  if (lists.length === 0 || !lists.every((list) => list !== undefined)) return undefined;
  return lists.flat().map(adminRuleOf);
}

function adminRuleOf({ id, properties: rule }: ArmAdminRule): AdminRuleFacts {
  return {
    name: nameOfId(id),
    ...networkManagerOf(id),
    priority: rule.priority,
    inbound: rule.direction === "Inbound",
    access: rule.access,
    protocol: protocolOf(rule.protocol),
    sources: prefixesOf(rule.sources),
    sourcePorts: orAny(rule.sourcePortRanges),
    destinations: prefixesOf(rule.destinations),
    destinationPorts: orAny(rule.destinationPortRanges),
  };
}

/** The network manager of a rule, whose id begins with that of the manager. */
function networkManagerOf(ruleId: string): Pick<AdminRuleFacts, "networkManagerId"> {
  const [networkManagerId, ...rest] = ruleId.split(/\/securityAdminConfigurations\//i);
  return rest.length > 0 ? { networkManagerId } : {};
}

function prefixesOf(items: { addressPrefix?: string }[] = []): string[] {
  return orAny(items.flatMap(({ addressPrefix }) => addressPrefix ?? []));
}

/** An admin rule that names none means all. */
function orAny(values: string[] = []): string[] {
  return values.length > 0 ? values : ["*"];
}
