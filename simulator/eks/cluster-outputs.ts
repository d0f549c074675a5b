import type { MadeResource } from "../component/made-resource";
import type { ComponentSite } from "../component/site";
import { Value } from "../component/value";
import type { Access } from "./access";
import { clusterSubnetIds } from "./cluster-arguments";
import type { InstanceRoles } from "./instance-roles";
import { kubeconfigOf } from "./kubeconfig";
import type { NodeSecurityGroup } from "./security-groups";
import type { ServiceRole } from "./service-role";

/** What a cluster is made of. */
export interface ClusterParts {
  eksCluster: MadeResource;
  role?: ServiceRole;
  /** The additional group of the control plane. */
  clusterGroup?: MadeResource;
  provider: MadeResource;
  roles: InstanceRoles;
  access: Access;
  vpcCni?: MadeResource;
  oidcProvider?: MadeResource;
  nodeSecurityGroup?: NodeSecurityGroup;
  /** The Auto Scaling group. */
  defaultNodes?: MadeResource;
}

/** The component's outputs, as @pulumi/eks 4.3 has them; what is empty is empty text, as there. */
export function clusterOutputs(site: ComponentSite, parts: ClusterParts): Record<string, Value> {
  const { eksCluster, clusterGroup, nodeSecurityGroup, defaultNodes, oidcProvider } = parts;
  const ownGroupId = eksCluster.output("vpcConfig", "clusterSecurityGroupId");
  const kubeconfig = kubeconfigOf(eksCluster, site.input("providerCredentialOpts"), false);
  const issuer = oidcIssuer(eksCluster);
  const empty = new Value("");
  const given: Record<string, Value | undefined> = {
    autoModeNodeRoleName: empty,
    clusterIngressRuleId: nodeSecurityGroup?.clusterIngressRule.output("securityGroupRuleId") ?? empty,
    clusterSecurityGroup: clusterGroup?.reference,
    // Without a group of its own it names the one that EKS made.
    clusterSecurityGroupId: clusterGroup?.id ?? ownGroupId,
    core: Value.of(coreData(site, parts, kubeconfig)),
    defaultNodeGroup:
      defaultNodes && Value.of({ autoScalingGroup: defaultNodes.reference, ...nodeGroupData(nodeSecurityGroup) }),
    defaultNodeGroupAsgName: defaultNodes?.output("name") ?? empty,
    eksCluster: eksCluster.reference,
    eksClusterIngressRule: nodeSecurityGroup?.clusterIngressRule.reference,
    fargateProfileId: empty,
    fargateProfileStatus: empty,
    instanceRoles: Value.of(parts.roles.references),
    kubeconfig,
    kubeconfigJson: kubeconfig.map((config) => JSON.stringify(config)),
    nodeSecurityGroup: nodeSecurityGroup?.group.reference,
    nodeSecurityGroupId: nodeSecurityGroup?.group.id ?? ownGroupId,
    oidcIssuer: issuer.map((url: string) => url.replace("https://", "")),
    oidcProviderArn: oidcProvider?.output("arn") ?? empty,
    oidcProviderUrl: issuer,
  };
  return Object.fromEntries(Object.entries(given).filter((entry): entry is [string, Value] => entry[1] !== undefined));
}

/** URL of the issuer of tokens for service accounts. */
export function oidcIssuer(eksCluster: MadeResource): Value {
  return eksCluster.output("identities", 0, "oidcs", 0, "issuer");
}

function nodeGroupData(group: NodeSecurityGroup | undefined): Record<string, Value> {
  return group ? { nodeSecurityGroup: group.group.reference, nodeSecurityGroupId: group.group.id } : {};
}

/** What other components of the package, such as groups of nodes, need of the cluster. */
function coreData(site: ComponentSite, parts: ClusterParts, kubeconfig: Value): Record<string, unknown> {
  const { eksCluster, role, roles, access, provider, vpcCni, oidcProvider, nodeSecurityGroup, clusterGroup } = parts;
  return {
    accessEntries: access.entryArgs,
    autoModeNodeRoleName: "",
    cluster: eksCluster.reference,
    clusterIamRole: role?.direct.reference ?? site.input("serviceRole"),
    clusterSecurityGroup: clusterGroup?.reference,
    eksNodeAccess: access.configMap?.reference,
    endpoint: eksCluster.output("endpoint"),
    instanceRoles: roles.references,
    kubeconfig,
    nodeGroupOptions: {
      ...(roles.profile && { instanceProfile: roles.profile.reference }),
      ...(nodeSecurityGroup && {
        clusterIngressRule: nodeSecurityGroup.clusterIngressRule.reference,
        nodeSecurityGroup: nodeSecurityGroup.group.reference,
      }),
    },
    nodeSecurityGroupTags: site.input("nodeSecurityGroupTags"),
    oidcProvider: oidcProvider?.reference,
    privateSubnetIds: site.input("privateSubnetIds"),
    provider: provider.reference,
    publicSubnetIds: site.input("publicSubnetIds"),
    storageClasses: {},
    subnetIds: clusterSubnetIds(site),
    tags: site.input("tags"),
    vpcCni: vpcCni?.reference,
    vpcId: site.input("vpcId"),
  };
}
