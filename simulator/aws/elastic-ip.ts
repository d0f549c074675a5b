import { anyChangeOf, type Claim, type SimulatedType, type Use } from "../simulated-type";

/** An Elastic IP. While a network interface has it, it cannot be released (EC2 API, ReleaseAddress: `InvalidIPAddress.InUse`). */
export const elasticIp: SimulatedType = {
  type: "aws:ec2/eip:Eip",
  // terraform-provider-aws, aws_eip: ForceNew.
  replaces: anyChangeOf(
    "address",
    "customerOwnedIpv4Pool",
    "domain",
    "ipamPoolId",
    "networkBorderGroup",
    "publicIpv4Pool",
  ),
  failedUpdate: "done",
  latencySeconds: 2,
  permissions: {
    create: ["ec2:AllocateAddress", "ec2:CreateTags"],
    read: ["ec2:DescribeAddresses", "ec2:DescribeAddressesAttribute"],
    update: ["ec2:CreateTags", "ec2:DeleteTags"],
    delete: ["ec2:ReleaseAddress"],
  },
  admit(request) {
    const id = `eipalloc-${request.hex(17, "id")}`;
    const { account, region } = request.cloud.aws;
    return {
      id,
      outputs: {
        allocationId: id,
        arn: `arn:aws:ec2:${region}:${account}:elastic-ip/${id}`,
        domain: "vpc",
        // An address of the range for documentation (RFC 5737); two of them may be equal, which nothing here minds.
        publicIp: `203.0.113.${1 + (parseInt(request.hex(6, "address"), 16) % 254)}`,
      },
    };
  },
};

/** Use of an address by a network interface: it cannot be released then. */
export function allocationUse(id: string): Use {
  return { key: id, refusal: "InvalidIPAddress.InUse" };
}

/**
 * Claim of an address: it serves one network interface (ELB user guide, availability-zones; VPC user guide, "NAT gateway basics"). An allocation that is
 * not ours is taken as existing and free: no facts tell.
 * @param code error code of what wants it too
 */
export function allocationClaim(id: string, code: string): Claim {
  return { key: `allocation|${id}`, code, reason: `the Elastic IP allocation ${id} is in use already` };
}
