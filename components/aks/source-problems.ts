import ipaddr from "ipaddr.js";
import { ipv4AsCidr, ipv4AddressOrCidrProblem, isPrivateRange, publicCidrProblem } from "../cidr";
import type { AzureNetwork } from "../../reachability/azure/network";
import { isAbsent, type Problems } from "../problems";
import { AksEndpointKind, type AksLlsArgs } from "./args";
import { internetTag } from "./settings";

/** What is wrong with a source of browsers, or undefined. */
export function sourceProblem(value: unknown): string | undefined {
  if (value === internetTag) return undefined;
  if (typeof value === "string" && /^[A-Za-z][\w.]*$|^\*$/.test(value)) {
    return `must be ${internetTag} or an IPv4 CIDR; no other service tag stands for browsers`;
  }
  return publicCidrProblem(value);
}

/** Checks who may send, who the browsers are, and the firewall in front. */
export function sourceProblems(problems: Problems, args: AksLlsArgs): void {
  const { allowedSources, clients, firewallAddresses } = args;
  if (!isAbsent(allowedSources)) {
    const sources = problems.list("allowedSources", allowedSources);
    const good = sources.map((source, index) => problems.required(`allowedSources[${index}]`, source, sourceProblem));
    if (good.every(Boolean)) overlapProblems(problems, "allowedSources", sources as string[]);
  }
  if (!isAbsent(clients)) {
    problems
      .list("clients", clients)
      .forEach((cidr, index) => problems.required(`clients[${index}]`, cidr, publicCidrProblem));
  }
  ownNetworkProblems(problems, args);
  const addresses = problems.list("firewallAddresses", firewallAddresses, 0);
  const usable = addresses.map((address, index) =>
    problems.required(`firewallAddresses[${index}]`, address, ipv4AddressOrCidrProblem),
  );
  if (!usable.every(Boolean)) return;
  overlapProblems(problems, "firewallAddresses", addresses as string[]);
  publicFirewallProblems(problems, addresses as string[], args);
}

/** Browsers are outside: what holds for pods and nodes says nothing of the internet. */
function ownNetworkProblems(problems: Problems, { clients, allowedSources, network }: AksLlsArgs): void {
  if (!network) return;
  const own = ownRanges(network).filter((cidr) => ipaddr.IPv4.isValidCIDR(cidr));
  const path = isAbsent(clients) ? "allowedSources" : "clients";
  const audience: unknown = clients ?? allowedSources;
  if (!Array.isArray(audience)) return;
  audience.forEach((cidr: unknown, index) => {
    if (sourceProblem(cidr) !== undefined || !own.some((range) => contains(range, cidr as string))) return;
    const reason = "lies in the cluster's own network, its nodes' or its pods', where no browser of the internet is";
    problems.add(`${path}[${index}]`, reason, cidr);
  });
}

/** Of pods, subnets and virtual networks. What counts as a virtual network only because a route leads there is outside. */
function ownRanges({ podCidrs = [], virtualNetworkCidrs = [], subnets, routeTables }: AzureNetwork): string[] {
  const routed = routeTables.flatMap(({ routes }) => routes.map(({ destination }) => destination));
  const inside = virtualNetworkCidrs.filter((cidr) => !routed.includes(cidr));
  return [...podCidrs, ...inside, ...subnets.flatMap(({ cidrs }) => cidrs)];
}

/**
 * Nodes see a firewall in front by its private addresses, which a virtual network can take from a public range too. The address of
 * a load balancer is public, and may be sent to from a public one (Azure Firewall documentation, "SNAT private IP address ranges").
 */
function publicFirewallProblems(problems: Problems, addresses: string[], { endpoint, network }: AksLlsArgs): void {
  if ((endpoint ?? AksEndpointKind.NodePorts) !== AksEndpointKind.NodePorts) return;
  const own = (network?.virtualNetworkCidrs ?? []).filter((cidr) => ipaddr.IPv4.isValidCIDR(cidr));
  addresses.forEach((address, index) => {
    if (isPrivateRange(ipv4AsCidr(address)) || own.some((cidr) => contains(cidr, address))) return;
    const reason =
      "must be private: the address or range from which the firewall sends to the nodes; its public address is what browsers are told";
    problems.add(`firewallAddresses[${index}]`, reason, address);
  });
}

/** Azure refuses a rule whose sources overlap. */
function overlapProblems(problems: Problems, path: string, sources: string[]): void {
  sources.forEach((source, index) => {
    const outer = sources.find(
      (other, at) => at !== index && contains(other, source) && (at < index || !contains(source, other)),
    );
    if (outer !== undefined) problems.add(`${path}[${index}]`, `lies within ${outer}; leave it out`, source);
  });
}

function contains(outer: string, inner: string): boolean {
  if (outer === internetTag || inner === internetTag) return outer === internetTag;
  const [base, bits] = ipaddr.IPv4.parseCIDR(ipv4AsCidr(outer));
  const [address, length] = ipaddr.IPv4.parseCIDR(ipv4AsCidr(inner));
  return length >= bits && address.match(base, bits);
}
