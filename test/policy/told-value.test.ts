import { describe, expect, it } from "vitest";
import type { Rule, RuleFactory } from "../../policy/rule";
import { ruleFactories } from "../../policy/rules";
import { toldValue, toldZone } from "../../policy/told-value";
import { change, edited, set, violations, type Edit } from "./edited-stack";

const rules: Rule[] = Object.values<RuleFactory>(ruleFactories).map((factory) => factory());
const secret = "hunter2Secret";
const check = (field: string, value: unknown): Edit =>
  change("lls-tg", ({ healthCheck }) => (healthCheck[field] = value));
const values = (edit: (values: any) => void): Edit => change("lls-proxy-release", (inputs) => edit(inputs.values));

describe("a value that a rule finds wrong", () => {
  it.each<[string, string, string, Edit]>([
    ["path", "target-group-health-check", "dev", check("path", `/v1/health?key=${secret}`)],
    ["matcher", "target-group-health-check", "dev", check("matcher", secret)],
    ["protocol", "target-group-health-check", "dev", check("protocol", secret)],
    ["port", "target-group-health-check", "dev", check("port", secret)],
    ["interval", "target-group-health-check", "dev", check("interval", secret)],
    ["healthyThreshold", "target-group-health-check", "dev", check("healthyThreshold", secret)],
    [
      "a zone on EKS",
      "target-pool-in-zone",
      "dev",
      values((all) => (all.availabilityZones = { enabled: true, zones: [secret] })),
    ],
    [
      "a zone on AKS",
      "target-pool-in-zone",
      "aks-dev",
      values((all) => (all.availabilityZones = { enabled: true, zones: [secret] })),
    ],
    ["a label", "target-pool-in-zone", "aks-dev", values((all) => (all.nodeSelector = { pool: secret }))],
    ["a quantity", "proxy-resources", "dev", values((all) => (all.resources.limits.cpu = secret))],
    ["a protocol on EKS", "eks-media-path-open", "dev", set("lls-nlb-in-udp-media-0.0.0.0/0", { ipProtocol: secret })],
    ["a protocol on AKS", "media-path-known", "aks-dev", set(/-media$/, { protocol: secret })],
    ["an address", "media-path-known", "aks-dev", set(/-media$/, { sourceAddressPrefix: `:${secret}` })],
    ["a port", "media-path-known", "aks-dev", set(/-media$/, { destinationPortRange: secret })],
    ["a replica count", "proxy-resources", "dev", values((all) => (all.replicaCount = secret))],
  ])("is not told, whatever it is: %s", async (_, name, stack, edit) => {
    const graph = await edited(stack, edit);
    const found = rules.flatMap((rule) => violations(rule, graph).map(({ message }) => ({ rule: rule.name, message })));
    expect(found.map(({ rule }) => rule)).toContain(name);
    for (const { message } of found) {
      expect(message.toLowerCase()).not.toContain(secret.toLowerCase());
      expect(message).not.toMatch(/undefined|\s\s|\s,/);
    }
  });

  it("is told where it is a number or a range", () => {
    for (const told of ["30801", 30801, "200-399", "200,301", "-1"]) expect(toldValue(told, [], "")).toBe(`${told}`);
    for (const hidden of ["123456789012", "a1", "/v1/x", "", [1], null]) expect(toldValue(hidden, [], "x")).toBe("x");
  });

  it("is told where it is a word that the rule knows, or a zone", () => {
    expect(toldValue("UDP", ["UDP"], "x")).toBe("UDP");
    const zones = [
      "us-west-2a",
      "us-gov-west-1b",
      "us-west-2-lax-1a",
      "westeurope-1",
      "westus2-3",
      "eastus2euap-1",
      "1",
    ];
    for (const zone of zones) expect(toldZone(zone)).toBe(zone);
    for (const text of [secret, "nvapi-abc", "pass word", "hunter-2secret"]) expect(toldZone(text)).not.toContain(text);
  });
});
