import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { shares, shorten } from "../../../.ci/report/shorten.mjs";

const notice = "There is more.";

/** Lines with sections that open and close, well nested. */
const sections = fc
  .array(
    fc.oneof(
      fc.string({ maxLength: 40 }).map((text) => text.replace(/[<>\n]/g, "")),
      fc.constantFrom("<details><summary>more</summary>", "<pre>", "</pre>", "</details>", "| a | b |"),
    ),
    { maxLength: 40 },
  )
  .map((lines) => {
    const open: string[] = [];
    const kept = lines.filter((line) => {
      const [, slash, name] = /^<(\/?)(details|pre)>/.exec(line) ?? [];
      if (name === undefined) return true;
      if (slash === "") open.push(name);
      else if (open.at(-1) !== name) return false;
      else open.pop();
      return true;
    });
    return [...kept, ...open.reverse().map((name) => `</${name}>`)].join("\n");
  });

const count = (text: string, what: string): number => text.split(what).length - 1;

describe("shortened Markdown", () => {
  it("is whole where it fits", () => {
    expect(shorten("a\nb", 3, notice)).toBe("a\nb");
  });

  it("ends at the end of a line, with what was open closed, and says so", () => {
    const head = ["<details><summary>more</summary>", "", "<pre>", "one", "two"];
    const tail = ["</pre>", "</details>"];
    const text = [...head, "a line that does not fit any more", ...tail].join("\n");
    expect(shorten(text, text.length - 1, notice)).toBe([...head, ...tail, "", notice].join("\n"));
  });

  it("says only that it is missing where not one line fits", () => {
    expect(shorten("x".repeat(100), 50, notice)).toBe(`\n\n${notice}`);
  });

  it("fits, closes what it opens, and is a beginning of the whole", () => {
    fc.assert(
      fc.property(sections, fc.integer({ min: 20, max: 400 }), (text, limit) => {
        const result = shorten(text, limit, notice);
        expect(result.length).toBeLessThanOrEqual(limit);
        for (const name of ["details", "pre"]) expect(count(result, `<${name}>`)).toBe(count(result, `</${name}>`));
        const [kept = ""] = result.split(/\n(?:<\/\w+>\n)*\nThere is more\.$/);
        expect(text.startsWith(kept)).toBe(true);
        expect(result.endsWith(notice)).toBe(text.length > limit);
      }),
    );
  });
});

describe("shares of a room", () => {
  it("leave what is short whole, and divide the rest evenly", () => {
    expect(shares([10, 500, 900], 410)).toEqual([10, 200, 200]);
    expect(shares([900, 10, 100], 410)).toEqual([300, 10, 100]);
    expect(shares([], 410)).toEqual([]);
  });

  it("never exceed the room, and never waste any that somebody needs", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1000)), fc.nat(5000), (lengths, room) => {
        const result = shares(lengths, room);
        const sum = (all: number[]) => all.reduce((total, each) => total + each, 0);
        expect(sum(result)).toBeLessThanOrEqual(room);
        result.forEach((share, index) => expect(share).toBeLessThanOrEqual(lengths[index]!));
        if (sum(lengths) <= room) expect(result).toEqual(lengths);
        else expect(sum(result)).toBeGreaterThan(room - Math.max(lengths.length, 1));
      }),
    );
  });
});
