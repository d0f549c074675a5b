import { addressesOfAll } from "../addresses";
import { routable } from "../internet";
import { subtract, type IntervalSet } from "../intervals";
import type { EksInstallation } from "./installation";

/** Addresses of the world outside that `cidrs` name: without the VPC's own and those that the internet does not route. */
export function outside(cidrs: readonly string[], installation: EksInstallation): IntervalSet {
  return routable(subtract(addressesOfAll(cidrs), addressesOfAll(installation.network?.vpcCidrs ?? [])));
}
