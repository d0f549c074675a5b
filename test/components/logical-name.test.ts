import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { logicalName } from "../../components/logical-name";

const componentName = fc.oneof(
  fc.string({ minLength: 1, maxLength: 120, unit: "binary" }),
  fc.stringMatching(/^[A-Za-z0-9_-]{1,100}$/),
  fc.stringMatching(/^(?:sg-|internal-|-)[A-Za-z-]{0,30}$/),
);
const suffix = fc.constantFrom("nlb", "lb", "tg");

describe("logicalName", () => {
  it("always leaves room for autonaming and is a name that AWS takes", () => {
    fc.assert(
      fc.property(componentName, suffix, (name, end) => {
        const physical = `${logicalName(name, end)}-0123abc`;
        expect(physical.length).toBeLessThanOrEqual(32);
        expect(physical).toMatch(/^[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?$/);
        expect(physical).not.toMatch(/^(?:sg|internal)-/);
      }),
    );
  });

  it("gives two components two names", () => {
    fc.assert(
      fc.property(componentName, componentName, suffix, (one, other, end) => {
        fc.pre(one !== other);
        expect(logicalName(one, end)).not.toBe(logicalName(other, end));
      }),
    );
  });

  it.each([
    ["lls", "tg", "lls-tg"],
    ["twenty-characters-ab", "nlb", "twenty-characters-ab-nlb"],
    ["twenty-one-characters", "nlb", "twenty-one-c-0f5d9dd-nlb"],
    ["prod_eu", "lb", "prod-eu-c0dc854-lb"],
    ["sg-lls", "nlb", "lls-4f15e4e-nlb"],
    ["流", "lb", "d526fa6-lb"],
  ])("of %j and %s is %s", (name, end, expected) => {
    expect(logicalName(name, end)).toBe(expected);
  });
});
