import type { SimulatedComponent } from "../component/construct";
import type { MadeResource } from "../component/made-resource";
import type { ComponentSite } from "../component/site";
import type { Value } from "../component/value";
import { authenticationMode, clusterAccess } from "./access";
import { coreDns, kubeProxy, vpcCni } from "./addons";
import { checkClusterArguments, clusterSubnetIds } from "./cluster-arguments";
import { clusterOutputs, oidcIssuer, type ClusterParts } from "./cluster-outputs";
import { instanceRoles } from "./instance-roles";
import { kubeconfigOf } from "./kubeconfig";
import { selfManagedNodes } from "./node-group";
import { clusterSecurityGroup, nodeSecurityGroup, tagged, type NodeSecurityGroup } from "./security-groups";
import { serviceRole, type ServiceRole } from "./service-role";

/**
 * The component `Cluster` of @pulumi/eks 4.3, with the children of the real one, their names, parents and providers. Source: pulumi-eks,
 * nodejs/eks/cluster/cluster.ts, createCore and createCluster. What the real one asks AWS for (versions of addons, images) decides nothing here.
 */
export const cluster: SimulatedComponent = {
  type: "eks:index:Cluster",
  async build(site) {
    checkClusterArguments(site);
    const mode = authenticationMode(site);
    const [role, clusterGroup] = await Promise.all([clusterRole(site), controlPlaneGroup(site)]);
    const eksCluster = await controlPlane(site, role, clusterGroup);
    const provider = await site.register({
      ...{ type: "pulumi:providers:kubernetes", name: `${site.name}-eks-k8s` },
      inputs: {
        kubeconfig: kubeconfigOf(eksCluster, site.input("providerCredentialOpts"), true).map(JSON.stringify),
        enableConfigMapMutable: site.input("enableConfigMapMutable"),
      },
    });
    const [, roles] = await Promise.all([kubeProxy(site, eksCluster), instanceRoles(site)]);
    const access = await clusterAccess(site, mode, eksCluster, provider, roles.all, roles.ownArn);
    const dependsOn = [...access.entries, ...(access.configMap ? [access.configMap] : [])];
    const parts: ClusterParts = { eksCluster, role, clusterGroup, provider, roles, access };
    parts.vpcCni = await vpcCni(site, eksCluster, dependsOn);
    const hasDefaultNodes = site.input("skipDefaultNodeGroup").wire !== true;
    await coreDns(site, eksCluster, hasDefaultNodes);
    if (site.input("createOidcProvider").wire === true) parts.oidcProvider = await oidcProvider(site, eksCluster);
    parts.nodeSecurityGroup = await nodeGroupOfCluster(site, parts);
    if (hasDefaultNodes) parts.defaultNodes = await defaultNodes(site, parts);
    return clusterOutputs(site, parts);
  },
};

/** Absent: the program gives one. */
async function clusterRole(site: ComponentSite): Promise<ServiceRole | undefined> {
  if (site.input("serviceRole").isGiven) return undefined;
  return serviceRole(site, `${site.name}-eksRole`, {
    service: "eks.amazonaws.com",
    description: "Allows EKS to manage clusters on your behalf.",
    policies: ["AmazonEKSClusterPolicy"],
    actions: ["sts:AssumeRole", "sts:TagSession"],
  });
}

/** The additional group of the control plane: the program's, a new one, or none. */
async function controlPlaneGroup(site: ComponentSite): Promise<MadeResource | undefined> {
  if (site.input("clusterSecurityGroup").isGiven) return site.resource(site.input("clusterSecurityGroup"));
  return site.input("skipDefaultSecurityGroups").wire === true ? undefined : clusterSecurityGroup(site);
}

