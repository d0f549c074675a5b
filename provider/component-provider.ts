import type * as pulumi from "@pulumi/pulumi";
import type { ConstructResult, Provider } from "@pulumi/pulumi/provider";
import type { PackageSpec } from "@pulumi/pulumi/provider/experimental/schema";
import { BadInput } from "../components/bad-input";
import { knownValues } from "./known-values";
import { offered } from "./offered";
import inferred from "./schema.json";
import { checkNames } from "./unknown-names";

/**
 * The components for every language of Pulumi. It serves the schema that is committed: to infer it again, as Pulumi's own host does, costs
 * seconds at every preview, and needs sources and TypeScript where the plugin is installed.
 */
export class ComponentProvider implements Provider {
  private readonly package: PackageSpec = inferred as unknown as PackageSpec;
  readonly version = inferred.version;
  readonly schema = JSON.stringify(inferred);

  /**
   * Makes a component out of the arguments of another process.
   * @throws an answer for the engine; of bad input it is every problem, in the words of BadInput
   */
  async construct(
    name: string,
    type: string,
    inputs: pulumi.Inputs,
    options: pulumi.ComponentResourceOptions,
  ): Promise<ConstructResult> {
    try {
      const component = offered[type];
      const resource = this.package.resources[type];
      if (!component || !resource)
        throw new Error(`nvcf-lls has no ${type}; it has ${Object.keys(offered).join(", ")}`);
      const subject = `${type.split(":").at(-1)} '${name}'`;
      // Nothing is in the making in this process: a value is known now, or not before the next `up`.
      const known = await knownValues(inputs);
      checkNames(subject, known, resource, this.package);
      // An argument that only other languages have: the component knows what was read of it.
      component.check(subject, withoutFacts(known));
      const made = component.make(name, { ...withoutFacts(inputs), ...component.facts?.(subject, known) }, options);
      const outputs = made as unknown as Record<string, unknown>;
      const state = Object.keys(resource.properties ?? {}).map((name) => [name, outputs[name]] as const);
      return { urn: made.urn, state: Object.fromEntries(state) };
    } catch (error) {
      throw error instanceof BadInput ? answerOf(error) : error;
    }
  }
}

function withoutFacts<Value>(args: Record<string, Value>): Record<string, Value> {
  return Object.fromEntries(Object.entries(args).filter(([key]) => key !== "facts"));
}

/** Of gRPC: INVALID_ARGUMENT. */
const invalidArgument = 3;

/** As Pulumi's own type the engine would tell every problem twice, the second time with the value, even a secret one. */
function answerOf({ message }: BadInput): Error {
  return Object.assign(new Error(message), { code: invalidArgument });
}
