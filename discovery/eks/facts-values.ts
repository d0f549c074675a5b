import ipaddr from "ipaddr.js";
import type { Zod } from "../../components/zod";

const isIpv4 = (given: string): boolean => ipaddr.IPv4.isValidCIDRFourPartDecimal(given);
const isIpv6 = (given: string): boolean => ipaddr.IPv6.isValidCIDR(given);

/** IANA protocol numbers, "Assigned Internet Protocol Numbers"; -1 is what EC2 writes for all. */
const protocolNumber = /^(?:-1|\d|[1-9]\d|1\d\d|2[0-4]\d|25[0-5])$/;
const protocolNames = ["tcp", "udp", "icmp", "icmpv6"];

/** Schemas of values as EC2 writes them. */
export function awsValues(z: Zod) {
  /** An address block: without host bits. */
  const networkOf = (wanted: string, isCidr: (given: string) => boolean) =>
    z.string().superRefine((given, context) => {
      if (!isCidr(given)) return context.addIssue(`must be ${wanted}`);
      const family = isIpv4(given) ? ipaddr.IPv4 : ipaddr.IPv6;
      const [address, length] = family.parseCIDR(given);
      const network = family.networkAddressFromCIDR(given).toString();
      if (address.toString() !== network) context.addIssue(`has host bits; write ${network}/${length}`);
    });

  return {
    ipv4Cidr: networkOf("an IPv4 CIDR", isIpv4),
    ipv6Cidr: networkOf("an IPv6 CIDR", isIpv6),
    /** Of either family. */
    cidr: networkOf("an IPv4 or IPv6 CIDR", (given) => isIpv4(given) || isIpv6(given)),
    /** Protocol of a network ACL's entry. */
    numberedProtocol: z.string().regex(protocolNumber, "must be an IANA protocol number or -1"),
    /** Protocol of a security group's rule: EC2 writes those with a name by name. */
    namedProtocol: z
      .string()
      .refine(
        (given) => protocolNames.includes(given) || protocolNumber.test(given),
        `must be ${protocolNames.join(", ")}, -1 or an IANA protocol number`,
      ),
  };
}

/** Whether two numbers are in order, where they are ports: for ICMP they are type and code, for all protocols nothing. */
export function portsInOrder({ protocol, fromPort = -1, toPort = fromPort }: Ports): boolean {
  return ["icmp", "icmpv6", "1", "58", "-1"].includes(protocol) || fromPort <= toPort;
}

interface Ports {
  protocol: string;
  fromPort?: number;
  toPort?: number;
}
