import type {
  ArmAdminRule,
  ArmNetworkSecurityGroup,
  ArmRouteTable,
  ArmScaleSet,
  ArmSubnet,
  ArmVirtualNetwork,
} from "./arm-types";

/**
 * The read-only calls to Azure Resource Manager, each with all its pages in one list. They take resource ids, so that what
 * lies in another resource group or subscription is read the same way: provider functions reach one subscription only.
 * `armReaderOf` answers them from Azure; tests and the simulator answer them from memory.
 */
export interface ArmReader {
  /** A subnet by its id. */
  subnet(id: string): Promise<ArmSubnet>;
  /** A network security group by its id, with its rules. */
  networkSecurityGroup(id: string): Promise<ArmNetworkSecurityGroup>;
  /** A route table by its id, with its routes. */
  routeTable(id: string): Promise<ArmRouteTable>;
  /** A virtual network by its id, with its peerings. */
  virtualNetwork(id: string): Promise<ArmVirtualNetwork>;
  /** The network security groups of a resource group, /subscriptions/…/resourceGroups/…, with their rules. */
  networkSecurityGroups(resourceGroupId: string): Promise<ArmNetworkSecurityGroup[]>;
  /** The virtual machine scale sets of a resource group. */
  scaleSets(resourceGroupId: string): Promise<ArmScaleSet[]>;
  /** The security admin rules of Virtual Network Manager that are in force on a virtual network. */
  effectiveAdminRules(virtualNetworkId: string): Promise<ArmAdminRule[]>;
}
