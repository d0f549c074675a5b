import * as pulumi from "@pulumi/pulumi";
import { labelOf } from "./labels";
import { leavesOf, type Leaf } from "./leaves";

/** What a program gives for a resource. */
interface Given {
  /** What messages call it. */
  label: string;
  resource: pulumi.Resource;
  /** Its inputs and the options that are waited for, or its outputs. */
  values: Record<string, unknown>;
  /** What is done once the values are known. */
  outputs: boolean;
}

type RegisterOutputs = (this: pulumi.ComponentResource, outputs?: Record<string, unknown>) => void;

/** Sees what a program gives each resource, before the SDK waits for it. */
export class WatchedResources {
  /** Grows with each resource. */
  activity = 0;
  private readonly given: Given[] = [];
  private returned: unknown;

  /** @returns ends the watch, and leaves the SDK as it was */
  begin(): () => void {
    const prototype = pulumi.ComponentResource.prototype as unknown as { registerOutputs: RegisterOutputs };
    const registerOutputs = prototype.registerOutputs;
    const note = (given: Given): void => this.note(given);
    prototype.registerOutputs = function (outputs) {
      note({ label: labelOf(this), resource: this, values: outputs ?? {}, outputs: true });
      return registerOutputs.call(this, outputs);
    };
    return () => {
      prototype.registerOutputs = registerOutputs;
    };
  }

  /** The stack is registered: from now on the SDK shows each resource before it registers it. */
  started(): void {
    pulumi.runtime.registerStackTransformation(({ resource, type, name, props, opts }) => {
      const { parent, dependsOn, provider, providers } = opts as pulumi.ComponentResourceOptions;
      const values = { ...(props as object), opts: { parent, dependsOn, provider, providers } };
      this.note({ label: `${name} [${type}]`, resource, values, outputs: false });
      return undefined;
    });
  }

  /** What the program has returned. */
  end(outputs: unknown): void {
    this.activity++;
    this.returned = outputs;
  }

  /** Every resource, those that are only read too. */
  get all(): pulumi.Resource[] {
    return this.given.filter(({ outputs }) => !outputs).map(({ resource }) => resource);
  }

  /** What never became known, and is waited for: `subnets[0] of lls-lb [aws:lb/loadBalancer:LoadBalancer]`. */
  async pending(): Promise<string[]> {
    const looked = await Promise.all(
      this.given.map(async (given) => ({ given, leaves: await leavesOf(given.values), made: await isMade(given) })),
    );
    const waiting = looked.filter(({ given, made, leaves }) => (given.outputs ? leaves.some(isPending) : !made));
    const unmade = new Set(waiting.filter(({ given }) => !given.outputs).map(({ given }) => given.resource));
    const isCause = ({ resources }: Leaf): boolean => ![...resources].some((resource) => unmade.has(resource));
    const all = waiting.map(({ given, leaves }) => ({ given, leaves: leaves.filter(isPending) }));
    const causes = all.flatMap(({ given, leaves }) => leaves.filter(isCause).map((leaf) => placeOf(given, leaf)));
    const silent = all.filter(({ leaves }) => leaves.length === 0).map(({ given }) => `the answer to ${given.label}`);
    const returned = (await leavesOf(this.returned)).filter(isPending).filter(isCause);
    const found = [...causes, ...silent, ...returned.map(({ path }) => `stack output ${path}`)];
    // Without a cause they wait for each other.
    return found.length > 0 ? found : all.flatMap(({ given, leaves }) => leaves.map((leaf) => placeOf(given, leaf)));
  }

  /** Where an error came to: which inputs and outputs have it for a value. */
  async placesOf(error: unknown): Promise<string[]> {
    const places = await Promise.all(
      this.given.map(async (given) => {
        const leaves = await leavesOf(given.values);
        return leaves.filter((leaf) => hasFailed(leaf, error)).map((leaf) => placeOf(given, leaf));
      }),
    );
    const returned = (await leavesOf(this.returned)).filter((leaf) => hasFailed(leaf, error));
    return [...new Set([...places.flat(), ...returned.map(({ path }) => `stack output ${path}`)])];
  }

  private note(given: Given): void {
    this.activity++;
    this.given.push(given);
  }
}

async function isMade({ resource }: Given): Promise<boolean> {
  const [urn] = await leavesOf({ urn: resource.urn });
  return urn === undefined || !isPending(urn);
}

function isPending({ state }: Leaf): boolean {
  return state === "pending";
}

function hasFailed({ state }: Leaf, error: unknown): boolean {
  return typeof state === "object" && state.error === error;
}

function placeOf({ label, outputs }: Given, { path }: Leaf): string {
  return `${outputs ? "output" : "input"} ${path} of ${label}`;
}
