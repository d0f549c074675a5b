import type { NetworkSecurityGroupFacts } from "../../reachability/azure/network";
import type { SimulatedAksSeed } from "../seed";
import type { AdmissionRequest } from "../simulated-type";
import { idKey, resourceGroupId } from "./resource-id";

/** The subscription that a resource's provider writes to: its own, else the cluster's (pulumi-azure-native, `subscriptionId`). */
export function subscriptionOf({ cloud, provider }: AdmissionRequest): string {
  return (provider.subscriptionId as string | undefined) ?? cloud.azure.seed.subscription;
}

/** What exists in Azure before the program runs. */
export class SimulatedAzure {
  /** What exists before. */
  readonly seed: SimulatedAksSeed;
  /** Network security groups by `idKey`. */
  readonly networkSecurityGroups: ReadonlyMap<string, NetworkSecurityGroupFacts>;

  /** @param seed subscription, cluster and network */
  constructor(seed: SimulatedAksSeed) {
    this.seed = seed;
    this.networkSecurityGroups = new Map(seed.network.networkSecurityGroups.map((group) => [idKey(group.id), group]));
  }

  /** Id of a resource group of the subscription. */
  resourceGroupId(name: string): string {
    return resourceGroupId(this.seed.subscription, name);
  }

  /** Id of a resource of Microsoft.Network in the subscription. */
  networkId(resourceGroup: string, type: string, name: string): string {
    return `${this.resourceGroupId(resourceGroup)}/providers/Microsoft.Network/${type}/${name}`;
  }
}
