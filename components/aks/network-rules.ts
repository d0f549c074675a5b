import { AksNicMode, AksOwnership } from "./args";
import { sourcesOf, usesLoadBalancer, usesNodePorts, type AksGroup, type AksSettings } from "./settings";

/** One inbound rule of one network security group. */
export interface NetworkRule {
  group: AksGroup;
  purpose: "media" | "probe";
  /** Name on Azure. */
  name: string;
  priority: number;
  protocol: "Udp" | "Tcp";
  /** CIDRs or one service tag. */
  sources: string[];
  /** Ports or ranges. */
  ports: string[];
  /** Why it is there, the end of its description. */
  why: string;
}

/** Every rule of an installation, those of one group one after the other. It is the single place that decides what is open. */
export function networkRules(settings: AksSettings): NetworkRule[] {
  if (settings.nsgRules === AksOwnership.Assume) return [];
  return openedGroups(settings).flatMap((group) => [
    mediaRule(settings, group),
    ...(settings.probeRules.includes(group.key) ? [probeRule(settings, group)] : []),
  ]);
}

/**
 * The groups that get rules, each once, though it may be on both layers. Those of interfaces do only where nothing else opens
 * them: AKS does for `allowedHostPorts`, the cloud controller for a Service, both on either layer where these share a group.
 */
function openedGroups(settings: AksSettings): AksGroup[] {
  const nics = new Map(settings.nicNetworkSecurityGroups.map((group) => [group.key, group]));
  const subnets = new Map(settings.subnetNetworkSecurityGroups.map((group) => [group.key, group]));
  if (usesNodePorts(settings) && settings.nicMode === AksNicMode.NsgRules) {
    return [...new Map([...subnets, ...nics]).values()];
  }
  return [...subnets.values()].filter(({ key }) => !nics.has(key));
}

/**
 * What browsers need of a group. The cloud controller opens the load balancer's port on interfaces too, but of one group only (its
 * `securityGroupName`), so a group that gets a rule gets all of it.
 */
function mediaRule(settings: AksSettings, group: AksGroup): NetworkRule {
  const { port, nodePortFrom: from, nodePortTo: to } = settings;
  const nodePorts = usesNodePorts(settings) ? [from === to ? `${from}` : `${from}-${to}`] : [];
  // Azure refuses a rule whose ranges overlap.
  const covered = nodePorts.length > 0 && from <= port && port <= to;
  const listener = usesLoadBalancer(settings) && !covered ? [`${port}`] : [];
  return {
    group,
    purpose: "media",
    name: settings.ruleName,
    priority: settings.rulePriority,
    protocol: "Udp",
    sources: sourcesOf(settings),
    ports: [...listener, ...nodePorts],
    why: "media and STUN of browsers",
  };
}

/** Lets the load balancer ask nodes whether they have the pod, where a deny would catch it: without an answer it sends nothing. */
function probeRule(settings: AksSettings, group: AksGroup): NetworkRule {
  return {
    group,
    purpose: "probe",
    name: `${settings.ruleName}-probe`,
    priority: settings.probePriority,
    protocol: "Tcp",
    sources: ["AzureLoadBalancer"],
    ports: [`${settings.healthCheckNodePort}`],
    why: "health probe of the load balancer",
  };
}
