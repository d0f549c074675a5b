import { describe, expect, it } from "vitest";
import type { Rule, RuleFactory } from "../../../policy/rule";
import { ruleFactories } from "../../../policy/rules";
import { eksStack, type EksStackChanges } from "../../graph/eks-stack";
import { edited, judged, remove, set, violationsOf, type Edit } from "../edited-stack";
import { eksMistakes } from "../eks-mistakes";
import type { ResourceGraph } from "../../../graph/resource-graph";

const rules: Rule[] = Object.values<RuleFactory>(ruleFactories).map((factory) => factory());

/** What all rules say is to be done, one text for each message; routes aside, which lead to everybody by right. */
function remediesFor(graph: ResourceGraph): string[] {
  const stack = judged(graph);
  return rules
    .flatMap((rule) => violationsOf(rule, stack))
    .flatMap(({ message }) => [...message.matchAll(/Remedy: (.*?)(?=Closed |$)/g)].map(([, remedy]) => remedy!))
    .filter((remedy) => !remedy.startsWith("route 0.0.0.0/0 of that subnet"));
}

const noGroup: Edit = set("lls-lb", { securityGroups: undefined });
const nobody: Edit = remove("lls-nlb-in-udp-media-0.0.0.0/0");

describe("no remedy opens anything to everybody", () => {
  it.each(eksMistakes)("$stack: $title, without a group and with one that lets nobody in", async ({ stack, edits }) => {
    for (const further of [noGroup, nobody]) {
      let graph: ResourceGraph;
      try {
        graph = await edited(stack, ...edits, further);
      } catch {
        continue; // the mistake removed what is changed
      }
      const remedies = remediesFor(graph);
      expect(remedies.length).toBeGreaterThan(0);
      for (const remedy of remedies) expect(remedy).not.toContain("0.0.0.0/0");
    }
  });

  const nlb = { securityGroups: [] };
  it.each<[string, EksStackChanges, string]>([
    ["the group that is missing", { inputs: { nlb } }, "set securityGroups now"],
    [
      "the group that is missing, where nodes count on none",
      { inputs: { nlb }, without: ["media"] },
      "for UDP 30504 from the security group that the load balancer has to be made with",
    ],
    ["the clients that nobody says", { without: ["browsers"] }, "for UDP 5004 from the CIDRs of your browsers"],
    ["the load balancer's group", { without: ["media"] }, "for UDP 30504 from the load balancer's group id-of-nlb-sg"],
    [
      "clients that rules name",
      {
        inputs: { browsers: { cidrBlocks: ["198.51.100.0/24"] } },
        more: (stack) =>
          stack.add("aws:ec2/securityGroup:SecurityGroup", "unused", {
            ingress: [{ protocol: "udp", fromPort: 5004, toPort: 5004, cidrBlocks: ["0.0.0.0/0"] }],
          }),
        without: ["health"],
      },
      "for TCP 30800 from the load balancer's group id-of-nlb-sg",
    ],
  ])("of a stack without our components it names %s", (_, changes, remedy) => {
    const remedies = remediesFor(eksStack(changes));
    expect(remedies.join("\n")).toContain(remedy);
    for (const one of remedies) expect(one).not.toContain("0.0.0.0/0");
  });
});

describe("a load balancer without a group is told once, however the rules that count on it are written:", () => {
  const everything = { fromPort: 0, toPort: 0 };
  it.each<[string, object, object]>([
    ["by name", {}, {}],
    ["by number", { protocol: "17" }, { protocol: "6" }],
    ["every protocol", { protocol: "-1", ...everything }, { protocol: "-1", ...everything }],
    ["every protocol by its other name", { protocol: "all", ...everything }, { protocol: "all", ...everything }],
    ["a wider range", { fromPort: 30000, toPort: 32767 }, { fromPort: 30000, toPort: 32767 }],
  ])("%s", (_, media, health) => {
    const stack = judged(eksStack({ inputs: { nlb: { securityGroups: [] }, media, health } }));
    const told = rules.filter((rule) => violationsOf(rule, stack).length > 0).map(({ name }) => name);
    expect(told).toContain("nlb-has-security-group");
    for (const name of ["eks-media-path-open", "eks-health-check-open"]) expect(told).not.toContain(name);
  });
});
