import type { Subnet } from "@aws-sdk/client-ec2";
import { getSubnets } from "@pulumi/aws/ec2/getSubnets";
import type { NodePoolFacts, SubnetFacts } from "../../reachability/aws/network";
import { inBatches } from "./batches";
import { readFact, readId } from "./permissions";
import type { EksDiscoveryRequest } from "./request";
import type { EksSources } from "./sources";
import { subjectOf } from "./subject";
import { tagsOf } from "./tags";

/** The subnet of `eks.subnetId` and those of the nodes; without that key every subnet of the VPC, because any may be chosen. */
export async function readSubnets(
  request: EksDiscoveryRequest,
  vpcId: string,
  pools: NodePoolFacts[],
  sources: EksSources,
): Promise<SubnetFacts[]> {
  const nodeSubnets = pools.flatMap(({ subnetIds, interfaces = [] }) => [
    ...subnetIds,
    ...interfaces.map(({ subnetId }) => subnetId),
  ]);
  const ids = request.subnetId
    ? [...new Set([request.subnetId, ...nodeSubnets])]
    : await readSubnetIds(request, vpcId, sources);
  // Filters, unlike ids, do not fail for a subnet that does not exist: the choice reports it with everything else.
  const describe = () =>
    inBatches(ids, (batch) =>
      sources.ec2.describeSubnets({
        Filters: [
          { Name: "vpc-id", Values: [vpcId] },
          { Name: "subnet-id", Values: batch },
        ],
      }),
    );
  const subnets = request.subnetId
    ? await readFact("describeSubnets", sources, describe)
    : await readId("describeSubnets", subjectOf(request), ["eks.subnetId"], describe);
  // A subnet with IPv6 alone can hold neither an IPv4 load balancer nor its targets.
  return (subnets ?? []).filter(({ CidrBlock }) => CidrBlock).map(subnetOf);
}

async function readSubnetIds(request: EksDiscoveryRequest, vpcId: string, sources: EksSources): Promise<string[]> {
  const { ids } = await readId("getSubnets", subjectOf(request), ["eks.subnetId"], () =>
    getSubnets({ filters: [{ name: "vpc-id", values: [vpcId] }] }, sources.invoke),
  );
  return ids;
}

function subnetOf(subnet: Subnet): SubnetFacts {
  const name = tagsOf(subnet.Tags).Name;
  return {
    id: subnet.SubnetId ?? "",
    availabilityZone: subnet.AvailabilityZone ?? "",
    cidr: subnet.CidrBlock ?? "",
    ipv6Cidrs: (subnet.Ipv6CidrBlockAssociationSet ?? [])
      .filter(({ Ipv6CidrBlockState }) => Ipv6CidrBlockState?.State === "associated")
      .map(({ Ipv6CidrBlock }) => Ipv6CidrBlock ?? ""),
    ...(subnet.AvailableIpAddressCount !== undefined && { availableAddresses: subnet.AvailableIpAddressCount }),
    ...(name && { name }),
  };
}
