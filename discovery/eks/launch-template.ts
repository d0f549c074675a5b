import type { GetNodeGroupResult } from "@pulumi/aws/eks/getNodeGroup";
import type { NodeInterfaceFacts } from "../../reachability/aws/network";
import { isPrimary } from "./instances";
import { readFact } from "./permissions";
import type { EksSources } from "./sources";

/** The wiring of an interface, wherever it will be. */
type LaunchInterface = Omit<NodeInterfaceFacts, "subnetId">;

/**
 * How the nodes of a managed node group will be wired; undefined if its launch template may not be read.
 * EKS adds the cluster's group only where the template names none (EKS user guide, "Customize managed nodes with launch templates").
 */
export async function interfacesAtLaunch(
  group: GetNodeGroupResult,
  clusterSecurityGroupId: string,
  sources: EksSources,
): Promise<NodeInterfaceFacts[] | undefined> {
  const template = group.launchTemplates[0];
  const fromTemplate = template ? await readTemplate(template.id, template.version, sources) : [];
  if (!fromTemplate) return undefined;
  const remoteAccess = group.resources.map(({ remoteAccessSecurityGroupId }) => remoteAccessSecurityGroupId);
  const securityGroupIds = [clusterSecurityGroupId, ...remoteAccess.filter(Boolean)].sort();
  const interfaces = fromTemplate.length > 0 ? fromTemplate : [{ securityGroupIds, primary: true }];
  return group.subnetIds.flatMap((subnetId) => interfaces.map((nic) => ({ subnetId, ...nic })));
}

/** Interfaces for which the template names groups: none if it leaves them to EKS. */
async function readTemplate(id: string, version: string, sources: EksSources): Promise<LaunchInterface[] | undefined> {
  const versions = await readFact("describeLaunchTemplateVersions", sources, () =>
    sources.ec2.describeLaunchTemplateVersions({ LaunchTemplateId: id, Versions: [version] }),
  );
  if (!versions) return undefined;
  const data = versions[0]?.LaunchTemplateData;
  const whole = [{ Groups: data?.SecurityGroupIds, DeviceIndex: 0, NetworkCardIndex: 0 }];
  return [...whole, ...(data?.NetworkInterfaces ?? [])]
    .filter(({ Groups }) => Groups && Groups.length > 0)
    .map(({ Groups = [], DeviceIndex, NetworkCardIndex }) => ({
      securityGroupIds: [...Groups].sort(),
      primary: isPrimary(DeviceIndex, NetworkCardIndex),
    }));
}
