import * as pulumi from "@pulumi/pulumi";
import { BadInput } from "../bad-input";
import { isMap, map, text, type Check } from "../checks";
import { unknownKeyProblems, type KeysOf } from "../known-keys";
import { Problems } from "../problems";
import { zod } from "../zod";
import { contractVersion, type Contracts, type InstallationContract } from "./contract";
import { contractProblems, statedVersion } from "./problems";
import { contractSchemas, type ContractSchemas } from "./schema";

/** A contract as the Outputs of another stack. */
export type ContractOutputs<Contract> = { readonly [Key in keyof Contract]-?: pulumi.Output<Contract[Key]> };

/** What to read. */
export interface ContractOptions<Cloud extends keyof Contracts | undefined = undefined> {
  /** The cloud that the installation must be in; its own keys are then read too. Default: any, and only what all have. */
  cloud?: Cloud;
  /** The stack's output that holds the contract. Default: the stack's outputs themselves, as the program of nvcf-lls has them. */
  output?: string;
}

/** Built with the first contract that is read. */
let schemas: ContractSchemas | undefined;

/**
 * Reads what an installation in another stack tells: typed, and checked when the outputs are known. What is secret there stays
 * secret, what is not known yet stays unknown. Outputs that are not the contract fail with one BadInput that names each key
 * and both versions.
 * @param reference the stack of the installation
 * @throws BadInput with everything that is wrong, if `reference` is no stack reference, or `options` has a cloud that there is not, or a key that is none
 */
export function fromStackReference(
  reference: pulumi.StackReference,
  options?: ContractOptions,
): ContractOutputs<InstallationContract>;
export function fromStackReference<Cloud extends keyof Contracts>(
  reference: pulumi.StackReference,
  options: ContractOptions<Cloud>,
): ContractOutputs<Contracts[Cloud]>;
export function fromStackReference(
  reference: pulumi.StackReference,
  options?: ContractOptions<keyof Contracts | undefined>,
): Record<string, pulumi.Output<unknown>> {
  const known = (schemas ??= contractSchemas(zod()));
  checkArguments(reference, options, known);
  const cloud = options?.cloud ?? undefined;
  const output = options?.output ?? undefined;
  const value = (key: string): pulumi.Output<unknown> =>
    output === undefined ? reference.getOutput(key) : reference.getOutput(output).apply((all) => entryOf(all, key));
  const keysOf = (name: keyof Contracts): string[] => Object.keys(known[name].shape);

  const every = [...new Set([...keysOf("eks"), ...keysOf("aks")])];
  const given = pulumi.all(Object.fromEntries(every.map((key) => [key, value(key)])));
  const checked = pulumi.all([reference.name, given]).apply(([stack, outputs]) => {
    const problems = contractProblems(outputs, known, cloud);
    const place = output === undefined ? `Stack '${stack}'` : `Output '${output}' of stack '${stack}'`;
    const subject = `${place}, ${statedVersion(outputs)} (this program reads version ${contractVersion})`;
    if (problems.length > 0) throw new BadInput(subject, problems);
  });
  // That nothing is wrong is no secret, whatever was looked at; each value is as secret as it was.
  const fine = pulumi.unsecret(checked);
  const wanted = cloud === undefined ? keysOf("eks").filter((key) => keysOf("aks").includes(key)) : keysOf(cloud);
  return Object.fromEntries(wanted.map((key) => [key, pulumi.all([fine, value(key)]).apply(([, one]) => one)]));
}

const optionKeys: KeysOf<ContractOptions> = { cloud: true, output: true };

function checkArguments(reference: unknown, options: unknown, known: ContractSchemas): void {
  const problems = new Problems();
  problems.required("reference", reference, referenceProblem);
  if (problems.optional("options", options, map) && isMap(options)) {
    const cloud: Check = (value) =>
      Object.keys(known).some((name) => name === value)
        ? undefined
        : `must be ${Object.keys(known).join(" or ")}, or absent`;
    problems.optional("options.cloud", options.cloud, cloud);
    problems.optional("options.output", options.output, text);
    unknownKeyProblems(problems, "options", options, optionKeys);
  }
  problems.throwIfAny("fromStackReference");
}

/** Not by instanceof: a program may have another copy of the SDK. */
const referenceProblem: Check = (value) =>
  typeof (value as pulumi.StackReference | undefined)?.getOutput === "function"
    ? undefined
    : 'must be a stack reference: new pulumi.StackReference("<organisation>/<project>/<stack>")';

function entryOf(all: unknown, key: string): unknown {
  return typeof all === "object" && all !== null ? (all as Record<string, unknown>)[key] : undefined;
}
