import type {
  AutoScalingGroupFacts,
  AwsNetwork,
  SecurityGroupFacts,
  SecurityGroupRuleFacts,
  SubnetFacts,
} from "../../reachability/aws/network";
import { ruleKey } from "./security-group-rule-key";

/** A subnet, and the VPC that it is in. */
export interface SeededSubnet extends SubnetFacts {
  /** Id of the VPC. */
  vpcId: string;
}

/** A security group, and the VPC that it is in. */
export interface SeededSecurityGroup extends SecurityGroupFacts {
  /** Id of the VPC. */
  vpcId: string;
}

/** The networks of the seeds, by id. */
export class SeededNetwork {
  /** Address blocks of the VPCs by id; the first VPC is the account's default. */
  readonly vpcs: ReadonlyMap<string, string[]>;
  /** Subnets by id. */
  readonly subnets: ReadonlyMap<string, SeededSubnet>;
  /** Security groups by id. */
  readonly securityGroups: ReadonlyMap<string, SeededSecurityGroup>;
  /** Auto Scaling groups by name. */
  readonly autoScalingGroups: ReadonlyMap<string, AutoScalingGroupFacts>;
  /** Rules by what they allow, see `ruleKey`. */
  readonly rules: ReadonlyMap<string, SecurityGroupRuleFacts>;

  /** @param networks facts of the seeds; two clusters may share a VPC and what is in it */
  constructor(networks: AwsNetwork[]) {
    const every = <One>(of: (network: AwsNetwork) => One[]): One[] => networks.flatMap(of);
    this.vpcs = new Map(networks.map(({ vpcId, vpcCidrs }) => [vpcId, vpcCidrs]));
    this.subnets = new Map(
      every(({ vpcId, subnets }) => subnets.map((subnet) => [subnet.id, { ...subnet, vpcId }] as const)),
    );
    const groups = every(({ vpcId, securityGroups }) => securityGroups.map((group) => ({ ...group, vpcId })));
    this.securityGroups = new Map(groups.map((group) => [group.id, group]));
    this.autoScalingGroups = new Map(
      every(({ nodePools }) => nodePools.flatMap((pool) => pool.autoScalingGroups)).map((group) => [group.name, group]),
    );
    this.rules = new Map(
      groups.flatMap((group) => (group.rules ?? []).map((rule) => [ruleKey(group.id, rule), rule] as const)),
    );
  }
}
