import type { AksInstallation, AksLoadBalancer } from "./installation";
import type { NetworkSecurityGroupFacts, NsgRuleFacts } from "./network";
import { sameId } from "./resource-id";

// The AKS cloud controller takes the first free priority of this range (cloud-provider-azure, securitygroup.go).
const firstPriority = 500;

/**
 * The installation once its service exists: the cloud controller has opened the managed group for it, with rules on the first free priorities. It
 * knows one group (cloud-provider-azure, `securityGroupName`); of several, any may be that one.
 */
export function withControllerRule(installation: AksInstallation): AksInstallation {
  const { loadBalancer, ports } = installation;
  if (!loadBalancer?.controllerOpensNic) return installation;
  const groups = everyGroup(installation);
  const isDoubtful = controllerGroups(installation).length > 1;
  const open = (group: NetworkSecurityGroupFacts): NetworkSecurityGroupFacts => {
    if (!group.managed || !group.rules) return group;
    const made = controllerRules(loadBalancer, ports.listener, group.rules);
    const read = made.map((rule) => (isDoubtful ? { ...rule, undecided: ["group"] } : rule));
    return { ...group, rules: [...group.rules, ...read] };
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

/** One rule for each service tag and one for all CIDRs (cloud-provider-azure, accesscontrol.go, `PatchSecurityGroup`). */
function controllerRules(loadBalancer: AksLoadBalancer, port: number, rules: readonly NsgRuleFacts[]): NsgRuleFacts[] {
  const { sourceRanges, securityRuleSources = [], floatingIp = true, address, nodePort } = loadBalancer;
  const named = [...sourceRanges, ...securityRuleSources];
  const ranges = named.filter((text) => !isTag(text));
  const sources = [...named.filter(isTag).map((tag) => [tag]), ...(ranges.length > 0 ? [ranges] : [])];
  const taken = new Set(rules.filter(({ inbound }) => inbound).map(({ priority }) => priority));
  let priority = firstPriority;
  const nextPriority = (): number => {
    while (taken.has(priority)) priority++;
    return priority++;
  };
  return (sources.length > 0 ? sources : [["Internet"]]).map((texts) => ({
    name: "k8s-azure-lb_allow_IPv4_…",
    priority: nextPriority(),
    inbound: true,
    allow: true,
    protocol: "Udp",
    sources: texts,
    sourceApplicationSecurityGroupIds: [],
    sourcePorts: ["*"],
    // Where it is not known, no other is asked about; without floating IP these are the nodes' addresses.
    destinations: [(floatingIp && address) || "*"],
    destinationApplicationSecurityGroupIds: [],
    destinationPorts: [floatingIp ? `${port}` : `${nodePort ?? "*"}`],
  }));
}

function isTag(text: string): boolean {
  return /^[a-z]/i.test(text);
}
