import { nodeGroupType } from "../../graph/aws/resource-types";
import type { SimulatedCloud } from "../cloud";
import { CloudError } from "../cloud-error";
import { anyChangeOf, type AdmissionRequest, type SimulatedType, type Use } from "../simulated-type";
import { clusterKey, existingCluster } from "./eks-cluster";
import { autoScalingGroupClaim, existingSubnet, type ExistingSubnet } from "./existence";
import { publicAddressUse } from "./internet-gateway";
import { launchedGroupKeys, type TemplateReference } from "./launch-template";
import { physicalName } from "./names";
import { wayOutOf } from "./route-table";

interface NodeGroupInputs {
  clusterName: string;
  nodeGroupName?: string;
  nodeGroupNamePrefix?: string;
  nodeRoleArn: string;
  subnetIds: string[];
  scalingConfig: { desiredSize: number; minSize: number; maxSize: number };
  instanceTypes?: string[];
  labels?: Record<string, string>;
  launchTemplate?: TemplateReference;
  version?: string;
}

const replacedByValue = anyChangeOf(
  "amiType",
  "capacityType",
  "clusterName",
  "diskSize",
  "instanceTypes",
  "nodeGroupName",
  "nodeGroupNamePrefix",
  "nodeRoleArn",
  "remoteAccess",
  "subnetIds",
);
const replacedTemplate = anyChangeOf("id", "name");

/** A managed node group: an Auto Scaling group that EKS makes and looks after. */
export const eksNodeGroup: SimulatedType<NodeGroupInputs> = {
  type: nodeGroupType,
  // terraform-provider-aws, aws_eks_node_group: ForceNew. Another version of the launch template rolls the nodes.
  replaces(oldInputs, newInputs) {
    const template = replacedTemplate(oldInputs.launchTemplate ?? {}, newInputs.launchTemplate ?? {});
    return [...replacedByValue(oldInputs, newInputs), ...(template.length > 0 ? ["launchTemplate"] : [])];
  },
  // Estimate: instances start, join and become ready.
  latencySeconds: 120,
  permissions: {
    create: ["eks:CreateNodegroup", "eks:TagResource", "iam:PassRole", "iam:CreateServiceLinkedRole"],
    read: ["eks:DescribeNodegroup"],
    update: ["eks:UpdateNodegroupConfig", "eks:UpdateNodegroupVersion", "eks:DescribeUpdate", "eks:TagResource"],
    delete: ["eks:DeleteNodegroup"],
  },
  admit(request) {
    const { cloud, inputs } = request;
    const { clusterName, subnetIds, scalingConfig } = inputs;
    const cluster = existingCluster(cloud, clusterName);
    const { nodeGroupName: given, nodeGroupNamePrefix: namePrefix } = inputs;
    const name = physicalName({ ...request, inputs: { name: given, namePrefix } }, 63);
    checkScaling(scalingConfig);
    checkLabels(inputs.labels ?? {});
    const vpcId = (cluster.seed?.network.vpcId ?? cluster.resource?.outputs.vpcConfig.vpcId) as string;
    const publicAddresses = checkNodeSubnets(request, vpcId);
    const groups = inputs.launchTemplate ? launchedGroupKeys(cloud, inputs.launchTemplate) : [];
    const version = inputs.version ?? (cluster.resource?.outputs.version as string | undefined);
    const { account, region } = cloud.aws;
    const uuid = `${request.hex(8, "a")}-${request.hex(4, "b")}-${request.hex(4, "c")}-${request.hex(12, "d")}`;
    const autoScalingGroup = `eks-${name}-${uuid}`;
    return {
      id: `${clusterName}:${name}`,
      outputs: {
        arn: `arn:aws:eks:${region}:${account}:nodegroup/${clusterName}/${name}/${uuid}`,
        capacityType: "ON_DEMAND",
        ...inputs,
        instanceTypes: inputs.instanceTypes ?? ["t3.medium"],
        nodeGroupName: name,
        resources: [{ autoscalingGroups: [{ name: autoScalingGroup }] }],
        status: "ACTIVE",
        ...(version !== undefined && { version }),
      },
      uses: [
        ...(cluster.resource ? [{ key: clusterKey(cluster.resource), refusal: "ResourceInUseException" }] : []),
        ...[...subnetIds, ...groups].map((key) => ({ key, refusal: "DependencyViolation" })),
        ...publicAddresses,
      ],
      claims: [
        {
          key: `eks node group|${clusterName}|${name}`,
          code: "ResourceInUseException",
          reason: `NodeGroup already exists with name ${name} and cluster name ${clusterName}`,
        },
        autoScalingGroupClaim(autoScalingGroup),
      ],
    };
  },
};

/**
 * Makes sure that sizes are possible (EKS API, NodegroupScalingConfig).
 * @throws CloudError
 */
function checkScaling({ desiredSize, minSize, maxSize }: NodeGroupInputs["scalingConfig"]): void {
  if (0 <= minSize && minSize <= desiredSize && desiredSize <= maxSize && maxSize >= 1) return;
  throw new CloudError(
    "InvalidParameterException",
    `minSize ${minSize}, desiredSize ${desiredSize} and maxSize ${maxSize} must be in this order, with maxSize at least 1`,
  );
}

/** "Label cannot contain reserved prefixes" (eksctl-io/eksctl, issue 4007). */
function checkLabels(labels: Record<string, string>): void {
  const reserved = Object.keys(labels).filter((key) =>
    /(?:^|\.)(?:kubernetes\.io|k8s\.io|eks\.amazonaws\.com)\//.test(key),
  );
  if (reserved.length === 0) return;
  throw new CloudError(
    "InvalidParameterException",
    `Label cannot contain reserved prefixes [kubernetes.io/, k8s.io/, eks.amazonaws.com/]: ${reserved.join(", ")}`,
  );
}

/** Nodes must reach the control plane, so by default the internet. Returns the uses of public addresses. */
function checkNodeSubnets({ cloud, inputs }: AdmissionRequest<NodeGroupInputs>, vpcId: string): Use[] {
  const subnets = inputs.subnetIds.map((id) => existingSubnet(cloud, id, "InvalidParameterException"));
  if (subnets.length === 0) throw new CloudError("InvalidParameterException", "a node group needs a subnet");
  const foreign = subnets.find((subnet) => subnet.vpcId !== vpcId);
  if (foreign) throw new CloudError("InvalidParameterException", `${foreign.id} is not in the cluster's VPC ${vpcId}`);
  for (const subnet of subnets) checkWayOut(cloud, subnet);
  const isPublic = subnets.some(({ publicAddresses }) => publicAddresses);
  return isPublic ? publicAddressUse(cloud, vpcId, "Ec2SubnetInvalidConfiguration") : [];
}

/** EKS user guide, troubleshooting, "Managed node group error codes": Ec2SubnetInvalidConfiguration, NodeCreationFailure. */
function checkWayOut(cloud: SimulatedCloud, { id, publicAddresses }: ExistingSubnet): void {
  const way = wayOutOf(cloud, id);
  if (way === "internet gateway" && !publicAddresses) {
    throw new CloudError(
      "Ec2SubnetInvalidConfiguration",
      `${id} routes to an internet gateway, but does not automatically assign public IP addresses to instances launched into it`,
    );
  }
  if (way === "none") {
    throw new CloudError(
      "NodeCreationFailure",
      `Instances failed to join the kubernetes cluster: ${id} has no route to the internet yet; wait for the association of its route table`,
    );
  }
}
