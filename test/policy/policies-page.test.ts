import { describe, expect, it } from "vitest";
import { policiesPage, type PageRule } from "../../policy/policies-page";
import type { Rule, RuleFactory } from "../../policy/rule";
import { ruleFactories } from "../../policy/rules";
import { edited, violations } from "./edited-stack";
import { mistakesOf } from "./mistakes";

/** What a rule says of the first seeded mistake that it catches. */
async function exampleOf(rule: Rule): Promise<string> {
  const [mistake] = mistakesOf(rule.name);
  if (!mistake) throw new Error(`${rule.name} catches no seeded mistake`);
  const [violation] = violations(rule, await edited(mistake.stack, ...mistake.edits));
  return violation!.message;
}

describe("docs/policies.md", () => {
  it("is what the rules say of themselves: else run npm run generate", async () => {
    const rules = Object.entries<RuleFactory>(ruleFactories).map(async ([key, factory]): Promise<PageRule> => {
      const rule = factory();
      return { key, rule, level: rule.level, example: await exampleOf(rule) };
    });
    await expect(policiesPage(await Promise.all(rules))).toMatchFileSnapshot("../../docs/policies.md");
  });
});
