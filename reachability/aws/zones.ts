import type { AwsNetwork } from "./network";

/** The zone of a subnet; undefined: it was not read, or is not known yet. */
export function zoneOfSubnet(network: AwsNetwork | undefined, subnetId: string | undefined): string | undefined {
  const zone = network?.subnets.find(({ id }) => id === subnetId)?.availabilityZone;
  return zone === "" ? undefined : zone;
}
