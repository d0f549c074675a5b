import type { NetworkAcl, NetworkAclEntry as ApiEntry } from "@aws-sdk/client-ec2";
import type { NetworkAclEntry, NetworkAclFacts } from "../../reachability/aws/network";
import { readFact } from "./permissions";
import type { EksSources } from "./sources";

/** The last number an operator can use; the closing `*` of each address family has a higher one. */
const lastRuleNumber = 32766;

/** Network ACLs, and which one each subnet has. */
export interface NetworkAclReading {
  networkAcls: NetworkAclFacts[];
  /** Subnet id -> network ACL id. Every subnet has exactly one association, also with the default ACL. */
  bySubnet: ReadonlyMap<string, string>;
}

/** The network ACLs of a VPC; empty if they may not be read. */
export async function readNetworkAcls(vpcId: string, sources: EksSources): Promise<NetworkAclReading> {
  const acls = await readFact("describeNetworkAcls", sources, () =>
    sources.ec2.describeNetworkAcls({ Filters: [{ Name: "vpc-id", Values: [vpcId] }] }),
  );
  return {
    networkAcls: (acls ?? []).map(networkAclOf),
    bySubnet: new Map(
      (acls ?? []).flatMap(({ NetworkAclId = "", Associations = [] }) =>
        Associations.map(({ SubnetId = "" }) => [SubnetId, NetworkAclId] as const),
      ),
    ),
  };
}

function networkAclOf(acl: NetworkAcl): NetworkAclFacts {
  return {
    id: acl.NetworkAclId ?? "",
    entries: (acl.Entries ?? []).filter(({ RuleNumber = 0 }) => RuleNumber <= lastRuleNumber).map(entryOf),
  };
}

function entryOf(entry: ApiEntry): NetworkAclEntry {
  const { PortRange: ports, IcmpTypeCode: icmp } = entry;
  return {
    ruleNumber: entry.RuleNumber ?? 0,
    egress: entry.Egress === true,
    allow: entry.RuleAction === "allow",
    protocol: entry.Protocol ?? "-1",
    cidr: entry.CidrBlock ?? entry.Ipv6CidrBlock ?? "",
    ...(ports && { fromPort: ports.From, toPort: ports.To }),
    ...(icmp && { icmpType: icmp.Type, icmpCode: icmp.Code }),
  };
}
