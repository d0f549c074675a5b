/*
 * What Azure Resource Manager answers, as far as discovery reads it. Source: Azure REST API reference,
 * Microsoft.Network 2024-05-01 and Microsoft.Compute 2024-07-01.
 */

/** A resource named in another one. */
export interface ArmReference {
  id?: string;
}

/** A subnet. */
export interface ArmSubnet {
  id: string;
  properties: {
    addressPrefix?: string;
    addressPrefixes?: string[];
    networkSecurityGroup?: ArmReference;
    routeTable?: ArmReference;
  };
}

/** A network security group. */
export interface ArmNetworkSecurityGroup {
  id: string;
  name: string;
  properties: { securityRules?: ArmSecurityRule[] };
}

/** A rule of one, with a singular or a plural property for each of its sets. */
export interface ArmSecurityRule {
  name: string;
  properties: {
    priority: number;
    direction: string;
    access: string;
    protocol: string;
    description?: string;
    sourceAddressPrefix?: string;
    sourceAddressPrefixes?: string[];
    sourceApplicationSecurityGroups?: ArmReference[];
    sourcePortRange?: string;
    sourcePortRanges?: string[];
    destinationAddressPrefix?: string;
    destinationAddressPrefixes?: string[];
    destinationApplicationSecurityGroups?: ArmReference[];
    destinationPortRange?: string;
    destinationPortRanges?: string[];
  };
}

/** A route table. */
export interface ArmRouteTable {
  id: string;
  name: string;
  properties: {
    routes?: {
      name: string;
      properties: { addressPrefix?: string; nextHopType: string; nextHopIpAddress?: string };
    }[];
  };
}

/** A virtual network. */
export interface ArmVirtualNetwork {
  id: string;
  properties: {
    addressSpace?: ArmAddressSpace;
    virtualNetworkPeerings?: {
      properties: {
        peeringState?: string;
        allowVirtualNetworkAccess?: boolean;
        remoteVirtualNetworkAddressSpace?: ArmAddressSpace;
        remoteAddressSpace?: ArmAddressSpace;
      };
    }[];
  };
}

/** Address ranges. */
export interface ArmAddressSpace {
  addressPrefixes?: string[];
}

/** A virtual machine scale set. */
export interface ArmScaleSet {
  id: string;
  tags?: Record<string, string>;
  properties: {
    virtualMachineProfile?: {
      networkProfile?: { networkInterfaceConfigurations?: ArmInterfaceConfiguration[] };
    };
  };
}

/** An interface of a scale set's machines. */
export interface ArmInterfaceConfiguration {
  name: string;
  properties: {
    primary?: boolean;
    networkSecurityGroup?: ArmReference;
    ipConfigurations: {
      properties: { primary?: boolean; subnet?: ArmReference; applicationSecurityGroups?: ArmReference[] };
    }[];
  };
}

/** An effective security admin rule. */
export interface ArmAdminRule {
  id: string;
  properties: {
    priority: number;
    direction: string;
    access: string;
    protocol: string;
    sources?: { addressPrefix?: string }[];
    sourcePortRanges?: string[];
    destinations?: { addressPrefix?: string }[];
    destinationPortRanges?: string[];
  };
}
