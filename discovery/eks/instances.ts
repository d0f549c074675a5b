import type { Instance } from "@aws-sdk/client-ec2";
import type { NodeAddressFacts, NodeInterfaceFacts } from "../../reachability/aws/network";
import { readFact } from "./permissions";
import type { EksSources } from "./sources";
import { tagsOf } from "./tags";

/** An EC2 instance that is a node of the cluster. */
export interface ClusterInstance {
  id: string;
  instanceType: string;
  tags: Record<string, string>;
  address: NodeAddressFacts;
  interfaces: NodeInterfaceFacts[];
  /** Has an interface for security groups of pods. */
  podSecurityGroups: boolean;
}

/** Tag keys by which nodes name their cluster in the value: managed node groups, EKS Auto Mode. */
const clusterNameTags = ["eks:cluster-name", "eks:eks-cluster-name"];

/** Tag key by which every other node and Auto Scaling group names its cluster. EKS user guide, self-managed nodes. */
export const clusterTag = (cluster: string): string => `kubernetes.io/cluster/${cluster}`;

/** The cluster's instances, whoever launched them; undefined if they may not be read. */
export async function readInstances(
  cluster: string,
  vpcId: string,
  sources: EksSources,
): Promise<ClusterInstance[] | undefined> {
  const instances = await readFact("describeInstances", sources, () =>
    sources.ec2.describeInstances({
      Filters: [
        { Name: "vpc-id", Values: [vpcId] },
        { Name: "instance-state-name", Values: ["pending", "running", "stopping", "stopped"] },
        { Name: "tag-key", Values: [...clusterNameTags, clusterTag(cluster)] },
      ],
    }),
  );
  return instances?.map(instanceOf).filter(({ tags }) => belongsTo(cluster, tags));
}

function belongsTo(cluster: string, tags: Record<string, string>): boolean {
  return clusterNameTags.some((key) => tags[key] === cluster) || tags[clusterTag(cluster)] !== undefined;
}

function instanceOf(instance: Instance): ClusterInstance {
  return {
    id: instance.InstanceId ?? "",
    instanceType: instance.InstanceType ?? "",
    tags: tagsOf(instance.Tags),
    address: { address: instance.PrivateIpAddress ?? "", subnetId: instance.SubnetId ?? "" },
    interfaces: (instance.NetworkInterfaces ?? []).map((nic) => ({
      subnetId: nic.SubnetId ?? "",
      securityGroupIds: (nic.Groups ?? []).map(({ GroupId }) => GroupId ?? "").sort(),
      primary: isPrimary(nic.Attachment?.DeviceIndex, nic.Attachment?.NetworkCardIndex),
    })),
    // EKS user guide, "Assign security groups to individual Pods": branch interfaces hang on a trunk interface.
    podSecurityGroups: (instance.NetworkInterfaces ?? []).some(({ InterfaceType }) => InterfaceType === "trunk"),
  };
}

/** The interface that carries the node's own address: the first of the first network card. */
export function isPrimary(deviceIndex: number | undefined, networkCardIndex: number | undefined): boolean {
  return (deviceIndex ?? 0) === 0 && (networkCardIndex ?? 0) === 0;
}
