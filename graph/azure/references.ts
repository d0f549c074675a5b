import type { References } from "../references";

const id = { output: "id" };
const inResourceGroup = { resourceGroupName: "resourceGroup" } as const;

/** Resource types of azure-native, 3.28, without API versions. */
export const azureReferences: Record<string, References> = {
  "azure-native:containerservice:AgentPool": {
    takes: { ...inResourceGroup, resourceName: "managedCluster", vnetSubnetID: "subnet", podSubnetID: "subnet" },
  },
  "azure-native:containerservice:ManagedCluster": {
    gives: {
      managedCluster: { output: "name", input: "resourceName" },
      resourceGroup: { output: "nodeResourceGroup", input: "nodeResourceGroup" },
    },
    takes: {
      ...inResourceGroup,
      "agentPoolProfiles[].vnetSubnetID": "subnet",
      "agentPoolProfiles[].podSubnetID": "subnet",
    },
  },
  "azure-native:network:ApplicationSecurityGroup": {
    gives: { applicationSecurityGroup: id },
    takes: inResourceGroup,
  },
  "azure-native:network:LoadBalancer": {
    takes: {
      ...inResourceGroup,
      "frontendIPConfigurations[].publicIPAddress.id": "publicIp",
      "frontendIPConfigurations[].subnet.id": "subnet",
    },
  },
  "azure-native:network:NetworkInterface": {
    takes: {
      ...inResourceGroup,
      "networkSecurityGroup.id": "networkSecurityGroup",
      "ipConfigurations[].subnet.id": "subnet",
      "ipConfigurations[].applicationSecurityGroups[].id": "applicationSecurityGroup",
    },
  },
  "azure-native:network:NetworkSecurityGroup": {
    gives: {
      networkSecurityGroup: id,
      networkSecurityGroupName: { output: "name", input: "networkSecurityGroupName" },
    },
    takes: {
      ...inResourceGroup,
      "securityRules[].sourceApplicationSecurityGroups[].id": "applicationSecurityGroup",
      "securityRules[].destinationApplicationSecurityGroups[].id": "applicationSecurityGroup",
    },
  },
  "azure-native:network:PublicIPAddress": { gives: { publicIp: id }, takes: inResourceGroup },
  "azure-native:network:RouteTable": { gives: { routeTable: id }, takes: inResourceGroup },
  "azure-native:network:SecurityRule": {
    takes: {
      ...inResourceGroup,
      networkSecurityGroupName: "networkSecurityGroupName",
      "sourceApplicationSecurityGroups[].id": "applicationSecurityGroup",
      "destinationApplicationSecurityGroups[].id": "applicationSecurityGroup",
    },
  },
  "azure-native:network:Subnet": {
    gives: { subnet: id },
    takes: {
      ...inResourceGroup,
      virtualNetworkName: "virtualNetworkName",
      "networkSecurityGroup.id": "networkSecurityGroup",
      "routeTable.id": "routeTable",
    },
  },
  "azure-native:network:VirtualNetwork": {
    gives: { virtualNetwork: id, virtualNetworkName: { output: "name", input: "virtualNetworkName" } },
    takes: {
      ...inResourceGroup,
      "subnets[].networkSecurityGroup.id": "networkSecurityGroup",
      "subnets[].routeTable.id": "routeTable",
    },
  },
  "azure-native:resources:ResourceGroup": {
    gives: { resourceGroup: { output: "name", input: "resourceGroupName" } },
  },
};
