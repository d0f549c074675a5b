import type { NetworkSecurityGroupFacts } from "../../reachability/azure/network";
import type { SimulatedAksSeed } from "../seed";
import type { AdmissionRequest } from "../simulated-type";
import { idKey, resourceGroupId } from "./resource-id";

/** The subscription that a resource's provider writes to: its own, else the clusters' (pulumi-azure-native, `subscriptionId`). */
export function subscriptionOf({ cloud, provider }: AdmissionRequest): string {
  return (provider.subscriptionId as string | undefined) ?? cloud.azure.subscription;
}

/** What exists in Azure before the program runs. */
export class SimulatedAzure {
  /** Subscription of clusters and provider. */
  readonly subscription: string;
  /** Azure location of what is given none. */
  readonly location: string;
  /** The clusters and what surrounds each. */
  readonly seeds: readonly SimulatedAksSeed[];
  /** Network security groups by `idKey`. */
  readonly networkSecurityGroups: ReadonlyMap<string, NetworkSecurityGroupFacts>;

  /**
   * @param seeds clusters of one subscription
   * @throws Error if they are of several
   */
  constructor(seeds: readonly [SimulatedAksSeed, ...SimulatedAksSeed[]]) {
    const [{ subscription, location }] = seeds;
    const other = seeds.find((seed) => seed.subscription !== subscription);
    if (other) {
      throw new Error(
        `the clusters of a simulated cloud are in one subscription of Azure, ${subscription}: ${other.subscription} needs a cloud of its own`,
      );
    }
    this.subscription = subscription;
    this.location = location;
    this.seeds = seeds;
    const groups = seeds.flatMap(({ network }) => network.networkSecurityGroups);
    this.networkSecurityGroups = new Map(groups.map((group) => [idKey(group.id), group]));
  }

  /** Id of a resource group of the subscription. */
  resourceGroupId(name: string): string {
    return resourceGroupId(this.subscription, name);
  }

  /** Id of a resource of Microsoft.Network in the subscription. */
  networkId(resourceGroup: string, type: string, name: string): string {
    return `${this.resourceGroupId(resourceGroup)}/providers/Microsoft.Network/${type}/${name}`;
  }
}
