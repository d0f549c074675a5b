import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { securityRule } from "../../graph/azure/security-rules";
import { unknownValue } from "../../graph/unknown";

const written = {
  ...{ securityRuleName: "media", priority: 400, direction: "Inbound", access: "Allow", protocol: "Udp" },
  ...{ sourceAddressPrefix: "Internet", sourcePortRange: "*" },
  ...{ destinationAddressPrefix: "*", destinationPortRange: "30000-32767", description: "why" },
};
const facts = {
  ...{ name: "media", priority: 400, inbound: true, allow: true, protocol: "Udp", description: "why" },
  ...{ sources: ["Internet"], sourcePorts: ["*"], destinations: ["*"], destinationPorts: ["30000-32767"] },
  ...{ sourceApplicationSecurityGroupIds: [], destinationApplicationSecurityGroupIds: [] },
};
const parts = {
  priority: "priority",
  direction: "inbound",
  access: "allow",
  protocol: "protocol",
  sourceAddressPrefix: "sources",
  sourcePortRange: "sourcePorts",
  destinationAddressPrefix: "destinations",
  destinationPortRange: "destinationPorts",
} as const;

describe("securityRule", () => {
  it("reads a standalone and an inline rule alike", () => {
    const { securityRuleName, ...rest } = written;
    expect(securityRule(written, "x")).toEqual(facts);
    expect(securityRule({ ...rest, name: securityRuleName }, "x")).toEqual(facts);
    expect(securityRule(rest, "x").name).toBe("x");
  });

  it("reads singular and plural properties, numbers and other letters alike", () => {
    const plural = { ...written, sourceAddressPrefix: undefined, sourceAddressPrefixes: ["Internet"] };
    expect(securityRule(plural, "x")).toEqual(facts);
    expect(securityRule({ ...written, direction: "inbound", access: "ALLOW", priority: "400" }, "x")).toEqual(facts);
    expect(securityRule({ ...written, destinationPortRange: 443 }, "x").destinationPorts).toEqual(["443"]);
    const ports = { destinationPortRange: undefined, destinationPortRanges: ["443", 8443] };
    expect(securityRule({ ...written, ...ports }, "x").destinationPorts).toContain("443");
  });

  it("reads ids of application security groups", () => {
    const groups = { sourceAddressPrefix: undefined, sourceApplicationSecurityGroups: [{ id: "a" }, { id: "b" }] };
    expect(securityRule({ ...written, ...groups }, "x")).toMatchObject({
      sources: [],
      sourceApplicationSecurityGroupIds: ["a", "b"],
    });
  });

  it.each(Object.entries(parts))("leaves undecided what %s does not say yet, and reads the rest", (property, part) => {
    for (const hidden of [unknownValue, "[secret]"]) {
      const rule = securityRule({ ...written, [property]: hidden }, "x");
      expect(rule.undecided).toEqual([part]);
      const said = Object.entries(facts).filter(([key]) => key !== part);
      expect(rule).toMatchObject(Object.fromEntries(said));
    }
  });

  it("keeps of a list what it certainly has", () => {
    const half = { sourceAddressPrefix: undefined, sourceAddressPrefixes: ["192.0.2.0/24", unknownValue] };
    expect(securityRule({ ...written, ...half }, "x")).toMatchObject({
      sources: ["192.0.2.0/24"],
      undecided: ["sources"],
    });
  });

  it("never throws, whatever is written", () => {
    const properties = [...Object.keys(written), "sourceAddressPrefixes", "destinationApplicationSecurityGroups"];
    const rules = fc.dictionary(fc.constantFrom(...properties), fc.anything());
    fc.assert(
      fc.property(fc.oneof(rules, fc.anything()), (rule) => {
        expect(securityRule(rule, "x").name).toBeTypeOf("string");
      }),
    );
  });
});
