import type { AksInstallation, AksLoadBalancer } from "./installation";
import type { NetworkSecurityGroupFacts, NsgRuleFacts } from "./network";
import { sameId } from "./resource-id";

// The AKS cloud controller takes the first free priority of this range (cloud-provider-azure, securitygroup.go).
const firstPriority = 500;

/**
 * The installation once its service exists: the cloud controller has opened the managed group for it, with a rule on the first free priority. It
 * knows one group (cloud-provider-azure, `securityGroupName`); of several, any may be that one.
 */
export function withControllerRule(installation: AksInstallation): AksInstallation {
  const { loadBalancer, ports } = installation;
  if (!loadBalancer?.controllerOpensNic) return installation;
  const groups = everyGroup(installation);
  const isDoubtful = controllerGroups(installation).length > 1;
  const open = (group: NetworkSecurityGroupFacts): NetworkSecurityGroupFacts => {
    if (!group.managed || !group.rules) return group;
    const made = controllerRule(loadBalancer, ports.listener, group.rules);
    return { ...group, rules: [...group.rules, isDoubtful ? { ...made, undecided: ["group"] } : made] };
  };
  return { ...installation, networkSecurityGroups: groups.map(open) };
}

/** The groups of which the cloud controller opens one. */
export function controllerGroups(installation: AksInstallation): NetworkSecurityGroupFacts[] {
  return everyGroup(installation).filter(({ managed }) => managed);
}

/** Groups as they will be, and the others of the facts. */
function everyGroup({ network, networkSecurityGroups }: AksInstallation): NetworkSecurityGroupFacts[] {
  const own = (id: string): boolean => networkSecurityGroups.some((group) => sameId(group.id, id));
  return [...(network?.networkSecurityGroups ?? []).filter(({ id }) => !own(id)), ...networkSecurityGroups];
}

function controllerRule(
  { address, sourceRanges }: AksLoadBalancer,
  port: number,
  rules: readonly NsgRuleFacts[],
): NsgRuleFacts {
  const taken = new Set(rules.filter(({ inbound }) => inbound).map(({ priority }) => priority));
  let priority = firstPriority;
  while (taken.has(priority)) priority++;
  return {
    name: "k8s-azure-lb_allow_IPv4_…",
    priority,
    inbound: true,
    allow: true,
    protocol: "Udp",
    sources: sourceRanges.length > 0 ? sourceRanges : ["Internet"],
    sourceApplicationSecurityGroupIds: [],
    sourcePorts: ["*"],
    // Not known before the address is made, but no other is asked about.
    destinations: [address ?? "*"],
    destinationApplicationSecurityGroupIds: [],
    destinationPorts: [`${port}`],
  };
}
