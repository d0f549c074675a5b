/** Types of azure-native that several readers name, without API versions. */
export const networkSecurityGroupType = "azure-native:network:NetworkSecurityGroup";
export const securityRuleType = "azure-native:network:SecurityRule";
export const virtualNetworkType = "azure-native:network:VirtualNetwork";
export const peeringType = "azure-native:network:VirtualNetworkPeering";
export const azureSubnetType = "azure-native:network:Subnet";
export const routeTableType = "azure-native:network:RouteTable";
export const routeType = "azure-native:network:Route";
export const applicationSecurityGroupType = "azure-native:network:ApplicationSecurityGroup";
export const managedClusterType = "azure-native:containerservice:ManagedCluster";
export const agentPoolType = "azure-native:containerservice:AgentPool";
