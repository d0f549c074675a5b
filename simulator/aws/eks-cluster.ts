import { eksClusterType } from "../../graph/aws/resource-types";
import type { SimulatedCloud, SimulatedResource } from "../cloud";
import { CloudError } from "../cloud-error";
import { resourceKey } from "../resource-key";
import type { SimulatedEksSeed } from "../seed";
import { anyChangeOf, type AdmissionRequest, type SimulatedType } from "../simulated-type";
import { existingSubnet, broughtSecurityGroup, securityGroupKey } from "./existence";
import { physicalName, type NamedInputs } from "./names";

interface ClusterInputs extends NamedInputs {
  roleArn: string;
  version?: string;
  vpcConfig: { subnetIds: string[]; securityGroupIds?: string[]; endpointPublicAccess?: boolean };
  accessConfig?: { authenticationMode?: string };
  kubernetesNetworkConfig?: { ipFamily?: string; serviceIpv4Cidr?: string };
  deletionProtection?: boolean;
}

/** Stands for the newest version, which EKS takes where none is given. */
const newestVersion = "1.33";

/** Free addresses that EKS needs in each subnet. Source: EKS user guide, network-reqs, "Subnet requirements". */
const addressesNeeded = 6;

const replacedByValue = anyChangeOf("bootstrapSelfManagedAddons", "name", "outpostConfig", "roleArn");
const replacedNetwork = anyChangeOf("ipFamily", "serviceIpv4Cidr");

/**
 * An EKS cluster. It brings a security group of its own. While it has node groups it cannot be deleted (EKS API, DeleteCluster:
 * "ResourceInUseException: Cluster has nodegroups attached").
 */
export const eksCluster: SimulatedType<ClusterInputs> = {
  type: eksClusterType,
  // terraform-provider-aws 6, aws_eks_cluster: ForceNew. Subnets and security groups change in place.
  replaces(oldInputs, newInputs) {
    const [before, after] = [oldInputs, newInputs].map((inputs) => inputs.kubernetesNetworkConfig ?? {});
    const network = replacedNetwork(before!, after!).length > 0 ? ["kubernetesNetworkConfig"] : [];
    return [...replacedByValue(oldInputs, newInputs), ...network];
  },
  // 8m33s, twice, in published logs of the Terraform provider (DevopsArtFactory/terraform-provisioning, pull requests 46 and 47).
  latencySeconds: 513,
  permissions: {
    create: ["eks:CreateCluster", "eks:TagResource", "iam:PassRole", "iam:CreateServiceLinkedRole"],
    read: ["eks:DescribeCluster"],
    update: ["eks:UpdateClusterConfig", "eks:UpdateClusterVersion", "eks:DescribeUpdate", "eks:TagResource"],
    delete: ["eks:DeleteCluster"],
  },
  previewOutputs: ({ vpcConfig }, unknown) => ({
    vpcConfig: { ...vpcConfig, clusterSecurityGroupId: unknown, vpcId: unknown },
  }),
  admit(request) {
    const { cloud, inputs } = request;
    const name = physicalName(request, 100);
    if (!/^[0-9A-Za-z][\w-]{0,99}$/.test(name)) {
      throw new CloudError("InvalidParameterException", `The cluster name '${name}' may have letters, digits, - and _`);
    }
    const inUse = { code: "ResourceInUseException", reason: `Cluster already exists with name: ${name}` };
    const { account, region } = cloud.aws;
    if (cloud.aws.cluster(name)) throw new CloudError(inUse.code, inUse.reason);
    const vpcId = checkSubnets(request);
    const { securityGroupIds = [], subnetIds } = inputs.vpcConfig;
    const groups = securityGroupIds.map((id) => securityGroupKey(cloud, id, "InvalidParameterException"));
    const clusterSecurityGroupId = `sg-${request.hex(17, "cluster group")}`;
    const id = request.hex(32, "endpoint").toUpperCase();
    return {
      id: name,
      outputs: {
        name,
        accessConfig: { authenticationMode: "CONFIG_MAP", ...inputs.accessConfig },
        arn: `arn:aws:eks:${region}:${account}:cluster/${name}`,
        certificateAuthority: { data: Buffer.from(`certificate authority of ${name}`).toString("base64") },
        endpoint: `https://${id}.gr7.${region}.eks.amazonaws.com`,
        identities: [{ oidcs: [{ issuer: `https://oidc.eks.${region}.amazonaws.com/id/${id}` }] }],
        kubernetesNetworkConfig: {
          ipFamily: "ipv4",
          serviceIpv4Cidr: "10.100.0.0/16",
          ...inputs.kubernetesNetworkConfig,
        },
        status: "ACTIVE",
        version: inputs.version ?? newestVersion,
        vpcConfig: { endpointPublicAccess: true, ...inputs.vpcConfig, clusterSecurityGroupId, vpcId },
      },
      // Network interfaces of the control plane.
      uses: [...subnetIds, ...groups].map((key) => ({ key, refusal: "DependencyViolation" })),
      claims: [{ key: nameClaim(name), ...inUse }, broughtSecurityGroup(clusterSecurityGroupId)],
    };
  },
  // EKS user guide, deletion-protection.
  checkDelete({ id, inputs }) {
    if (!inputs.deletionProtection) return;
    throw new CloudError("InvalidRequestException", `the cluster ${id} has deletion protection; turn it off first`);
  },
};

/** EKS user guide, network-reqs: in two zones at least, with room ("Subnets specified must be in at least two different AZs"). Returns the VPC. */
function checkSubnets({ cloud, inputs }: AdmissionRequest<ClusterInputs>): string {
  const subnets = inputs.vpcConfig.subnetIds.map((id) => existingSubnet(cloud, id, "InvalidParameterException"));
  if (new Set(subnets.map(({ availabilityZone }) => availabilityZone)).size < 2) {
    throw new CloudError("InvalidParameterException", "Subnets specified must be in at least two different AZs");
  }
  const [vpcId, ...others] = new Set(subnets.map((subnet) => subnet.vpcId));
  if (others.length > 0) throw new CloudError("InvalidParameterException", "Subnets specified must belong to one VPC");
  const full = subnets.find(({ availableAddresses = addressesNeeded }) => availableAddresses < addressesNeeded);
  if (full) {
    throw new CloudError("InvalidParameterException", `${full.id} has fewer than ${addressesNeeded} free addresses`);
  }
  return vpcId!;
}

function nameClaim(name: string): string {
  return `eks cluster|${name}`;
}

/** A cluster to which something belongs: one of the seed, which has no resource, or a created one. */
export interface ExistingCluster {
  name: string;
  seed?: SimulatedEksSeed;
  resource?: SimulatedResource;
}

/**
 * The cluster of a name.
 * @throws CloudError ResourceNotFoundException (EKS API)
 */
export function existingCluster(cloud: SimulatedCloud, name: string): ExistingCluster {
  const seed = cloud.aws.cluster(name);
  if (seed) return { name, seed };
  const key = cloud.claimant(nameClaim(name));
  if (key === undefined) throw new CloudError("ResourceNotFoundException", `No cluster found for name: ${name}.`);
  return { name, resource: cloud.resources.get(key)! };
}

/** What is used by what belongs to a cluster. */
export function clusterKey({ type, id }: SimulatedResource): string {
  return resourceKey(type, id);
}
