import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { policiesPage, type PageRule } from "../../policy/policies-page";
import type { Rule, RuleFactory } from "../../policy/rule";
import { ruleFactories } from "../../policy/rules";
import { edited, violations } from "./edited-stack";
import { mistakesOf } from "./mistakes";

const root = join(__dirname, "..", "..");

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

  it("installs the file that npm pack makes: the package is in no registry", () => {
    const { name, version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as Record<string, string>;
    const page = policiesPage([]);
    expect(page).toContain(`npm install --save-dev ./${name}-${version}.tgz @pulumi/policy`);
    expect(page).toContain("npm ci && npm pack");
  });

  it("says of a rule without configuration that it has none, and what policies cannot see of options", () => {
    const rule: Rule = ruleFactories.unsupportedProviders();
    const page = policiesPage([{ key: "unsupportedProviders", rule, level: rule.level, example: "" }]);
    expect(page).toContain("Nothing can be configured but the level.");
    expect(page).toMatch(/What no rule can see[^]*retainOnDelete/);
  });
});
