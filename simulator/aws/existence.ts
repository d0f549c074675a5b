import type { SubnetFacts } from "../../reachability/aws/network";
import type { SimulatedCloud, SimulatedResource } from "../cloud";
import { CloudError } from "../cloud-error";

/**
 * Makes sure that a security group exists, in the seed or created.
 * @param code error code of the API that is asked
 * @throws CloudError
 */
export function checkSecurityGroup(cloud: SimulatedCloud, id: string, code: string): void {
  if (cloud.aws.network.securityGroups.has(id)) return;
  if (cloud.resources.get(id)?.type === "aws:ec2/securityGroup:SecurityGroup") return;
  throw new CloudError(code, `the security group '${id}' does not exist, neither in the facts nor in the program`);
}

/**
 * The subnet of an id.
 * @throws CloudError `SubnetNotFound` (Elastic Load Balancing API, CreateLoadBalancer)
 */
export function existingSubnet(cloud: SimulatedCloud, id: string): SubnetFacts {
  const subnet = cloud.aws.network.subnets.get(id);
  if (!subnet) throw new CloudError("SubnetNotFound", `the subnet '${id}' does not exist`);
  return subnet;
}

/**
 * Makes sure that a VPC is the seed's.
 * @throws CloudError
 */
export function checkVpc(cloud: SimulatedCloud, id: string, code: string): void {
  if (id !== cloud.aws.network.vpcId) throw new CloudError(code, `the VPC '${id}' does not exist`);
}

/**
 * A created resource of a type.
 * @throws CloudError with `code` if there is none
 */
export function created(cloud: SimulatedCloud, type: string, id: string, code: string): SimulatedResource {
  const resource = cloud.resources.get(id);
  if (resource?.type !== type) throw new CloudError(code, `'${id}' does not exist`);
  return resource;
}
