import type {
  AutoScalingGroupFacts,
  AwsNetwork,
  SecurityGroupFacts,
  SecurityGroupRuleFacts,
  SubnetFacts,
} from "../../reachability/aws/network";
import { ruleKey } from "./security-group-rule-key";

const nothing = { vpcCidrs: [], subnets: [], securityGroups: [], nodePools: [] };

/** The network of the seed, by id. */
export class SeededNetwork {
  /** Absent: the seed has no VPC. */
  readonly vpcId?: string;
  /** Its address blocks. */
  readonly vpcCidrs: string[];
  /** Subnets by id. */
  readonly subnets: ReadonlyMap<string, SubnetFacts>;
  /** Security groups by id. */
  readonly securityGroups: ReadonlyMap<string, SecurityGroupFacts>;
  /** Auto Scaling groups by name. */
  readonly autoScalingGroups: ReadonlyMap<string, AutoScalingGroupFacts>;
  /** Rules by what they allow, see `ruleKey`. */
  readonly rules: ReadonlyMap<string, SecurityGroupRuleFacts>;

  /** @param given facts of the seed; absent: there is nothing */
  constructor(given: AwsNetwork | undefined) {
    const network = given ?? nothing;
    if (given) this.vpcId = given.vpcId;
    this.vpcCidrs = network.vpcCidrs;
    this.subnets = new Map(network.subnets.map((subnet) => [subnet.id, subnet]));
    this.securityGroups = new Map(network.securityGroups.map((group) => [group.id, group]));
    this.autoScalingGroups = new Map(
      network.nodePools.flatMap((pool) => pool.autoScalingGroups).map((group) => [group.name, group]),
    );
    this.rules = new Map(
      network.securityGroups.flatMap((group) => (group.rules ?? []).map((rule) => [ruleKey(group.id, rule), rule])),
    );
  }
}
