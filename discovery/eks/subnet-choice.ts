import type { Problem } from "../../components/bad-input";
import { loadBalancerSubnetAddresses } from "../../components/lls";
import type { AwsNetwork, SubnetFacts } from "../../reachability/aws/network";
import { internetRoute, type InternetRoute } from "./internet-route";
import { isInstalled, mayStand } from "./own-rules";
import type { EksDiscoveryRequest } from "./request";

/** The config key that decides. */
const key = "eks.subnetId";

/** The load balancer's subnet, the one given or the only one that will do; undefined with a problem noted. */
export function chooseSubnet(
  network: AwsNetwork,
  request: EksDiscoveryRequest,
  problems: Problem[],
): string | undefined {
  if (request.subnetId) {
    const reason = explicitProblem(request.subnetId, network, request);
    if (reason) problems.push({ path: key, value: request.subnetId, reason });
    return request.subnetId;
  }
  const zone = request.availabilityZone;
  const inZone = network.subnets.filter(({ availabilityZone }) => availabilityZone === zone);
  const candidates = roomy(
    inZone.filter((subnet) => ["gateway", "firewall"].includes(internetRoute(subnet, network))),
    isInstalled(network.securityGroups, request),
  );
  if (candidates.length === 1) return candidates[0]?.id;
  problems.push({ path: key, reason: undecided(candidates, inZone, network, zone) });
  return undefined;
}

/** The load balancer itself takes addresses: once it is there, a subnet that became short stays the right one. */
function roomy(subnets: SubnetFacts[], installed: boolean): SubnetFacts[] {
  const need = loadBalancerSubnetAddresses;
  const withRoom = subnets.filter(({ availableAddresses: free = need }) => free >= need);
  return withRoom.length === 0 && installed ? subnets : withRoom;
}

function undecided(candidates: SubnetFacts[], inZone: SubnetFacts[], network: AwsNetwork, zone: string): string {
  const need = `a route to an internet gateway or firewall endpoint and ${loadBalancerSubnetAddresses} free addresses`;
  if (candidates.length > 1) {
    return `several subnets in ${zone} have ${need}; name one of ${listed(candidates, network)}`;
  }
  const found = inZone.length > 0 ? `the zone has ${listed(inZone, network)}` : "the zone has no subnet of this VPC";
  return `no subnet in ${zone} has ${need}; ${found}. Add one, or name a subnet`;
}

function listed(subnets: SubnetFacts[], network: AwsNetwork): string {
  return subnets.map((subnet) => described(subnet, network)).join("; ");
}

const routeTexts: Record<InternetRoute, string> = {
  gateway: "public",
  firewall: "public behind a firewall endpoint",
  nowhere: "no route to an internet gateway",
  unread: "routes not read",
};

function described(subnet: SubnetFacts, network: AwsNetwork): string {
  const route = routeTexts[internetRoute(subnet, network)];
  const free =
    subnet.availableAddresses === undefined ? "free addresses not read" : `${subnet.availableAddresses} free`;
  return `${subnet.id} (${[subnet.name, subnet.cidr, free, route].filter(Boolean).join(", ")})`;
}

function explicitProblem(id: string, network: AwsNetwork, request: EksDiscoveryRequest): string | undefined {
  const subnet = network.subnets.find((candidate) => candidate.id === id);
  if (!subnet) {
    // No subnet at all: they may not be read, and what was given has to be trusted.
    return network.subnets.length > 0
      ? `is not a subnet of ${network.vpcId}, the VPC of cluster ${JSON.stringify(request.cluster)}`
      : undefined;
  }
  if (subnet.availabilityZone !== request.availabilityZone) {
    return `lies in ${subnet.availabilityZone}, but availabilityZone is ${request.availabilityZone}; correct eks.subnetId or availabilityZone`;
  }
  return roomy([subnet], mayStand(network.securityGroups, request)).length > 0
    ? undefined
    : `has ${subnet.availableAddresses} free addresses, but a load balancer needs ${loadBalancerSubnetAddresses}; free some, or name another subnet`;
}
