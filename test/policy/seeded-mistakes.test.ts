import { describe, expect, it } from "vitest";
import type { Rule, RuleFactory } from "../../policy/rule";
import { ruleFactories } from "../../policy/rules";
import { compliantVariants } from "./compliant-variants";
import { edited, judged, violationsOf, type Violation } from "./edited-stack";
import { mistakes } from "./mistakes";

const rules: Rule[] = Object.values<RuleFactory>(ruleFactories).map((factory) => factory());

/** What all rules report of a stack, by rule; rules that report nothing are not in it. */
async function caught(stack: string, ...edits: Parameters<typeof edited>[1][]): Promise<Record<string, Violation[]>> {
  const graph = judged(await edited(stack, ...edits));
  const reports = rules.map(({ name, ...rule }) => [name, violationsOf({ name, ...rule }, graph)] as const);
  return Object.fromEntries(reports.filter(([, violations]) => violations.length > 0));
}

describe("a stack that complies", () => {
  it.each(["dev", "dev on terraform-groups", "aks-dev", "aks-pools"])("%s: nothing is reported", async (stack) => {
    expect(await caught(stack)).toEqual({});
  });
});

describe("a stack that complies in another style", () => {
  it.each(compliantVariants)("$stack: $title (nothing is reported)", async ({ stack, edits }) => {
    expect(await caught(stack, ...edits)).toEqual({});
  });
});

describe("of at least 40 seeded mistakes", () => {
  it("there are as many, and no title twice", () => {
    expect(mistakes.length).toBeGreaterThanOrEqual(40);
    expect(new Set(mistakes.map(({ title, stack }) => `${stack}: ${title}`)).size).toBe(mistakes.length);
  });

  it.each(mistakes)("$stack: $title ($caughtBy alone)", async ({ stack, edits, caughtBy, says }) => {
    const reports = await caught(stack, ...edits);
    expect(reports).toEqual({ [caughtBy]: expect.anything() });
    const text = reports[caughtBy]!.map(({ message }) => message).join("\n");
    for (const words of says) expect(text).toMatch(typeof words === "string" ? new RegExp(escaped(words)) : words);
  });
});

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
