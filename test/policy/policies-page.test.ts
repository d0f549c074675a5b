import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { policiesPage } from "../../policy/policies-page";
import type { Rule } from "../../policy/rule";
import { ruleFactories } from "../../policy/rules";
import { generatedPage } from "./generate";

const root = join(__dirname, "..", "..");

describe("docs/policies.md", () => {
  it("is what the rules say of themselves: else run npm run generate", async () => {
    expect(readFileSync(join(root, "docs", "policies.md"), "utf8")).toBe(await generatedPage());
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
