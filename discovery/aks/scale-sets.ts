import type { ArmInterfaceConfiguration, ArmScaleSet } from "./arm-types";
import { readFact } from "./permissions";
import { distinctIds } from "./resource-id";
import type { AksSources } from "./sources";

/** Tags in which AKS names the pool of a scale set; older clusters have the second one. */
const poolTags = ["aks-managed-poolName", "poolName"];

/** How the machines of a pool are wired. */
export interface PoolWiring {
  /** Subnet of the primary interface; absent: the model does not tell. */
  subnetId?: string;
  networkSecurityGroupIds: string[];
  applicationSecurityGroupIds: string[];
}

/** The scale sets of a resource group; undefined if they may not be read. */
export function readScaleSets(resourceGroupId: string, sources: AksSources): Promise<ArmScaleSet[] | undefined> {
  return readFact("scaleSets", sources, () => sources.arm.scaleSets(resourceGroupId));
}

/** The wiring of a pool; undefined if no scale set is tagged with it, as with pools of single virtual machines. */
export function poolWiring(pool: string, scaleSets: ArmScaleSet[]): PoolWiring | undefined {
  const interfaces = scaleSets
    .filter(({ tags = {} }) => poolTags.some((tag) => tags[tag] === pool))
    .flatMap(
      ({ properties }) => properties.virtualMachineProfile?.networkProfile?.networkInterfaceConfigurations ?? [],
    );
  if (interfaces.length === 0) return undefined;
  const subnetId = primaryAddress(interfaces)?.subnet?.id;
  const addresses = interfaces.flatMap(({ properties }) => properties.ipConfigurations);
  return {
    ...(subnetId && { subnetId }),
    networkSecurityGroupIds: distinctIds(
      interfaces.flatMap(({ properties }) => properties.networkSecurityGroup?.id ?? []),
    ),
    applicationSecurityGroupIds: distinctIds(
      addresses.flatMap((address) =>
        (address.properties.applicationSecurityGroups ?? []).flatMap(({ id }) => id ?? []),
      ),
    ),
  };
}

/** An only interface or address is the primary one without saying so. */
function primaryAddress(interfaces: ArmInterfaceConfiguration[]) {
  const nic = interfaces.find(({ properties }) => properties.primary) ?? interfaces[0];
  const addresses = nic?.properties.ipConfigurations ?? [];
  return (addresses.find(({ properties }) => properties.primary) ?? addresses[0])?.properties;
}
