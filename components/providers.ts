import type * as pulumi from "@pulumi/pulumi";
import { text } from "./checks";
import { Problems } from "./problems";

/** A provider that a component needs. */
export interface NeededProvider {
  /** Package of the provider: aws, azure-native, kubernetes. */
  package: string;
  /** Where it has to lead to: "region us-west-2". */
  leadingTo: string;
}

/**
 * Checks that a component has a name and the providers for its resources, by option or from a parent. A default provider is none:
 * it follows the environment of the machine, and a load balancer in front of another cluster than the proxy's is an outage.
 * @throws BadInput with every one that is missing
 */
export function checkOptions(
  subject: string,
  name: unknown,
  opts: pulumi.ComponentResourceOptions | undefined,
  needed: NeededProvider[],
): void {
  const problems = new Problems();
  problems.required("name", name, text);
  for (const { package: pkg, leadingTo } of needed) {
    if (providerOf(pkg, opts)) continue;
    const reason = `has no provider of ${pkg}: give one that leads to ${leadingTo}, in opts.providers or through opts.parent; the default one leads to wherever this machine does`;
    problems.add("opts.providers", reason);
  }
  problems.throwIfAny(subject);
}

/** The provider of a package that the resources of a component get; undefined where that is the default one. */
export function providerOf(
  pkg: string,
  opts: pulumi.ComponentResourceOptions | undefined,
): pulumi.ProviderResource | undefined {
  const given = [opts?.provider, ...Object.values(opts?.providers ?? {})] as (Undeclared | undefined)[];
  const isOfPackage = (provider: Undeclared | undefined): boolean =>
    typeof provider?.getPackage === "function" && provider.getPackage() === pkg;
  return given.find(isOfPackage) ?? opts?.parent?.getProvider(`${pkg}::`);
}

/** A provider of this copy of the SDK or another. The method is not declared, and what JavaScript gives need not have it; of an Output every property is one. */
type Undeclared = pulumi.ProviderResource & { getPackage?: () => string };
