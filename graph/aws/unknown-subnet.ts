import type { KnownIds } from "../stack-index";

/** Stands in a list of subnets for those that are not known yet: no facts say anything of it, and it may be in any zone. */
export const unknownSubnet = "a subnet that is not known yet";

/** The ids of a list of subnets, with one for all that are not known. */
export function withUnknownSubnet({ ids, complete }: KnownIds): string[] {
  return complete ? ids : [...ids, unknownSubnet];
}
