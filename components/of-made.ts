import type * as pulumi from "@pulumi/pulumi";

/**
 * An output of a resource that is made here, where something is computed from it. `pulumi up --target` leaves resources out, and what they would have put
 * out is undefined then (`@pulumi/pulumi`, runtime/rpc, resolveProperties), whatever its type says. The engine leaves out what uses it too.
 * @param instead stands for it then, and reaches no cloud
 */
export function ofMade<T>(output: pulumi.Output<T>, instead: T): pulumi.Output<T> {
  return output.apply((made: T | undefined) => made ?? instead);
}

/** Stands for a host name that there is none of yet (RFC 2606 reserves the domain). */
export const hostNotMade = "not-made.invalid";
