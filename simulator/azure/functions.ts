import type { AgentPoolFacts } from "../../reachability/azure/network";
import type { SimulatedCloud } from "../cloud";
import { CloudError } from "../cloud-error";
import type { SimulatedAksSeed } from "../seed";
import type { SimulatedFunction } from "../simulated-type";

/** Provider functions of Azure, answered from the seed. */
export const azureFunctions: SimulatedFunction[] = [
  {
    token: "azure-native:containerservice:getManagedCluster",
    permissions: ["Microsoft.ContainerService/managedClusters/read"],
    call(args, cloud) {
      const { cluster, location, network } = existingCluster(cloud, args);
      const group = cloud.azure.resourceGroupId(cluster.resourceGroup);
      return {
        id: `${group}/providers/Microsoft.ContainerService/managedClusters/${cluster.name}`,
        name: cluster.name,
        location,
        ...(cluster.entraId && { aadProfile: { managed: true } }),
        agentPoolProfiles: network.agentPools.map(agentPoolProfile),
        currentKubernetesVersion: cluster.version,
        fqdn: new URL(cluster.endpoint).hostname,
        privateFQDN: cluster.privateEndpoint === undefined ? "" : new URL(cluster.privateEndpoint).hostname,
        identity: { type: "SystemAssigned", principalId: cluster.principalId },
        networkProfile: {
          networkPlugin: network.podCidrs?.length === 0 ? "none" : "azure",
          outboundType: network.outboundType,
          ...(network.podCidrs?.length && { networkPluginMode: "overlay", podCidrs: network.podCidrs }),
        },
        nodeResourceGroup: cluster.nodeResourceGroup,
        nodeResourceGroupProfile: { restrictionLevel: cluster.restrictionLevel },
        provisioningState: "Succeeded",
        sku: { name: cluster.sku },
      };
    },
  },
  {
    token: "azure-native:containerservice:listManagedClusterUserCredentials",
    permissions: ["Microsoft.ContainerService/managedClusters/listClusterUserCredential/action"],
    call(args, cloud) {
      const { name, endpoint, privateEndpoint, certificateAuthority } = existingCluster(cloud, args).cluster;
      // The public name has to be asked for.
      const server = args.serverFqdn === "public" ? endpoint : (privateEndpoint ?? endpoint);
      const cluster = { server, "certificate-authority-data": certificateAuthority };
      const kubeconfig = JSON.stringify({ apiVersion: "v1", kind: "Config", clusters: [{ name, cluster }] });
      return { kubeconfigs: [{ name: "clusterUser", value: Buffer.from(kubeconfig).toString("base64") }] };
    },
  },
];

/** The cluster that is asked for. */
function existingCluster(
  cloud: SimulatedCloud,
  { resourceGroupName, resourceName }: Record<string, any>,
): SimulatedAksSeed {
  const wanted = `${resourceGroupName}/${resourceName}`.toLowerCase();
  const seed = cloud.azure.seeds.find(
    ({ cluster, clusterGone }) => !clusterGone && wanted === `${cluster.resourceGroup}/${cluster.name}`.toLowerCase(),
  );
  if (seed) return seed;
  throw new CloudError(
    "ResourceNotFound",
    `The Resource 'Microsoft.ContainerService/managedClusters/${resourceName}' under resource group '${resourceGroupName}' was not found.`,
  );
}

function agentPoolProfile(pool: AgentPoolFacts): Record<string, unknown> {
  return {
    name: pool.name,
    availabilityZones: pool.availabilityZones,
    count: pool.nodeCount,
    enableNodePublicIP: pool.nodePublicIp,
    // AKS tells these in labels as well, in small letters.
    mode: pool.labels["kubernetes.azure.com/mode"] === "system" ? "System" : "User",
    networkProfile: {
      allowedHostPorts: pool.allowedHostPorts.map(({ from, to, protocol }) => ({
        portStart: from,
        portEnd: to,
        protocol,
      })),
      applicationSecurityGroups: pool.applicationSecurityGroupIds,
    },
    nodeLabels: pool.labels,
    osType: pool.labels["kubernetes.io/os"] === "windows" ? "Windows" : "Linux",
    ...(pool.labels["kubernetes.azure.com/scalesetpriority"] === "spot" && { scaleSetPriority: "Spot" }),
    vmSize: pool.vmSize,
    ...(pool.subnetId !== undefined && { vnetSubnetID: pool.subnetId }),
    ...(pool.podSubnetId !== undefined && { podSubnetID: pool.podSubnetId }),
  };
}
