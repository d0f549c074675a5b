import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { unknownValue } from "../../graph/unknown";
import { MadeResource } from "../../simulator/component/made-resource";
import { Value } from "../../simulator/component/value";
import { asReference, asSecret, holdsSecret, openValue, plainOf, shownValue } from "../../simulator/wire";

const urn = "urn:pulumi:dev::test::aws:ec2/vpc:Vpc::vpc";
const plain = fc.jsonValue({ maxDepth: 3 });
const sources = fc.uniqueArray(fc.constantFrom("urn:a", "urn:b", "urn:c"));

describe("a value", () => {
  it("made of plain ones is what they are, and comes from nowhere", () => {
    fc.assert(
      fc.property(plain, (value) => {
        const made = Value.of(value);
        // A wire has no negative zero, and objects without a prototype.
        expect(JSON.stringify(made.wire)).toBe(JSON.stringify(value));
        expect(made.sources).toEqual([]);
      }),
    );
  });

  it("made of others comes from where they come from, each once, however deep", () => {
    fc.assert(
      fc.property(plain, plain, sources, sources, (one, other, oneFrom, otherFrom) => {
        const made = Value.of({
          list: [new Value(one, oneFrom), { deep: new Value(other, otherFrom) }],
          text: "plain",
        });
        expect(made.wire).toEqual({ list: [one, { deep: other }], text: "plain" });
        expect(made.sources).toEqual([...new Set([...oneFrom, ...otherFrom])]);
        expect(made.at("list", 1, "deep")).toEqual(new Value(other, made.sources));
      }),
    );
  });

  it("that follows from another is as secret, and comes from the same", () => {
    fc.assert(
      fc.property(plain, sources, fc.boolean(), (value, from, secret) => {
        const result = new Value({ it: secret ? asSecret(value) : value }, from).map(({ it }: { it: unknown }) => [it]);
        expect(plainOf(result.wire)).toEqual([value]);
        expect(holdsSecret(result.wire)).toBe(secret);
        expect(result.sources).toEqual(from);
      }),
      { examples: [[JSON.parse('{"__proto__":0}'), [], false]] },
    );
  });

  it.each([
    ["itself", unknownValue],
    ["a part of it", { list: ["known", unknownValue] }],
    ["a secret in it", { secret: asSecret(unknownValue) }],
    ["a resource without an id", [asReference({ urn, id: "" })]],
  ])("is not worked on where it is unknown: %s", (_title, wire) => {
    const result = new Value(wire, [urn]).map(() => expect.unreachable());
    expect(result).toEqual(new Value(unknownValue, [urn]));
  });

  it("has properties that are unknown where it is, and none where it has none", () => {
    const at = (wire: unknown, ...path: (string | number)[]): unknown => new Value(wire).at(...path).wire;
    expect(at(unknownValue, "deep", 0)).toBe(unknownValue);
    for (const wire of [undefined, null, "text", 1, {}]) expect(at(wire, "deep", 0)).toBeUndefined();
    expect(at({ deep: [unknownValue, 2] }, "deep", 1)).toBe(2);
  });

  it("of a secret is secret", () => {
    const whole = new Value(asSecret({ user: { name: "me" } }));
    expect(whole.at("user", "name").wire).toEqual(asSecret("me"));
    expect(whole.at("other").isGiven).toBe(false);
  });

  it("gives way to another only where it is not there", () => {
    for (const wire of [undefined, null])
      expect(new Value(wire).or([new Value(1, [urn])])).toEqual(new Value([1], [urn]));
    for (const wire of [unknownValue, false, 0, ""]) expect(new Value(wire).or("other").wire).toBe(wire);
  });
});

describe("a reference", () => {
  it.each([
    ["of a resource", { urn, id: "vpc-1" }, "vpc-1"],
    ["of one that is not made yet", { urn, id: "" }, unknownValue],
    ["of a component", { urn }, urn],
  ])("%s is its id to a cloud and in a graph, and stays one to components", (_title, reference, shown) => {
    const wire = asReference(reference);
    expect(openValue(wire)).toBe(shown);
    expect(shownValue({ list: [wire] })).toEqual({ list: [shown] });
    expect(plainOf({ list: [wire] })).toEqual({ list: [wire] });
  });
});

describe("a resource that a component made", () => {
  it("has outputs that come from it; in a preview those that are missing are unknown", () => {
    const outputs = { name: "own", tags: { team: "streaming" } };
    const [made, previewed] = [false, true].map((preview) => new MadeResource([urn], "vpc-1", outputs, preview));
    for (const resource of [made!, previewed!]) {
      expect(resource.output("tags", "team")).toEqual(new Value("streaming", [urn]));
      expect(resource.id).toEqual(new Value("vpc-1", [urn]));
    }
    expect(made!.output("arn").isGiven).toBe(false);
    expect(previewed!.output("arn")).toEqual(new Value(unknownValue, [urn]));
  });

  it("has an id that is unknown as long as there is none, and a reference all the same", () => {
    const resource = new MadeResource([urn], "", {}, true);
    expect(resource.id.wire).toBe(unknownValue);
    expect(resource.reference.wire).toEqual(asReference({ urn, id: "" }));
  });

  it("is unknown altogether where nobody knows which one it is", () => {
    const resource = MadeResource.unknown(["urn:a", "urn:b"]);
    for (const value of [resource.id, resource.reference, resource.output("name")]) {
      expect(value).toEqual(new Value(unknownValue, ["urn:a", "urn:b"]));
    }
    expect(() => resource.urn).toThrow("not known which resource");
  });
});
