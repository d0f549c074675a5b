import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { policiesPage, type PageRule } from "../../policy/policies-page";
import type { Rule, RuleFactory } from "../../policy/rule";
import { ruleFactories } from "../../policy/rules";
import { edited, violations } from "./edited-stack";
import { mistakesOf } from "./mistakes";

// Here, and not in policy/, because what a rule says of a stack with a mistake takes the seeded mistakes of the tests.

const page = join(__dirname, "..", "..", "docs", "policies.md");

/** What docs/policies.md must contain. */
export async function generatedPage(): Promise<string> {
  const rules = Object.entries<RuleFactory>(ruleFactories).map(async ([key, factory]): Promise<PageRule> => {
    const rule = factory();
    return { key, rule, level: rule.level, example: await exampleOf(rule) };
  });
  return policiesPage(await Promise.all(rules));
}

/** What a rule says of the first seeded mistake that it catches. */
async function exampleOf(rule: Rule): Promise<string> {
  const [mistake] = mistakesOf(rule.name);
  if (!mistake) throw new Error(`${rule.name} catches no seeded mistake`);
  const [violation] = violations(rule, await edited(mistake.stack, ...mistake.edits));
  return violation!.message;
}

/** Writes docs/policies.md, or with `--check` only says whether it is stale. */
async function main(check: boolean): Promise<void> {
  const wanted = await generatedPage();
  if (!check) return writeFileSync(page, wanted);
  if (readFileSync(page, "utf8") === wanted) return;
  console.error("docs/policies.md is stale: run `npm run generate` and commit it");
  process.exitCode = 1;
}

if (require.main === module) void main(process.argv.includes("--check"));
