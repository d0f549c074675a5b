import { describe, expect, it } from "vitest";
import type { GivenInstallation } from "../../../graph/lls-installations";
import type { ResourceGraph } from "../../../graph/resource-graph";
import type { Rule, RuleFactory } from "../../../policy/rule";
import { ruleFactories } from "../../../policy/rules";
import { aksStack, media } from "../../graph/aks-stack";
import { eksStack, type EksStackChanges } from "../../graph/eks-stack";
import type { StackBuilder } from "../../graph/stack-builder";
import { judged, violationsOf } from "../edited-stack";
import { rule as existing } from "../../reachability/azure/installation";

const rules: Rule[] = Object.values<RuleFactory>(ruleFactories).map((factory) => factory());
const flowRules = ["eks-media-path-open", "both-nsg-layers-open"];
const bad = "203.0.113.0/24";

/** Names of the rules about flows that report a stack, and what media-path-known says of it. */
function told(graph: ResourceGraph, given: GivenInstallation[]): { closed: string[]; known: string } {
  const stack = judged(graph, given);
  const messages = (name: string): string[] =>
    violationsOf(
      rules.find((rule) => rule.name === name)!,
      stack,
    ).map(({ message }) => message);
  return {
    closed: flowRules.filter((name) => messages(name).length > 0),
    known: messages("media-path-known").join("\n"),
  };
}

/** A network ACL of the load balancer's subnet that denies something before everything is let through. */
function acl(direction: "ingress" | "egress", denied: object): EksStackChanges {
  const all = { protocol: "-1", ruleNo: 100, action: "allow", cidrBlock: "0.0.0.0/0", fromPort: 0, toPort: 0 };
  const deny = { ...all, ruleNo: 50, action: "deny", ...denied };
  const lists = { ingress: [all], egress: [all], [direction]: [deny, all] };
  const more = (stack: StackBuilder): unknown =>
    stack.add("aws:ec2/networkAcl:NetworkAcl", "acl", {
      ...{ vpcId: stack.ref("vpc"), subnetIds: [stack.ref("public")], ...lists },
    });
  return { more: more };
}

const halfAtNodes = { media: { sourceSecurityGroupId: undefined, cidrBlocks: ["0.0.0.0/1"] } };
const nsg =
  "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg/providers/Microsoft.Network/networkSecurityGroups/nsg";

/** Facts of the same group, in which somebody else has a rule above ours. */
const givenAks = (rule: object, clients?: string[]): GivenInstallation => ({
  ...{ cloud: "aks", name: "release", ...(clients && { clients }) },
  facts: {
    network: {
      ...{ adminRules: [], agentPools: [], routeTables: [], subnets: [], virtualNetworkCidrs: ["10.0.0.0/16"] },
      networkSecurityGroups: [{ id: nsg, name: "nsg", managed: false, rules: [existing("others", 200, rule)] }],
    },
  } as never,
});
const givenEks = (clients?: string[]): GivenInstallation => ({
  cloud: "eks",
  name: "release",
  ...(clients && { clients }),
});
const deny = (more: object) => ({ allow: false, protocol: "*", ...more });
const everyone = ["0.0.0.0/0"];

type Case = [title: string, graph: () => ResourceGraph, given: (clients?: string[]) => GivenInstallation];

describe("a part of the internet is shut out, and nobody says the audience: it is told, and nothing is a violation", () => {
  it.each<Case>([
    ["EKS: a network ACL denies bad addresses", () => eksStack(acl("ingress", { cidrBlock: bad })), givenEks],
    ["EKS: it denies answers to them", () => eksStack(acl("egress", { cidrBlock: bad })), givenEks],
    ["EKS: nodes admit half of the world", () => eksStack({ inputs: halfAtNodes }), givenEks],
    [
      "AKS: a rule of others denies bad addresses",
      () => aksStack(),
      (clients) => givenAks(deny({ sources: [bad] }), clients),
    ],
  ])("%s", (_, graph, given) => {
    const inferred = told(graph(), [given()]);
    expect(inferred.closed).toEqual([]);
    expect(inferred.known).toMatch(/whether those are meant whom .* shuts out .*, which clients of read-stack says/);
    // Said in words, it is.
    const said = told(graph(), [given(everyone)]);
    expect(said.closed).toHaveLength(1);
    expect(said.known).not.toContain("whether those are meant");
  });
});

describe("what is shut out for everybody is a violation, whoever says the audience", () => {
  it.each<Case>([
    [
      "EKS: a network ACL denies answers to a part of the ports",
      () => eksStack(acl("egress", { protocol: "17", fromPort: 40000, toPort: 65535 })),
      givenEks,
    ],
    ["EKS: a network ACL denies everybody", () => eksStack(acl("ingress", {})), givenEks],
    [
      "AKS: a part of the source ports",
      () => aksStack({ inputs: { rule: { ...media, sourcePortRange: "1024-40000" } } }),
      (clients) => givenAks({ allow: true, protocol: "Tcp", sources: [bad] }, clients),
    ],
    ["AKS: a rule of others denies everybody", () => aksStack(), (clients) => givenAks(deny({}), clients)],
  ])("%s", (_, graph, given) => {
    for (const clients of [undefined, everyone]) {
      const { closed, known } = told(graph(), [given(clients)]);
      expect(closed).toHaveLength(1);
      expect(known).not.toContain("whether those are meant");
    }
  });
});
