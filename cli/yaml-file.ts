import { readFileSync } from "node:fs";
import { join } from "node:path";
import { LineCounter, isCollection, isMap, isNode, parseDocument, visit, type Document } from "yaml";
import { BadInput, type Problem } from "../components/bad-input";
import { isRewritten, markRewritten } from "./rewritten-scalars";

/**
 * Reads a YAML file whose content is a map. Tags that YAML itself does not define are refused, nothing in the file is ever run.
 * Scalars under `config` that Pulumi would rewrite are marked: `asWritten` finds them.
 * @param directory folder of the project
 * @param file path of a project or stack file in it, as messages name it
 * @throws BadInput with every problem at its line and column; values are left out, because one of them may be a password
 */
export function readYamlMap(directory: string, file: string): Record<string, unknown> {
  const lines = new LineCounter();
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return `line ${line}, column ${col}`;
  };
  // `merge` as Pulumi's own parser has it; pretty errors would print the line, and with it a password.
  const document = parseDocument(text(directory, file), { lineCounter: lines, prettyErrors: false, merge: true });
  const malformed = [...document.errors, ...document.warnings].map((error) => ({
    path: at(error.pos[0]),
    reason: `not valid YAML here: ${withoutSource(error)}`,
  }));
  if (malformed.length > 0) throw new BadInput(file, malformed);

  if (document.contents === null) throw fault(file, "the file is empty");
  if (!isMap(document.contents)) throw fault(file, "must be a map of keys and values");
  const keys = keyProblems(document, at);
  if (keys.length > 0) throw new BadInput(file, keys);
  const config = document.get("config", true);
  if (isNode(config)) markRewritten(config);
  return content(file, document);
}

function text(directory: string, file: string): string {
  try {
    return readFileSync(join(directory, file), "utf8");
  } catch (error) {
    throw fault(file, `cannot be read (${(error as NodeJS.ErrnoException).code ?? String(error)})`);
  }
}

function content(file: string, document: Document): Record<string, unknown> {
  try {
    const value = document.toJS() as Record<string, unknown>;
    if (!isCyclic(value)) return value;
  } catch (error) {
    // Aliases without an anchor, or so many that they would fill the memory.
    throw fault(file, `not valid YAML: ${withoutSource(error as Error)}`);
  }
  throw fault(file, "an alias stands within the value of its own anchor");
}

function isCyclic(value: unknown, within: readonly unknown[] = []): boolean {
  if (typeof value !== "object" || value === null) return false;
  return within.includes(value) || Object.values(value).some((entry) => isCyclic(entry, [...within, value]));
}

/** The parser quotes the source at the end of some messages: an unquoted password may begin like a tag or an alias. */
function withoutSource({ message }: Error): string {
  return message.replace(/(?<=[a-z)]): .*$/s, "");
}

function fault(file: string, reason: string): BadInput {
  return new BadInput(file, [{ path: "file", reason }]);
}

/** Keys that are no text, or another text for Pulumi than what is written. */
function keyProblems(document: Document, at: (offset: number) => string): Problem[] {
  const problems: Problem[] = [];
  visit(document, {
    Pair(_index, { key }) {
      if (!isCollection(key) && !isRewritten(key)) return;
      const reason = isCollection(key)
        ? "a key must be text, not a map or a list"
        : "a key must be text: put it in quotes";
      problems.push({ path: at(key.range?.[0] ?? 0), reason });
    },
  });
  return problems;
}
