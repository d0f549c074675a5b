import { describe, expect, it } from "vitest";
import { exitCodeOf } from "../../cli/plan-report";
import type { PlanReport } from "../../cli/report";
import type { Rule, RuleFactory } from "../../policy/rule";
import { ruleFactories } from "../../policy/rules";
import { configuredRules } from "../../policy/settings";
import { violationsOf as allViolations } from "../../policy/violations";
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

const flowRules = ["eks-media-path-open", "eks-health-check-open", "node-to-node-open", "both-nsg-layers-open"];

describe("of each seeded mistake", () => {
  it.each(mistakes)(
    "$stack: $title: the exit code is that of the level of $caughtBy",
    async ({ stack, edits, caughtBy }) => {
      const configured = configuredRules();
      const { level } = configured.find(({ rule }) => rule.name === caughtBy)!;
      const policies = allViolations(judged(await edited(stack, ...edits)), configured, "urn");
      // The flows have a verdict of their own; here the policies alone decide.
      const report = { flows: [], assumed: false, policies } as unknown as PlanReport;
      expect(exitCodeOf(report, false)).toBe(level === "mandatory" ? 1 : 0);
    },
  );

  const ofFlows = mistakes.filter(({ caughtBy }) => flowRules.includes(caughtBy));

  it.each(ofFlows)("$stack: $title: layer, rule, ports and remedy are named", async ({ stack, edits, caughtBy }) => {
    const graph = await edited(stack, ...edits);
    const closed = judged(graph).installations.flatMap(({ flows }) =>
      flows.filter(({ verdict }) => verdict !== "open"),
    );
    const [found] = Object.entries(await caught(stack, ...edits)).filter(([name]) => name === caughtBy);
    for (const { message } of found![1]) {
      const flow = closed.find(({ id }) => message.startsWith(`${id} of installation`))!;
      expect(message).toMatch(/Closed (in part )?by \S|What its layers let through/);
      expect(message).toContain(`${flow.protocol} ${flow.ports}`);
      // Some reasons say themselves what to do.
      expect(message).toMatch(/Remedy: |: choose endpoint |; let the firewall /);
    }
    const text = found![1].map(({ message }) => message).join("\n");
    const layers = closed
      .flatMap((flow) => flow.layers)
      .filter(({ name, verdict }) => verdict !== "open" && text.includes(`by ${name}:`));
    expect(layers.length).toBeGreaterThan(0);
    for (const { rule } of layers) if (rule !== null) expect(text).toContain(rule);
  });
});

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
