import { readFileSync } from "node:fs";
import { join } from "node:path";
import { BadInput, type Problem } from "../../../components/bad-input";
import type { AksFacts } from "../../../discovery/aks/facts";
import { parseAksFacts } from "../../../discovery/aks/facts-file";

const folder = join(__dirname, "..", "..", "..", "facts");

/** The text of a committed facts file. */
export function factsText(file: string): string {
  return readFileSync(join(folder, file), "utf8");
}

/** The facts of a committed file. */
export function factsOf(file: string): AksFacts {
  return parseAksFacts(factsText(file), file);
}

/** Facts of a committed file after a change. */
export function changedFacts(file: string, change: (facts: AksFacts) => void): AksFacts {
  const facts = factsOf(file);
  change(facts);
  return facts;
}

/** What a call refuses as bad input; none if it does not. */
export function problemsOf(run: () => unknown): Problem[] {
  try {
    run();
  } catch (error) {
    if (error instanceof BadInput) return error.problems;
    throw error;
  }
  return [];
}
