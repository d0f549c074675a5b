import type { AksInstallation, AksLoadBalancer } from "./installation";
import type { NetworkSecurityGroupFacts, NsgRuleFacts } from "./network";
import { sameId } from "./resource-id";

// The AKS cloud controller takes the first free priority of this range (cloud-provider-azure, securitygroup.go).
const firstPriority = 500;

/**
 * The installation once its service exists: the cloud controller has opened the managed groups for it, with a rule on the first free priority.
 */
export function withControllerRule(installation: AksInstallation): AksInstallation {
  const { loadBalancer, ports, network, networkSecurityGroups } = installation;
  if (!loadBalancer?.controllerOpensNic) return installation;
  const own = (id: string): boolean => networkSecurityGroups.some((group) => sameId(group.id, id));
  const groups = [...(network?.networkSecurityGroups ?? []).filter(({ id }) => !own(id)), ...networkSecurityGroups];
  const open = (group: NetworkSecurityGroupFacts): NetworkSecurityGroupFacts =>
    group.managed && group.rules
      ? { ...group, rules: [...group.rules, controllerRule(loadBalancer, ports.listener, group.rules)] }
      : group;
  return { ...installation, networkSecurityGroups: groups.map(open) };
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
