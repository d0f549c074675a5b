import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type * as workflowParser from "@actions/workflow-parser";
import { buildSync } from "esbuild";
import { root, temporaryFolder } from "../cli/temporary-project";

const parser = loadParser();

/** What GitHub's own parser has against a workflow: its grammar, its expressions, its jobs. */
export async function grammarProblems(file: string, content: string): Promise<string[]> {
  const { context, value } = parser.parseWorkflow({ name: file, content }, new parser.NoOperationTraceWriter());
  if (value) await parser.convertWorkflowTemplate(context, value, undefined, { errorPolicy: convertInSpiteOfErrors });
  return context.errors.getErrors().map(({ message }) => message);
}

/** `ErrorPolicy.TryConversion`, else errors of the second step stay unsaid. */
const convertInSpiteOfErrors = 1;

/** The package is made for bundlers: it imports JSON in a way that Node.js does not know. */
function loadParser(): typeof workflowParser {
  const file = join(temporaryFolder(), "parser.cjs");
  const { outputFiles } = buildSync({
    stdin: { contents: 'export * from "@actions/workflow-parser"', resolveDir: root },
    bundle: true,
    write: false,
    platform: "node",
    logLevel: "error",
  });
  writeFileSync(file, outputFiles[0]!.text);
  return createRequire(__filename)(file) as typeof workflowParser;
}
