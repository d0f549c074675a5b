import type { GetNodeGroupResult } from "@pulumi/aws/eks/getNodeGroup";
import type { NodeInterfaceFacts } from "../../reachability/aws/network";
import { isPrimary } from "./instances";
import { readFact } from "./permissions";
import type { EksSources } from "./sources";

/** What a launch template says of the instances that it makes. */
export interface LaunchTemplate {
  /** Interfaces for which it names groups: none if it leaves them to whoever launches. */
  interfaces: Omit<NodeInterfaceFacts, "subnetId">[];
  /** Absent: whoever launches decides. */
  instanceType?: string;
}

/**
 * How the nodes of a managed node group will be wired; undefined if its launch template may not be read.
 * EKS adds the cluster's group only where the template names none (EKS user guide, "Customize managed nodes with launch templates").
 */
export async function interfacesAtLaunch(
  group: GetNodeGroupResult,
  clusterSecurityGroupId: string,
  sources: EksSources,
): Promise<NodeInterfaceFacts[] | undefined> {
  const named = group.launchTemplates[0];
  const template = named ? await readLaunchTemplate(named.id, named.version, sources) : { interfaces: [] };
  if (!template) return undefined;
  const remoteAccess = group.resources.map(({ remoteAccessSecurityGroupId }) => remoteAccessSecurityGroupId);
  const securityGroupIds = [clusterSecurityGroupId, ...remoteAccess.filter(Boolean)].sort();
  const interfaces = template.interfaces.length > 0 ? template.interfaces : [{ securityGroupIds, primary: true }];
  return inSubnets(interfaces, group.subnetIds);
}

/** The interfaces as they will be in each subnet. */
export function inSubnets(interfaces: LaunchTemplate["interfaces"], subnetIds: string[]): NodeInterfaceFacts[] {
  return subnetIds.flatMap((subnetId) => interfaces.map((nic) => ({ subnetId, ...nic })));
}

/** A version of a launch template; undefined if it may not be read. */
export async function readLaunchTemplate(
  id: string,
  version: string,
  sources: EksSources,
): Promise<LaunchTemplate | undefined> {
  const versions = await readFact("describeLaunchTemplateVersions", sources, () =>
    sources.ec2.describeLaunchTemplateVersions({ LaunchTemplateId: id, Versions: [version] }),
  );
  if (!versions) return undefined;
  const data = versions[0]?.LaunchTemplateData;
  const whole = [{ Groups: data?.SecurityGroupIds, DeviceIndex: 0, NetworkCardIndex: 0 }];
  const interfaces = [...whole, ...(data?.NetworkInterfaces ?? [])]
    .filter(({ Groups }) => Groups && Groups.length > 0)
    .map(({ Groups = [], DeviceIndex, NetworkCardIndex }) => ({
      securityGroupIds: [...Groups].sort(),
      primary: isPrimary(DeviceIndex, NetworkCardIndex),
    }));
  return { interfaces, ...(data?.InstanceType && { instanceType: data.InstanceType }) };
}
