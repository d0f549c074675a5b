import type { MadeResource } from "../component/made-resource";
import type { ComponentSite } from "../component/site";
import { Value } from "../component/value";

/** What a self-managed group of nodes needs of its cluster. */
export interface NodeGroupSurroundings {
  cluster: MadeResource;
  securityGroupId: Value;
  clusterIngressRuleId: Value;
  /** Name of the instance profile. */
  instanceProfile: Value;
  /** Subnets, where the arguments name none. */
  subnetIds: Value;
  /** Access and network of the cluster, which nodes cannot do without. */
  dependsOn: MadeResource[];
}

/** Arguments of a group that the simulator does not model: what they decide is read by nobody here, or makes resources of its own. */
export const unmodelledNodeArguments = [
  "amiId",
  "amiType",
  "bootstrapExtraArgs",
  "bottlerocketSettings",
  "enableDetailedMonitoring",
  "gpu",
  "instanceProfileName",
  "keyName",
  "kubeletExtraArgs",
  "labels",
  "nodePublicKey",
  "nodeRootVolumeIops",
  "nodeRootVolumeThroughput",
  "nodeRootVolumeType",
  "nodeUserData",
  "nodeUserDataOverride",
  "nodeadmExtraOptions",
  "operatingSystem",
  "spotPrice",
  "taints",
];

/**
 * Nodes that EKS does not manage: an Auto Scaling group with a launch template (pulumi-eks, nodejs/eks/nodes/nodegroup.ts, createNodeGroupV2).
 * The template has neither image nor user data, which the real component makes out of answers of AWS and which decide nothing here.
 * @param argument reads an argument of the group
 */
export async function selfManagedNodes(
  site: ComponentSite,
  argument: (name: string) => Value,
  surroundings: NodeGroupSurroundings,
): Promise<MadeResource> {
  const { name } = site;
  const { cluster, securityGroupId, clusterIngressRuleId, instanceProfile, dependsOn } = surroundings;
  const further = await site.resources(argument("extraNodeSecurityGroups"));
  const groups = Value.of([securityGroupId, ...further.map(({ id }) => id)]);
  // Nodes join only when the control plane lets them in, so what waits for the groups waits for that rule too.
  const joining = new Value(groups.wire, [...groups.sources, ...clusterIngressRuleId.sources]);
  const template = await site.register({
    ...{ type: "aws:ec2/launchTemplate:LaunchTemplate", name: `${name}-launchTemplate` },
    inputs: {
      iamInstanceProfile: { name: instanceProfile },
      instanceType: argument("instanceType").or("t3.medium"),
      networkInterfaces: [
        {
          associatePublicIpAddress: argument("nodeAssociatePublicIpAddress")
            .or(true)
            .map((value) => String(value)),
          securityGroups: joining,
        },
      ],
    },
  });
  return site.register({
    ...{ type: "aws:autoscaling/group:Group", name, dependsOn },
    ...(argument("ignoreScalingChanges").wire === true && { ignoreChanges: ["desiredCapacity"] }),
    inputs: {
      minSize: argument("minSize").or(1),
      maxSize: argument("maxSize").or(2),
      desiredCapacity: argument("desiredCapacity").or(2),
      instanceRefresh: {
        ...{ strategy: "Rolling", preferences: { minHealthyPercentage: argument("minRefreshPercentage").or(50) } },
      },
      launchTemplate: {
        name: template.output("name"),
        version: template.output("latestVersion").map((version) => String(version)),
      },
      tags: Value.of([cluster.output("name"), argument("autoScalingGroupTags").or({})]).map(
        ([clusterName, tags]: [string, Record<string, string>]) => [
          ...Object.entries(tags).map(([key, value]) => tag(key, value)),
          tag(`kubernetes.io/cluster/${clusterName}`, "owned"),
          tag("Name", `${clusterName}-worker`),
        ],
      ),
      vpcZoneIdentifiers: argument("nodeSubnetIds").or(surroundings.subnetIds),
    },
  });
}

function tag(key: string, value: string): { key: string; value: string; propagateAtLaunch: boolean } {
  return { key, value, propagateAtLaunch: true };
}
