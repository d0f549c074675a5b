import type { CloudObject, CloudReading, Unread } from "./cloud-object";
import { compare, type Orphan } from "./compare";
import { kindOf } from "./kinds";
import type { Lock } from "./lock";
import type { Owner, Place } from "./object-kind";
import { commandLine, isPrintable } from "./shell";
import type { StackState, StateResource } from "./stack-state";
import { stepsOf, type Step } from "./steps";
import type { Planned } from "./wanted";

/** What recovery is judged on. */
export interface RecoveryInput {
  /** Name of the stack, as the CLI takes it. */
  stack: string;
  owner: Owner;
  lock: Lock;
  state: StackState;
  cloud: CloudReading;
  planned: Planned;
  place: Place;
}

/** What a killed program has left, and how to get out of it. */
export interface Recovery {
  lock: Lock;
  /** Operations without an end. */
  pending: { operation: string; urn: string }[];
  /** Objects of ours that the state does not have. */
  orphans: RecoveredObject[];
  /** URNs and ids of resources in the state that were not found by our mark. */
  missing: { urn: string; id: string }[];
  unread: Unread[];
  /** What else an operator has to know. */
  notes: string[];
  /** In order. None: there is nothing to do. */
  steps: Step[];
}

/** An object and what becomes of it. */
export interface RecoveredObject {
  /** Type token. */
  type: string;
  id: string;
  /** What it is, for people. */
  title: string;
  action: Orphan["action"];
  /** URN under which the state gets it; absent where it does not. */
  urn?: string;
  /** Why it is not imported; absent where it is. */
  reason?: string;
}

/** Judges what a killed program has left. Pure: the same input gives the same lines. */
export function recoveryOf(input: RecoveryInput): Recovery {
  const { stack, lock, state, planned, place } = input;
  const differences = compare(input);
  const { orphans, missing, foreign, unclear, unread } = differences;
  return {
    lock,
    pending: state.pending.map(({ operation, resource }) => ({ operation, urn: resource.urn })),
    orphans: orphans.map(recoveredObject),
    missing: missing.map(({ urn, id = "" }: StateResource) => ({ urn, id })),
    unread,
    notes: [
      ...(lock.state === "unknown" ? [lockNote(lock.reason, stack)] : []),
      ...("unknown" in planned ? [`What the program wants could not be planned: ${planned.unknown}`] : []),
      ...foreign.filter(({ type }) => kindOf(type)!.isNamed).flatMap((object) => foreignNote(object, planned)),
      ...unclear.map(
        ({ resource: { urn } }) =>
          `Whether ${urn} was made is not known: look for it, then clear the record with pulumi refresh --clear-pending-creates.`,
      ),
      ...orphans.filter(hasUnprintableLine(place)).map(({ object: { type } }) => {
        return `The id or a name of one thing has control characters, and no line is printed for it: ${kindOf(type)!.title}.`;
      }),
    ],
    steps: stepsOf({ stack, lock, state, differences, place }),
  };
}

/**
 * Nothing can be compared before the CLI can read the state.
 * @param files that keep it from reading, and hold nothing that is needed
 */
export function unreadableState(lock: Lock, reason: string, files: string[]): Recovery {
  const why =
    "Take away what a killed program has not finished writing. It is no state, only the checksum of the file beside it.";
  const empty = { pending: [], orphans: [], missing: [], notes: [] };
  const unread = [{ what: "The state", types: [], reason }];
  return { ...empty, lock, unread, steps: [{ why, commands: [commandLine(["rm", "--", ...files])] }] };
}

function recoveredObject(orphan: Orphan): RecoveredObject {
  const { object, action } = orphan;
  const { title, detail } = kindOf(object.type)!;
  return {
    type: object.type,
    id: object.id,
    title: detail ? `${title} ${detail(object.properties)}` : title,
    action,
    ...("wanted" in orphan && { urn: orphan.wanted.urn }),
    ...("reason" in orphan && { reason: orphan.reason }),
  };
}

function lockNote(reason: string, stack: string): string {
  const line = commandLine(["pulumi", "cancel", "--stack", stack]);
  return `Whether the stack is locked is not known: ${reason}. If Pulumi says that it is, make sure that no update is running, then run ${line}`;
}

/** The program would fail on a thing of the same name. */
function foreignNote({ type, id }: CloudObject, planned: Planned): string[] {
  if ("unknown" in planned) return [];
  const wanted = planned.resources.some(
    (resource) => resource.type === type && resource.id?.toLowerCase() === id.toLowerCase(),
  );
  if (!wanted) return [];
  return [
    `There is a ${kindOf(type)!.title} ${id} that does not say that this stack made it: nothing is printed for it. It stands in the way of the next pulumi up.`,
  ];
}

function hasUnprintableLine(place: Place): (orphan: Orphan) => boolean {
  return ({ object, action }) =>
    action === "import" ? !isPrintable([object.id]) : !kindOf(object.type)!.remove(object, place).every(isPrintable);
}
