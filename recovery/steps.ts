import type { Differences, Orphan } from "./compare";
import { kindOf } from "./kinds";
import type { Lock } from "./lock";
import type { Command, Place } from "./object-kind";
import { commandLine, isPrintable } from "./shell";
import { nameOf, type PendingOperation, type StackState } from "./stack-state";

/** Commands to run one after the other, and what they do. */
export interface Step {
  why: string;
  /** Lines for a POSIX shell. */
  commands: string[];
}

/** What the steps follow from. */
export interface Found {
  /** Name of the stack. */
  stack: string;
  lock: Lock;
  state: StackState;
  differences: Differences;
  place: Place;
}

/**
 * What an operator runs so that state and cloud agree again, in order. Nothing is deleted before the state knows what is kept, and
 * the record of what was under way goes last: whoever stops in between can begin anew.
 */
export function stepsOf(found: Found): Step[] {
  const { orphans } = found.differences;
  const imports = orphans.filter((orphan) => orphan.action === "import");
  return [
    ...unlock(found),
    ...step(
      "Take into the state what the program had made. This changes nothing in the cloud.",
      imports.map((orphan) => importCommand(orphan, found)),
    ),
    ...step(
      "Delete what the program had made and nothing needs. Look at each line before you run it.",
      orphans
        .filter(({ action }) => action === "delete")
        .reverse() // what uses another thing goes first
        .flatMap(({ object }) => kindOf(object.type)!.remove(object, found.place)),
    ),
    ...mend(found),
    ...refresh(found),
  ];
}

function step(why: string, commands: Command[]): Step[] {
  const lines = commands.filter(isPrintable).map(commandLine);
  return lines.length === 0 ? [] : [{ why, commands: lines }];
}

function unlock({ lock, stack }: Found): Step[] {
  if (lock.state !== "held") return [];
  const holders = lock.holders.length === 0 ? "" : ` (${lock.holders.join("; ")})`;
  return step(
    `Make sure that no update is running${holders}; only then release the lock. Whoever still runs would go on without it.`,
    [["pulumi", "cancel", "--stack", stack]],
  );
}

type Import = Extract<Orphan, { action: "import" }>;

function importCommand({ object, wanted }: Import, { stack }: Found): Command {
  const { type, urn, parent, provider } = wanted;
  return [
    ...["pulumi", "import", type, nameOf(urn), object.id],
    ...(parent === undefined ? [] : ["--parent", `parent=${parent}`]),
    ...(provider === undefined ? [] : ["--provider", `provider=${provider}`]),
    // What stays protected could not be destroyed.
    ...["--protect=false", "--generate-code=false", "--yes", "--stack", stack],
  ];
}

function mend({ differences, place }: Found): Step[] {
  return step(
    "End what Helm had begun: it refuses every change of a release until then. A rollback restarts the proxy only if it was changed.",
    differences.standing.flatMap((object) => kindOf(object.type)!.mend?.(object, place) ?? []),
  );
}

/**
 * `refresh` ends pending updates and deletions by looking at the cloud. Pending creations stay until they are cleared. It must not
 * ask: of what it offers then, and of `--import-pending-creates`, the CLI drops the resource instead of importing it (3.230).
 */
function refresh({ state, differences: { missing, unclear }, stack }: Found): Step[] {
  const isCreation = ({ operation }: PendingOperation): boolean => operation === "creating";
  if (state.pending.length === 0 && missing.length === 0) return [];
  const clear = state.pending.some(isCreation) && unclear.length === 0;
  const creations = clear ? " and drop the record of creations that are settled now" : "";
  return step(`Read every resource anew, forget what is gone${creations}.`, [
    [
      ...["pulumi", "refresh", clear ? "--clear-pending-creates" : "--skip-pending-creates"],
      ...["--yes", "--non-interactive", "--stack", stack],
    ],
  ]);
}
