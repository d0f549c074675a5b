import type { Command } from "./object-kind";

/** The command as one line for a POSIX shell. Ids and names come from the cloud: nothing in them is ever more than a word. */
export function commandLine(command: Command): string {
  return command.map(word).join(" ");
}

/**
 * Whether a command can be printed at all: a character that moves the cursor or begins a new line has no place in an id, and could
 * show an operator another line than the one that a shell gets.
 */
export function isPrintable(command: Command): boolean {
  return command.every((part) => !/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(part));
}

function word(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
