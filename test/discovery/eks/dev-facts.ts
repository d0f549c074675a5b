import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { EksFacts } from "../../../discovery/eks/facts";
import { parseEksFacts } from "../../../discovery/eks/facts-file";

const folder = join(__dirname, "..", "..", "..", "facts");

/** The text of a committed facts file. */
export function factsText(file: string): string {
  return readFileSync(join(folder, file), "utf8");
}

/** The facts of a committed file. */
export function factsOf(file: string): EksFacts {
  return parseEksFacts(factsText(file), file);
}

/** The dev stack's facts after a change. */
export function devFacts(change: (facts: EksFacts) => void): EksFacts {
  const facts = factsOf("dev.json");
  change(facts);
  return facts;
}
