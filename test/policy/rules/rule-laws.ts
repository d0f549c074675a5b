import { basename } from "node:path";
import { unknownCheckingProxy } from "@pulumi/policy";
import { describe, expect, it } from "vitest";
import type { ResourceGraph } from "../../../graph/resource-graph";
import { engineGraph } from "../../../policy/engine-graph";
import { plainValues } from "../../../policy/plain-values";
import type { Rule, RuleFactory, RuleLevel } from "../../../policy/rule";
import { mediaPathKnown } from "../../../policy/rules/media-path-known";
import { compliant, edited, firstPreview, violations, type Edit, type Violation } from "../edited-stack";
import { mistakesOf } from "../mistakes";
import { stackPolicyResources } from "../stack-policy-resources";

/** A change of a stack that complies. */
interface Changed {
  title: string;
  stack: string;
  edits: Edit[];
}

/** What is tested of a rule besides the laws that hold for all. */
export interface RuleCases {
  /** File of the test, which has the rule's name. */
  file: string;
  factory: RuleFactory<any>;
  level: RuleLevel;
  /** Logical names of the resources that its reports point to. */
  pointsTo: string[];
  /** A property that is not written: whether the rule reports it, or what media-path-known names instead. */
  undefinedProperties: (Changed & { reported: boolean; named?: string })[];
  /** A value that is not known: the rule is silent, and media-path-known names it; null where dependencies say it all the same. */
  unknownValues: (Changed & { named: string | null })[];
  /** Configurations, and whether the changed stack is reported with them. */
  configs?: (Changed & { config: object; reported: boolean })[];
}

/** The laws of every rule about the media path; what it has to catch are the seeded mistakes. */
export function ruleLaws(cases: RuleCases): void {
  const { factory } = cases;
  const rule: Rule = factory();
  const name = basename(cases.file, ".test.ts");
  const mistakes = mistakesOf(name);
  const report = async ({ stack, edits }: Omit<Changed, "title">, config?: object, by = rule) =>
    violations(by, await edited(stack, ...edits), config);
  const expectNamed = async (changed: Omit<Changed, "title">, named: string) => {
    const known = await report(changed, {}, mediaPathKnown());
    expect(known.map(({ message }) => message).join("\n")).toContain(named);
  };

  describe(name, () => {
    it("says what it is, what it demands and what to do", () => {
      const { displayName, description, remediationSteps, severity, configSchema } = rule;
      expect(rule).toMatchObject({ name, level: cases.level });
      expect(["low", "medium", "high", "critical"]).toContain(severity);
      for (const text of [description, remediationSteps]) expect(text).toMatch(/^[A-Z][^]{30,}\.$/);
      expect(displayName).toMatch(/^[A-Z].{5,60}[^.]$/);
      expect(Object.keys(rule.defaults).sort()).toEqual(Object.keys(configSchema?.properties ?? {}).sort());
    });

    it("is pure: what one caller sets, another does not see", () => {
      const set = factory({ ignoreInstallations: ["lls"] });
      expect(set.defaults).toEqual({ ...rule.defaults, ignoreInstallations: ["lls"] });
      expect(factory().defaults).toEqual(rule.defaults);
    });

    it.each(mistakes)("fails: $stack, $title", async (mistake) => {
      const found = await report(mistake);
      expect(found).not.toEqual([]);
      for (const { urn, message } of found) {
        expect(cases.pointsTo).toContain(urn.split("::").at(-1));
        expect(message).toMatch(/^[A-Z][^]*\.$/);
        expect(message).toContain("nstallation lls");
        expect(message).not.toMatch(/undefined|null|NaN|\[object|,,|\.\.|\s\s/);
      }
    });

    it.each(mistakes)("fails in a first preview, as the policy SDK hands it: $stack, $title", async (mistake) => {
      const graph = await edited(mistake.stack, ...mistake.edits, firstPreview);
      expect(sorted(violations(rule, await fromSdk(graph)))).toEqual(sorted(violations(rule, graph)));
      expect(violations(rule, graph)).not.toEqual([]);
    });

    it("leaves alone an installation that it is told to ignore, whoever tells it", async () => {
      const mistake = mistakes[0]!;
      expect(await report(mistake, { ignoreInstallations: ["lls"] })).toEqual([]);
      expect(await report(mistake, {}, factory({ ignoreInstallations: ["lls"] }))).toEqual([]);
      expect(await report(mistake, { ignoreInstallations: ["another"] })).not.toEqual([]);
    });

    it.each(cases.undefinedProperties)("undefined: $title", async ({ reported, named, ...changed }) => {
      const found = await report(changed);
      expect(found.length > 0).toBe(reported);
      if (named !== undefined) await expectNamed(changed, named);
    });

    it.each(cases.unknownValues)("unknown: $title", async ({ named, ...changed }) => {
      if (cases.factory !== mediaPathKnown) expect(await report(changed)).toEqual([]);
      if (named === null) expect(await report(changed, {}, mediaPathKnown())).toEqual([]);
      else await expectNamed(changed, named);
      const graph = await edited(changed.stack, ...changed.edits);
      for (const each of [rule, mediaPathKnown()]) {
        expect(sorted(violations(each, await fromSdk(graph)))).toEqual(sorted(violations(each, graph)));
      }
    });

    if (cases.configs) {
      it.each(cases.configs)("configured: $title", async ({ config, reported, ...changed }) => {
        expect((await report(changed, config)).length > 0).toBe(reported);
        expect((await report(changed, {}, factory(config))).length > 0).toBe(reported);
      });
    }

    it("says nothing of a stack without LLS", async () => {
      const graph = await compliant("dev");
      graph.resources = graph.resources.filter(({ urn }) => !urn.includes("EksLls"));
      expect(violations(rule, graph)).toEqual([]);
    });
  });
}

/** The graph as a pack gets it: behind the proxies of the policy SDK, which throw where a value is not known. */
async function fromSdk(graph: ResourceGraph): Promise<ResourceGraph> {
  const inputs = graph.resources.map(
    (one) => [one.urn, plainValues(unknownCheckingProxy(one.inputs) as object)] as const,
  );
  return engineGraph(await stackPolicyResources(graph), new Map(inputs));
}

function sorted(found: Violation[]): string[] {
  return found.map(({ urn, message }) => `${urn} ${message}`).sort();
}
