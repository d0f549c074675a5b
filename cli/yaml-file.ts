import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { LineCounter, isMap, isNode, parseDocument, visit, type Document } from "yaml";
import { BadInput, type Problem } from "../components/bad-input";

/**
 * Reads a YAML file whose content is a map. Tags that YAML itself does not define are refused, nothing in the file is ever run.
 * @param file path of a project or stack file; plain numbers under its key `config` must be unambiguous
 * @throws BadInput with every problem at its line and column; values are left out, because one of them may be a password
 */
export function readYamlMap(file: string): Record<string, unknown> {
  const lines = new LineCounter();
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return `line ${line}, column ${col}`;
  };
  // `merge` as Pulumi's own parser has it; pretty errors would print the line, and with it a password.
  const document = parseDocument(text(file), { lineCounter: lines, prettyErrors: false, merge: true });
  const malformed = [...document.errors, ...document.warnings].map((error) => ({
    path: at(error.pos[0]),
    reason: `not valid YAML here: ${withoutSource(error)}`,
  }));
  if (malformed.length > 0) throw new BadInput(basename(file), malformed);

  if (document.contents === null) throw fault(file, "the file is empty");
  if (!isMap(document.contents)) throw fault(file, "must be a map of keys and values");
  const ambiguous = ambiguousScalars(document, at);
  if (ambiguous.length > 0) throw new BadInput(basename(file), ambiguous);
  return content(file, document);
}

function text(file: string): string {
  try {
    return readFileSync(file, "utf8");
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
  return new BadInput(basename(file), [{ path: "file", value: file, reason }]);
}

/**
 * Plain scalars under `config` that Pulumi's parser takes for something else than what is written: 0123 is 83 for it, 012345678901 loses
 * its zero, 1.0 becomes 1 and 2024-01-01 a point in time. An account number or an image tag would be wrong without a word.
 */
function ambiguousScalars(document: Document, at: (offset: number) => string): Problem[] {
  const problems: Problem[] = [];
  const config = document.get("config", true);
  if (!isNode(config)) return problems;
  visit(config, {
    Scalar(_key, node) {
      if (node.type !== "PLAIN" || node.source === undefined) return;
      const rewritten = typeof node.value === "number" && String(node.value) !== node.source;
      if (rewritten || /^\d{4}-\d\d?-\d\d?([Tt\s]|$)/.test(node.source)) {
        problems.push({
          path: at(node.range?.[0] ?? 0),
          reason: "Pulumi reads this number or date as another text: put it in quotes",
        });
      }
    },
  });
  return problems;
}
