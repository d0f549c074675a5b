import type {
  AutoScalingGroupFacts,
  AwsNetwork,
  SecurityGroupFacts,
  SubnetFacts,
} from "../../reachability/aws/network";

/** The network of the seed, by id. */
export class SeededNetwork {
  readonly vpcId: string;
  readonly subnets: ReadonlyMap<string, SubnetFacts>;
  readonly securityGroups: ReadonlyMap<string, SecurityGroupFacts>;
  readonly autoScalingGroups: ReadonlyMap<string, AutoScalingGroupFacts>;

  /** @param network facts of the seed */
  constructor(network: AwsNetwork) {
    this.vpcId = network.vpcId;
    this.subnets = new Map(network.subnets.map((subnet) => [subnet.id, subnet]));
    this.securityGroups = new Map(network.securityGroups.map((group) => [group.id, group]));
    this.autoScalingGroups = new Map(
      network.nodePools.flatMap((pool) => pool.autoScalingGroups).map((group) => [group.name, group]),
    );
  }
}
