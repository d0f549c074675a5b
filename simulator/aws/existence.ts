import {
  autoScalingGroupType,
  nodeGroupType,
  securityGroupType,
  subnetType,
  vpcType,
} from "../../graph/aws/resource-types";
import type { AutoScalingGroupFacts } from "../../reachability/aws/network";
import type { SimulatedCloud, SimulatedResource } from "../cloud";
import { CloudError } from "../cloud-error";
import type { Claim } from "../simulated-type";
import { addressCount } from "./cidr";

/** Claim of a security group that comes with something else, a cluster or a VPC: by it the group is found. */
export function broughtSecurityGroup(id: string): Claim {
  return { key: broughtKey(id), code: "InvalidGroup.Duplicate", reason: `the security group ${id} exists` };
}

function broughtKey(id: string): string {
  return `security group|${id}`;
}

/**
 * What others use when they use a security group: the group itself, or what it comes with. It exists in the seed or was created.
 * @param code error code of the API that is asked
 * @throws CloudError
 */
export function securityGroupKey(cloud: SimulatedCloud, id: string, code: string): string {
  if (cloud.aws.network.securityGroups.has(id)) return id;
  if (cloud.resources.get(id)?.type === securityGroupType) return id;
  const bringer = cloud.claimant(broughtKey(id));
  if (bringer !== undefined) return bringer;
  throw new CloudError(code, `the security group '${id}' does not exist, neither in the facts nor in the program`);
}

/** A subnet, as far as others look at it. */
export interface ExistingSubnet {
  id: string;
  vpcId: string;
  availabilityZone: string;
  /** Free IPv4 addresses; undefined: not known. */
  availableAddresses?: number;
  /** Whether instances in it get a public address; undefined: not known. */
  publicAddresses?: boolean;
}

/**
 * The subnet of an id, of the seed or created.
 * @param code error code of the API that is asked. Default that of Elastic Load Balancing
 * @throws CloudError
 */
export function existingSubnet(cloud: SimulatedCloud, id: string, code = "SubnetNotFound"): ExistingSubnet {
  const seeded = cloud.aws.network.subnets.get(id);
  if (seeded) return seeded;
  const { inputs } = created(cloud, subnetType, id, code, `the subnet '${id}' does not exist`);
  return {
    id,
    vpcId: inputs.vpcId as string,
    availabilityZone: inputs.availabilityZone as string,
    availableAddresses: addressCount(inputs.cidrBlock as string) - reservedAddresses,
    publicAddresses: inputs.mapPublicIpOnLaunch === true,
  };
}

/** Addresses of a subnet that AWS keeps for itself. Source: VPC user guide, "Subnet CIDR blocks". */
const reservedAddresses = 5;

/**
 * Makes sure that a VPC exists, in the seed or created.
 * @throws CloudError
 */
export function checkVpc(cloud: SimulatedCloud, id: string, code: string): void {
  if (cloud.aws.network.vpcs.has(id)) return;
  created(cloud, vpcType, id, code, `the VPC '${id}' does not exist`);
}

/** Claim of an Auto Scaling group's name: by it the group is found. */
export function autoScalingGroupClaim(name: string): Claim {
  return { key: groupKey(name), code: "AlreadyExists", reason: `an Auto Scaling group named '${name}' exists` };
}

function groupKey(name: string): string {
  return `auto scaling group|${name}`;
}

/** An Auto Scaling group with what others use when they use it: itself, or the node group that it is behind. */
export interface ExistingAutoScalingGroup extends AutoScalingGroupFacts {
  key?: string;
}

/** The Auto Scaling group of a name, of the seed or created; undefined if there is none. */
export function existingAutoScalingGroup(cloud: SimulatedCloud, name: string): ExistingAutoScalingGroup | undefined {
  const key = cloud.claimant(groupKey(name));
  if (key === undefined) return cloud.aws.network.autoScalingGroups.get(name);
  const { type, inputs } = cloud.resources.get(key)!;
  const healthCheckType = type === autoScalingGroupType ? (inputs.healthCheckType as string | undefined) : undefined;
  return { key, name, healthCheckType: healthCheckType ?? "EC2" };
}

/** Types of which each resource is a pool of nodes. */
export const poolTypes: readonly string[] = [nodeGroupType, autoScalingGroupType];

/**
 * A created resource of a type.
 * @throws CloudError with `code` if there is none
 */
export function created(
  cloud: SimulatedCloud,
  type: string,
  id: string,
  code: string,
  reason = `'${id}' does not exist`,
): SimulatedResource {
  const resource = cloud.find(type, id);
  if (resource?.type !== type) throw new CloudError(code, reason);
  return resource;
}
