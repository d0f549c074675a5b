import type { RecoveredObject, Recovery } from "../../recovery/recovery";
import { exitCodes } from "../exit-codes";
import { sortedJson } from "../format/json";
import { printable } from "../format/printable";

/** Prints what was found of a stack. */
type Format = (recovery: Recovery, stack: string) => string;

/** Every format of `lls recover`. */
export const formatRecovery = {
  text: formatText,
  json: (recovery, stack) => sortedJson({ stack, ...recovery }),
} satisfies Record<string, Format>;

/** Name of a format. */
export type RecoveryFormat = keyof typeof formatRecovery;

/** Names of the formats. */
export const recoveryFormats = Object.keys(formatRecovery) as RecoveryFormat[];

/** 0: nothing to do. 1: there is something to do, or something could not be read, so that nobody knows. */
export function exitCodeOf(recovery: Recovery): number {
  return isSettled(recovery) ? exitCodes.fine : exitCodes.verdict;
}

function isSettled({ steps, unread, orphans }: Recovery): boolean {
  return steps.length === 0 && unread.length === 0 && orphans.every(({ action }) => action === "repeat");
}

/** Before each command. */
const indent = "     ";

function formatText(recovery: Recovery, stack: string): string {
  const { steps, notes } = recovery;
  const findings = sections(recovery).filter(({ lines }) => lines.length > 0);
  const paragraphs = [
    ...findings.map(({ title, lines }) => [title, ...lines.map((line) => `  ${printable(line)}`)]),
    ...(notes.length === 0 ? [] : [["Besides", ...notes.map((note) => `  ${printable(note)}`)]]),
    // Lines of commands are for a shell, and are printed as they are.
    ...steps.map(({ why, commands }, index) => [
      `${index + 1}. ${printable(why)}`,
      ...commands.map((command) => `${indent}${command}`),
    ]),
    [ending(recovery, stack)],
  ];
  return `${paragraphs.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

interface Section {
  title: string;
  lines: string[];
}

function sections({ lock, pending, orphans, missing, unread }: Recovery): Section[] {
  return [
    {
      title: "Locked by",
      lines: lock.state === "held" ? (lock.holders.length > 0 ? lock.holders : ["an update"]) : [],
    },
    { title: "Interrupted", lines: pending.map(({ operation, urn }) => `${operation} ${shortUrn(urn)}`) },
    { title: "In the cloud, not in the state", lines: orphans.map(orphanLine) },
    { title: "In the state, not found in the cloud", lines: missing.map(({ urn, id }) => `${shortUrn(urn)} ${id}`) },
    { title: "Could not be read", lines: unread.map(({ what, reason }) => `${what}: ${reason}`) },
  ];
}

function orphanLine({ title, id, action, urn = "", reason = "" }: RecoveredObject): string {
  const what = `${title} ${id}`;
  switch (action) {
    case "import":
      return `${what}: import as ${nameOf(urn)}`;
    case "delete":
      return `${what}: delete, because ${reason}`;
    case "repeat":
      return `${what}: leave it, the next pulumi up makes ${nameOf(urn)} again, which changes nothing`;
    case "wait":
      return `${what}: wait, because ${reason}`;
  }
}

/** `aws:ec2/securityGroup:SecurityGroup lls-nlb`: the type without those of its parents, and the name. */
function shortUrn(urn: string): string {
  const qualified = urn.split("::")[2] ?? "";
  return `${qualified.slice(qualified.lastIndexOf("$") + 1)} ${nameOf(urn)}`;
}

function nameOf(urn: string): string {
  return urn.slice(urn.lastIndexOf("::") + 2);
}

function ending(recovery: Recovery, stack: string): string {
  if (isSettled(recovery)) return `Stack ${stack}: state and cloud agree, there is nothing to recover.`;
  if (recovery.unread.length > 0)
    return `Then run lls recover --stack ${stack} again: not everything could be read this time.`;
  if (recovery.steps.length === 0) return `Stack ${stack}: see above; there is no line to run yet.`;
  const relations = recovery.orphans.some(({ action }) => action === "repeat")
    ? " Run pulumi up before any destroy: only then does Pulumi know of what was left as it is."
    : "";
  return `Then go on with pulumi preview --stack ${stack}: after an import it may show updates in place, never a replacement.${relations} Run lls recover again after a line that failed.`;
}
