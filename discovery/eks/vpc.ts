import { readFact } from "./permissions";
import type { EksSources } from "./sources";

/** CIDR blocks of the VPC, IPv4 and IPv6; empty if they may not be read. */
export async function readVpcCidrs(vpcId: string, sources: EksSources): Promise<string[]> {
  const vpcs = await readFact("describeVpcs", sources, () =>
    sources.ec2.describeVpcs({ Filters: [{ Name: "vpc-id", Values: [vpcId] }] }),
  );
  return (vpcs ?? []).flatMap(({ CidrBlockAssociationSet = [], Ipv6CidrBlockAssociationSet = [] }) => [
    ...CidrBlockAssociationSet.filter(({ CidrBlockState }) => CidrBlockState?.State === "associated").map(
      ({ CidrBlock }) => CidrBlock ?? "",
    ),
    ...Ipv6CidrBlockAssociationSet.filter(({ Ipv6CidrBlockState }) => Ipv6CidrBlockState?.State === "associated").map(
      ({ Ipv6CidrBlock }) => Ipv6CidrBlock ?? "",
    ),
  ]);
}
