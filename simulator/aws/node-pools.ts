import { nodeGroupType } from "../../graph/aws/resource-types";
import { matchesSelector } from "../../reachability/aws/node-roles";
import type { SimulatedCloud, SimulatedResource } from "../cloud";
import type { NodePool } from "../kubernetes/node-pool";
import { existingSubnet, poolTypes } from "./existence";
import { instanceSize } from "./instance-size";
import { namedTemplate, type TemplateReference } from "./launch-template";

/**
 * The pools of an EKS cluster: those of the seed, if it is one of the seed's, and those that the program makes.
 * @param clusterName of the cluster
 */
export function eksNodePools(cloud: SimulatedCloud, clusterName: string): NodePool[] {
  const seeded = cloud.aws.cluster(clusterName)?.network.nodePools ?? [];
  const made = [...cloud.resources.values()].filter(({ type }) => poolTypes.includes(type));
  return [
    ...seeded.map(({ labels, subnetIds, instanceTypes, nodeCount }) => ({
      // A pool whose labels are not known may match.
      matches: (selector: Record<string, string>) => !labels || matchesSelector(labels, selector),
      zones: subnetIds.flatMap((id) => cloud.aws.network.subnets.get(id)?.availabilityZone ?? []),
      sizes: instanceTypes.map(instanceSize),
      nodeCount,
    })),
    ...made.flatMap((resource) =>
      resource.type === nodeGroupType
        ? managedPool(cloud, clusterName, resource)
        : selfManagedPool(cloud, clusterName, resource),
    ),
  ];
}

function managedPool(cloud: SimulatedCloud, clusterName: string, { inputs, outputs }: SimulatedResource): NodePool[] {
  if (inputs.clusterName !== clusterName) return [];
  const labels = { ...inputs.labels, "eks.amazonaws.com/nodegroup": outputs.nodeGroupName } as Record<string, string>;
  return [
    {
      matches: (selector) => matchesSelector(labels, selector),
      zones: zonesOf(cloud, inputs.subnetIds as string[]),
      sizes: (outputs.instanceTypes as string[]).map(instanceSize),
      nodeCount: inputs.scalingConfig.desiredSize as number,
    },
  ];
}

/** An Auto Scaling group whose tag says that its instances are nodes of the cluster. Their labels are in no resource. */
function selfManagedPool(
  cloud: SimulatedCloud,
  clusterName: string,
  { inputs, outputs }: SimulatedResource,
): NodePool[] {
  const tags = (inputs.tags ?? []) as { key: string }[];
  if (!tags.some(({ key }) => key === `kubernetes.io/cluster/${clusterName}`)) return [];
  const reference = inputs.launchTemplate as TemplateReference | undefined;
  const instanceType = reference && (namedTemplate(cloud, reference)?.inputs.instanceType as string | undefined);
  return [
    {
      matches: () => true,
      zones: zonesOf(cloud, (inputs.vpcZoneIdentifiers ?? []) as string[]),
      sizes: [instanceType === undefined ? undefined : instanceSize(instanceType)],
      nodeCount: outputs.desiredCapacity as number,
    },
  ];
}

function zonesOf(cloud: SimulatedCloud, subnetIds: string[]): string[] {
  return subnetIds.map((id) => existingSubnet(cloud, id).availabilityZone);
}
