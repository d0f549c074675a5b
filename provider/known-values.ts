import * as pulumi from "@pulumi/pulumi";

/** What the SDK's own component host reads of an Output. */
interface ReceivedOutput {
  isKnown: Promise<boolean>;
  promise(): Promise<unknown>;
}

/**
 * The arguments as far as they can be checked: an Output that is known and no secret is its value.
 * Resources are built from the arguments themselves, whose Outputs say what depends on what.
 */
export async function knownValues(inputs: pulumi.Inputs): Promise<Record<string, unknown>> {
  return (await known(inputs)) as Record<string, unknown>;
}

async function known(value: unknown): Promise<unknown> {
  if (pulumi.Output.isInstance(value)) {
    const output = value as unknown as ReceivedOutput;
    const isOpen = (await output.isKnown) && !(await pulumi.isSecret(value));
    return isOpen ? known(await output.promise()) : value;
  }
  if (Array.isArray(value)) return Promise.all(value.map(known));
  if (typeof value !== "object" || value === null || pulumi.Resource.isInstance(value)) return value;
  const entries = Object.entries(value).map(async ([key, entry]) => [key, await known(entry)] as const);
  return Object.fromEntries(await Promise.all(entries));
}
