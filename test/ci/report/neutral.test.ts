import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { neutral, neutralText } from "../../../.ci/report/neutral.mjs";
import { formats } from "../../../cli/format";
import { reports } from "../../cli/format-reports";

/** What a reader sees of Markdown whose markup is the plan's: entities as characters, those that show nothing left out. */
const shown = (markdown: string): string =>
  markdown.replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code))).replace(/\u200b/g, "");

/** What a forge looks at when it has rendered Markdown: the same with what shows nothing. */
const rendered = (markdown: string): string =>
  markdown.replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)));

const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ..."|`<>@#\n\r\t[]()!*_~\\\"'&;:{}$%^-=+./ 1aW\u001b\u202e\u200b",
        ...["&#", "&#64;", "&#x40;", "&commat;", "&#8203;", "&#58;", "&#47;", "&#47;&#47;", "&#104;ttps", "&amp;#64;"],
        ...["<details>", "</details>", "<pre>", "</pre>", "<summary>", "<details open>", "<img src=x>", "<!--", "-->"],
        ...["@everyone", "#1", "!1", "GH-1", "https://", "://", "//", "www", "www.", "mailto:a@b.example", "[x](y)"],
        ...["/close", "\n/merge", "\n  /assign @me", "::include{file=x}", "### ", "- ", "```", "![", "~~~"],
      ),
      fc.string({ unit: "binary", maxLength: 6 }),
    ),
    { minLength: 1, maxLength: 12 },
  )
  .map((parts) => parts.join(""));

describe("Markdown of a pull request", () => {
  it.each(Object.entries(reports))("that is a plan stays as it is: %s", (_, report) => {
    const plan = formats.markdown(report, { color: false, width: 120 });
    expect(plan.length).toBeGreaterThan(300);
    expect(neutral(plan)).toBe(plan);
  });

  // A · stands for what shows nothing and keeps its neighbours apart.
  it.each([
    ["[here](https://evil.example)", "&#91;here&#93;(https&#58;·//evil.example)"],
    ["![](https://evil.example/x.png)", "&#33;·&#91;&#93;(https&#58;·//evil.example/x.png)"],
    ["<https://evil.example>", "&#60;https&#58;·//evil.example>"],
    ["https&#58;//evil.example", "https&#58;·//evil.example"],
    ["https:&#47;&#47;evil.example", "https:&#38;·&#35;·47;&#38;·&#35;·47;evil.example"],
    ["see www.evil.example", "see www&#46;·evil.example"],
    ["thanks @example/owners", "thanks &#64;·example/owners"],
    ["thanks &#64;example", "thanks &#64;·example"],
    ["thanks &#x40;example", "thanks &#38;·&#35;·x40;example"],
    ["thanks &commat;example", "thanks &#38;·commat;example"],
    ["Fixes #1 and GH-2 and !3", "Fixes &#35;·1 and GH&#45;·2 and &#33;·3"],
    ["<img src=x onerror=alert(1)>", "&#60;img src=x onerror=alert(1)>"],
    ["<details open>", "&#60;details open>"],
    ["<!-- nvcf-lls: plan -->", "&#60;&#33;·-- nvcf-lls: plan -->"],
    ["/merge", "&#47;merge"],
    ["a\n  /close", "a\n  &#47;close"],
    ["::include{file=.env}", "&#58;:include{file=.env}"],
    ["**bold** `code`", "&#42;&#42;bold&#42;&#42; &#96;code&#96;"],
    ["\u202eevil", "\uFFFDevil"],
    ["### A heading\n\n- an item\n\n| a | b |\n|---|---|", "### A heading\n\n- an item\n\n| a | b |\n|---|---|"],
  ])("becomes text: %s", (given, expected) => {
    expect(neutral(given)).toBe(expected.replaceAll("·", "&#8203;"));
  });

  it("has no link, picture, mention, reference, command or other HTML, whatever it is", () => {
    fc.assert(
      fc.property(hostile, (given) => {
        const result = neutral(given);
        const text = rendered(result);
        expect(result).not.toMatch(/[[\]`*_\\]/);
        expect(result.replace(/<\/?(?:details|summary|pre)>/g, "")).not.toMatch(/</);
        expect(result).not.toMatch(/&(?!#\d+;)/);
        expect(text).not.toMatch(/[@!%~$^]\w|#\w|:\/\/|www\.(?!\u200b)|GH-\d/i);
        expect(result).not.toMatch(/^\s*(?:\/\w|::)/m);
        expect(result).not.toMatch(/[^\P{C}\n\t]/u);
      }),
      { numRuns: 1000 },
    );
  });
});

describe("the output of a command", () => {
  it("reads in a <pre> as it was, without control characters", () => {
    fc.assert(
      fc.property(hostile, (given) => {
        const result = neutralText(given);
        expect(result).not.toMatch(/</);
        expect(shown(result)).toBe(given.replace(/\r\n?/g, "\n").replace(/[^\P{C}\n\t]/gu, "\uFFFD"));
      }),
    );
  });
});
