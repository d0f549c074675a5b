import type * as runtime from "@pulumi/pulumi/runtime";

/**
 * Answers for what the simulator has no model of, in the shape of the SDK's own mocks (`pulumi.runtime.Mocks`).
 * What it models it answers itself; these are not asked. An answer of undefined leaves it to the simulator.
 */
export interface SimulatedMocks {
  /** Makes a resource, or reads an existing one, which then has an `id` already. Secrets in `inputs` are plain. */
  newResource?(
    args: runtime.MockResourceArgs,
  ): runtime.MockResourceResult | undefined | Promise<runtime.MockResourceResult | undefined>;
  /** Answers a provider's function or a resource's method. An error goes to the program, which may catch it. */
  call?(args: runtime.MockCallArgs): runtime.MockCallResult | undefined | Promise<runtime.MockCallResult | undefined>;
}
