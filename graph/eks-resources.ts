import type { EksInstallation } from "../reachability/aws/installation";
import { networkAclTypes } from "./aws/network-acls";
import { routeTableTypes } from "./aws/route-tables";
import type { EksDescription } from "./eks-description";
import { eksLlsType } from "./eks-installation";
import { entriesOf } from "./known";
import type { GraphResource } from "./resource-graph";
import { securityGroupTypes } from "./security-groups";
import { idOf, type StackIndex } from "./stack-index";

const addressType = "aws:ec2/eip:Eip";
const filterTypes = [...securityGroupTypes, ...networkAclTypes, ...routeTableTypes];

/** Inputs in which rules, entries, routes and associations name what they belong to. */
const belongings = ["securityGroupId", "networkAclId", "routeTableId"];

/**
 * The resources of a stack that an installation of another program is made of, in the order of registration: release, load balancer, its address, what it
 * forwards to, and whatever the groups, network ACLs and route tables on the path have in this stack.
 */
export function eksResources(
  stack: StackIndex,
  release: GraphResource | undefined,
  { loadBalancer, listeners, targetGroups, registrations }: EksDescription,
  installation: EksInstallation,
): GraphResource[] {
  const path = idsOnPath(installation);
  const filters = stack.ofType(...filterTypes).filter((resource) => isOnPath(stack, resource, path));
  const mappings = entriesOf(loadBalancer?.inputs.subnetMappings) ?? [];
  const addresses = mappings.flatMap(({ allocationId }) =>
    stack.referents(loadBalancer!, "subnetMappings", allocationId, addressType),
  );
  const own = new Set([
    release,
    loadBalancer,
    ...addresses,
    ...listeners,
    ...targetGroups,
    ...registrations,
    ...filters,
  ]);
  return stack.graph.resources.filter((one) => own.has(one) && !stack.componentOf(one, eksLlsType));
}

function idsOnPath({ loadBalancer, proxyNodes, workerNodes, securityGroups, network }: EksInstallation): Set<string> {
  const nodes = [...proxyNodes, ...workerNodes].map(({ subnetId }) => subnetId);
  const subnets = new Set([...loadBalancer.subnetIds, ...nodes]);
  const filters = (network?.subnets ?? [])
    .filter(({ id }) => subnets.has(id))
    .flatMap(({ networkAclId, routeTableId }) => [networkAclId, routeTableId]);
  return new Set([...securityGroups.map(({ id }) => id), ...filters.filter((id) => id !== undefined)]);
}

function isOnPath(stack: StackIndex, resource: GraphResource, path: ReadonlySet<string>): boolean {
  if (path.has(idOf(resource))) return true;
  return belongings.some((property) => {
    const id = stack.idIn(resource, property, resource.inputs[property], ...filterTypes);
    return id !== undefined && path.has(id);
  });
}
