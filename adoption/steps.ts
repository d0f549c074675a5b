import type { Adoption } from "./adoption";
import type { Command } from "../recovery/object-kind";
import { commandLine, isPrintable } from "../recovery/shell";

/** What an operator does, in order. */
export interface Step {
  why: string;
  /** Lines for the stack file, or for a POSIX shell. */
  lines: string[];
}

/** What the steps name. */
export interface StepNames {
  /** Name of the stack, as the CLI takes it. */
  stack: string;
  /** Path of the import file. */
  importFile: string;
  /** Path of the stack file. */
  stackFile: string;
  /** The keys to set, as the stack file has them; empty: none. */
  keyLines: string[];
}

/** What an operator does so that the program has taken the installation over, in order. Whoever stops in between can begin anew. */
export function stepsOf({ taken, marks, left }: Adoption, names: StepNames): Step[] {
  const { stack, importFile, stackFile, keyLines } = names;
  const onStack = ["--stack", stack];
  const providers = [...new Set(taken.flatMap(({ provider }) => provider ?? []))].sort();
  return [
    ...step(`Set in ${stackFile}, so that nothing is replaced for its sake.`, keyLines),
    ...commands("Mark what is taken over as this stack's. Whoever made it can do this.", marks),
    ...commands("Register the providers, which an import needs. This makes nothing in the cloud.", [
      ["pulumi", "up", "--yes", ...providers.flatMap((urn) => ["--target", urn]), ...onStack],
    ]),
    ...commands("Take it into the state. This changes nothing in the cloud.", [
      ["pulumi", "import", "--file", importFile, "--protect=false", "--generate-code=false", "--yes", ...onStack],
    ]),
    ...commands("Look: it creates and updates; it replaces and deletes nothing.", [["pulumi", "preview", ...onStack]]),
    ...commands("At a time when sessions may end, because an update of the release restarts the proxy.", [
      ["pulumi", "up", ...onStack],
    ]),
    ...commands(
      "Delete what nothing needs any more. Look at each line before you run it.",
      left.flatMap(({ remove }) => remove),
    ),
  ];
}

function commands(why: string, list: Command[]): Step[] {
  return step(why, list.filter(isPrintable).map(commandLine));
}

function step(why: string, lines: string[]): Step[] {
  return lines.length === 0 ? [] : [{ why, lines }];
}
