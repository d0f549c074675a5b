import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AmbiguousReference } from "../../graph/possible-graphs";
import { combineWays, type Way } from "../../policy/combine-ways";
import type { FlowVerdict, LayerVerdict, Verdict } from "../../reachability/verdict";

const urn = (name: string): string => `urn:pulumi:dev::test::aws:ec2/instance:Instance::${name}`;

const ambiguous: AmbiguousReference[] = [
  { urn: urn("node"), property: "vpcSecurityGroupIds[]", ways: ["a (new)", "b (new)"] },
  { urn: urn("rule"), property: "securityGroupId", ways: ["c (new)", "d (new)"] },
];

/** The four ways of two references. */
const picks = ["a (new)", "b (new)"].flatMap((first) => ["c (new)", "d (new)"].map((second) => [first, second]));

function layer(verdict: Verdict, reason = "why"): LayerVerdict {
  return { name: "security groups", verdict, rule: null, missing: [], code: null, reason };
}

function flow(verdict: Verdict, layers = [layer(verdict)], rest: Partial<FlowVerdict> = {}): FlowVerdict {
  return {
    ...{ id: "E2", from: "load balancer", to: "node", protocol: "UDP", ports: "30504", need: "required" },
    ...{ verdict, layers, notes: [], ...rest },
  };
}

/** One flow with a verdict for each of the four ways. */
const inFourWays = (...verdicts: Verdict[]): Way[] =>
  verdicts.map((verdict, index) => ({ picks: picks[index]!, flows: [flow(verdict)] }));

const verdict = fc.constantFrom<Verdict>("open", "closed", "partial", "unknown");

describe("verdicts of all ways", () => {
  it("stand as they are where there is one way", () => {
    const flows = [flow("closed")];
    expect(combineWays([{ picks: [], flows }], [])).toBe(flows);
  });

  it("stand where all ways agree, and are unknown where they do not", () => {
    fc.assert(
      fc.property(verdict, verdict, verdict, verdict, (...verdicts) => {
        const [combined] = combineWays(inFourWays(...verdicts), ambiguous);
        expect(combined!.verdict).toBe(new Set(verdicts).size === 1 ? verdicts[0] : "unknown");
      }),
    );
  });

  it("name the reference that decides, and no other", () => {
    const [combined] = combineWays(inFourWays("open", "open", "closed", "closed"), ambiguous);
    expect(combined!.layers).toEqual([
      layer(
        "unknown",
        "decided by `vpcSecurityGroupIds[]` of node (a (new) or b (new)), not known before it is deployed",
      ),
    ]);
    const [other] = combineWays(inFourWays("open", "closed", "open", "closed"), ambiguous);
    expect(other!.layers[0]!.reason).toContain("`securityGroupId` of rule");
    expect(other!.layers[0]!.reason).not.toContain("of node");
    const [both] = combineWays(inFourWays("open", "closed", "closed", "closed"), ambiguous);
    expect(both!.layers[0]!.reason).toMatch(/of node .* of rule /);
  });

  it("keep the layers that are the same in all ways", () => {
    const ways = picks.map((pick, index): Way => {
      const last: Verdict = index < 2 ? "open" : "closed";
      return { picks: pick, flows: [flow(last, [layer("open", "always"), layer(last)])] };
    });
    const [combined] = combineWays(ways, ambiguous);
    expect(combined!.layers).toMatchObject([{ verdict: "open", reason: "always" }, { verdict: "unknown" }]);
  });

  it("say of which way a reason is, where the verdict has several", () => {
    const ways = picks.map((pick): Way => ({ picks: pick, flows: [flow("closed", [layer("closed", pick[0])])] }));
    const [combined] = combineWays(ways, ambiguous);
    expect(combined).toEqual(
      flow("closed", [layer("closed", "a (new) (if `vpcSecurityGroupIds[]` of node is a (new))")]),
    );
  });

  it("name the reference also where only the intersection of the layers differs", () => {
    const ways = picks.map((pick, index): Way => {
      return { picks: pick, flows: [flow(index < 2 ? "partial" : "closed", [layer("partial"), layer("partial")])] };
    });
    const [combined] = combineWays(ways, ambiguous);
    expect(combined!.layers.map((each) => each.verdict)).toEqual(["partial", "partial", "unknown"]);
    expect(combined!.layers[2]!.reason).toContain("`vpcSecurityGroupIds[]` of node");
  });

  it("are compared as a whole where the ways have other flows", () => {
    const wired = (verdicts: Verdict[], index: number): Way => ({
      picks: picks[index]!,
      flows: verdicts.map((each, at) => flow(each, [layer(each)], { to: `pools of way ${index}, ${at}` })),
    });
    const same = combineWays([wired(["open"], 0), wired(["open", "open"], 1)], ambiguous);
    expect(same).toMatchObject([{ verdict: "open", to: "pools of way 0, 0" }]);
    const differ = combineWays([wired(["open"], 0), wired(["open", "closed"], 1)], ambiguous);
    expect(differ).toMatchObject([{ verdict: "unknown", layers: [{ verdict: "open" }, { verdict: "unknown" }] }]);
  });

  it("are unknown for a flow that not every way has", () => {
    const ways: Way[] = [
      { picks: picks[0]!, flows: [] },
      { picks: picks[1]!, flows: [flow("open")] },
    ];
    expect(combineWays(ways, ambiguous)).toMatchObject([{ id: "E2", verdict: "unknown" }]);
  });
});