async function controlPlane(
  site: ComponentSite,
  role: ServiceRole | undefined,
  clusterGroup: MadeResource | undefined,
): Promise<MadeResource> {
  const given = role ? undefined : await site.resource(site.input("serviceRole"));
  const mode = site.input("authenticationMode");
  const range = site.input("kubernetesServiceIpAddressRange");
  const family = site.input("ipFamily");
  return site.register({
    ...{ type: "aws:eks/cluster:Cluster", name: `${site.name}-eksCluster`, dependsOn: role?.parts ?? [] },
    ignoreChanges: ["accessConfig.bootstrapClusterCreatorAdminPermissions", "bootstrapSelfManagedAddons"],
    inputs: {
      name: site.input("name"),
      roleArn: (role?.direct ?? given!).output("arn"),
      bootstrapSelfManagedAddons: site.input("bootstrapSelfManagedAddons").or(true),
      ...((range.isGiven || family.isGiven) && {
        kubernetesNetworkConfig: {
          ipFamily: family.or("ipv4"),
          ...(family.wire !== "ipv6" && { serviceIpv4Cidr: range }),
        },
      }),
      vpcConfig: {
        ...(clusterGroup && { securityGroupIds: [clusterGroup.id] }),
        subnetIds: clusterSubnetIds(site),
        endpointPrivateAccess: site.input("endpointPrivateAccess"),
        endpointPublicAccess: site.input("endpointPublicAccess"),
        publicAccessCidrs: site.input("publicAccessCidrs"),
      },
      version: site.input("version"),
      enabledClusterLogTypes: site.input("enabledClusterLogTypes"),
      tags: tagged(`${site.name}-eksCluster`, site.input("clusterTags"), site.input("tags")),
      ...(site.input("encryptionConfigKeyArn").isGiven && {
        encryptionConfig: { provider: { keyArn: site.input("encryptionConfigKeyArn") }, resources: ["secrets"] },
      }),
      ...(mode.isGiven && {
        accessConfig: { authenticationMode: mode, bootstrapClusterCreatorAdminPermissions: true },
      }),
      upgradePolicy: site.input("upgradePolicy"),
      deletionProtection: site.input("deletionProtection"),
    },
  });
}

async function oidcProvider(site: ComponentSite, eksCluster: MadeResource): Promise<MadeResource> {
  return site.register({
    ...{ type: "aws:iam/openIdConnectProvider:OpenIdConnectProvider", name: `${site.name}-oidcProvider` },
    inputs: {
      clientIdLists: ["sts.amazonaws.com"],
      url: oidcIssuer(eksCluster),
      // The real component reads it off the certificate of the issuer; AWS ignores it for EKS.
      thumbprintLists: ["0".repeat(40)],
    },
  });
}

/** The group for self-managed nodes, which the component makes whether it has any or not. */
async function nodeGroupOfCluster(
  site: ComponentSite,
  { eksCluster, clusterGroup }: ClusterParts,
): Promise<NodeSecurityGroup | undefined> {
  if (site.input("skipDefaultSecurityGroups").wire === true || !clusterGroup) return undefined;
  const tags = [site.input("nodeSecurityGroupTags"), site.input("tags")];
  return nodeSecurityGroup(site, eksCluster, site.input("vpcId"), clusterGroup.id, ...tags);
}

/** The nodes that a cluster has unless the program says otherwise. Their options stand together, or among those of the cluster. */
async function defaultNodes(site: ComponentSite, parts: ClusterParts): Promise<MadeResource> {
  const { eksCluster, access, roles } = parts;
  const together = site.input("nodeGroupOptions");
  const argument = (name: string): Value => (together.isGiven ? together.at(name) : site.input(name));
  const own =
    parts.nodeSecurityGroup ??
    (await nodeSecurityGroup(
      site,
      eksCluster,
      site.input("vpcId"),
      eksCluster.output("vpcConfig", "clusterSecurityGroupId"),
      ...[site.input("nodeSecurityGroupTags"), site.input("tags")],
    ));
  return selfManagedNodes(site, argument, {
    cluster: eksCluster,
    securityGroupId: own.group.id,
    clusterIngressRuleId: own.clusterIngressRule.id,
    instanceProfile: roles.profile!.output("name"),
    subnetIds: site.input("privateSubnetIds").or(site.input("publicSubnetIds")),
    dependsOn: [parts.vpcCni, access.configMap].filter((made) => made !== undefined),
  });
}
