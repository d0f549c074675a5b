import { stripVTControlCharacters } from "node:util";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatNames, formats, type FormatName } from "../../cli/format";
import type { PlanReport } from "../../cli/report";
import { flow, missing, openLayer, reportOf, reports } from "./format-reports";

const style = { color: false, width: 100 };
const endings: Record<FormatName, string> = { text: "txt", json: "json", markdown: "md", mermaid: "mmd" };
const cases = Object.keys(reports).flatMap((name) => formatNames.map((format) => ({ name, format })));

/** Text as an attacker would write it into a stack file. */
const malicious = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ..."|`<>@#\n\r\u2028[]()!*_~\\\"'&;:{}$%-=+. 1\u001b\u202e",
        "](http://evil.example)",
        "@everyone",
        "#1",
        "GH-1",
        "https://evil.example",
        "www.evil.example",
        "<img src=x>",
        "<!--",
        "</pre>",
        "</details>",
        "```",
        "end",
        "-->",
        '"]',
        "%%{init}%%",
        "x@evil.example",
      ),
      fc.string({ unit: "binary", maxLength: 8 }),
    ),
    { minLength: 1, maxLength: 8 },
  )
  .map((parts) => parts.join(""));

/** A report in which every text that can come from a configuration or a cloud is the given one. */
function filledWith(text: string): PlanReport {
  const closed = { ...openLayer(text, text), verdict: "closed" as const, code: text, reason: text };
  const partial = { ...closed, verdict: "partial" as const, missing: [missing(["192.0.2.0/24"], [text])] };
  const layers = [openLayer(text, text), closed, partial];
  const flows = [
    {
      ...flow(text, text, `${text} 2`, "closed", layers),
      installation: text,
      protocol: text,
      ports: text,
      notes: [text],
    },
    { ...flow(text, text, `${text} 2`, "open", []), installation: `${text} 2` },
  ];
  const [stack, ...rest] = reportOf([]).resources;
  return reportOf(flows, {
    stack: text,
    cloud: text,
    facts: { file: text, recordedAt: text, account: text, cluster: text },
    resources: [stack!, { ...rest[0]!, type: text, name: text }],
    policies: [{ policy: text, level: text, severity: text, urn: text, message: text, remediation: text }],
    notJudged: [text],
    prerequisites: [text],
    notices: [text],
  });
}

describe("every format", () => {
  it.each(cases)("prints the report $name as $format as reviewed", async ({ name, format }) => {
    await expect(formats[format](reports[name]!, style)).toMatchFileSnapshot(
      `../golden/cli/${name}.${endings[format]}`,
    );
  });

  it.each(formatNames)("%s ends with a single newline, also for an empty report", (format) => {
    expect(formats[format](reportOf([], { resources: [] }), style)).toMatch(/[^\n]\n$/);
  });

  it.each(formatNames)("%s takes time in proportion to the number of resources", (format) => {
    const [stack] = reportOf([]).resources;
    const chain = Array.from({ length: 20_000 }, (_, index) => ({ ...stack!, urn: `urn:${index}`, parent: "urn:0" }));
    const started = performance.now();
    formats[format](reportOf([], { resources: [{ ...stack!, urn: "urn:0" }, ...chain.slice(1)] }), style);
    // Linear is far below a second; quadratic would be minutes.
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});

describe("text", () => {
  it("keeps to the width wherever a word allows it", () => {
    fc.assert(
      fc.property(fc.integer({ min: 40, max: 160 }), fc.constantFrom(...Object.values(reports)), (width, report) => {
        for (const line of formats.text(report, { color: false, width }).trimEnd().split("\n")) {
          const words = line.trim().split(" ");
          const wrappable = words.length > 2; // a mark and one long word cannot be wrapped
          if (wrappable) expect(line.length).toBeLessThanOrEqual(width);
        }
      }),
    );
  });

  it("stays readable on a terminal that says it has no columns", () => {
    expect(formats.text(reports.open!, { color: false, width: 0 })).toBe(
      formats.text(reports.open!, { color: false, width: 40 }),
    );
  });

  it("says the same with colour and without", () => {
    for (const report of Object.values(reports)) {
      const coloured = formats.text(report, { color: true, width: 80 });
      expect(stripVTControlCharacters(coloured)).toBe(formats.text(report, { color: false, width: 80 }));
      expect(coloured).toContain("\u001b[");
    }
  });

  it("lets no value steer the terminal or begin a line of its own", () => {
    const lines = (text: string) => formats.text(filledWith(text), { color: false, width: 100_000 }).split("\n").length;
    fc.assert(
      fc.property(malicious, (text) => {
        expect(formats.text(filledWith(text), style)).not.toMatch(/[^\P{Cc}\n]|[\u202a-\u202e\u2066-\u2069]/u);
        expect(lines(text)).toBe(lines("x"));
      }),
    );
  });

  it("names six of many ranges and counts the rest", () => {
    expect(formats.text(reports.partial!, { color: false, width: 1_000 })).toContain("198.51.100.80/28 and 3 more");
  });

  it("says of a report without required flows that nothing is known", () => {
    expect(formats.text(reportOf([]), style)).toContain("? unknown: no required flow was judged");
  });
});

describe("json", () => {
  it("is the report itself, whatever the order of its keys", () => {
    for (const report of Object.values(reports)) {
      const reversed = Object.fromEntries(Object.entries(report).reverse()) as unknown as PlanReport;
      expect(JSON.parse(formats.json(report, style))).toEqual(report);
      expect(formats.json(reversed, style)).toBe(formats.json(report, style));
    }
  });
});

describe("markdown", () => {
  /** The comment without the markup that the format itself writes. */
  function values(markdown: string): string {
    return markdown
      .replace(/<\/?(details|summary|pre)>/g, "")
      .replace(/^\|(---\|)+$/gm, "")
      .replace(/^#{3,4} /gm, "")
      .replace(/^- /gm, "")
      .replace(/^\| | \|$| \| /gm, "\t")
      .replace(/&#\d+;/g, "");
  }

  it("lets no value become markup, a link, a mention or a reference", () => {
    fc.assert(
      fc.property(malicious, (text) => {
        const left = values(formats.markdown(filledWith(text), style));
        expect(left).not.toMatch(/[\\`*_[\]<>#|~@$&]|:\/\/|www\.|GH-\d/i);
        expect(left).not.toMatch(/[^\P{Cc}\n\t]|\p{Cf}/u);
      }),
      { numRuns: 500 },
    );
  });

  it("has the same blocks and cells whatever the values are", () => {
    const shape = (text: string) =>
      formats
        .markdown(filledWith(text), style)
        .split("\n")
        .map((line) => line.replace(/[^|]/g, ""));
    fc.assert(
      fc.property(malicious, (text) => {
        expect(shape(text)).toEqual(shape("x"));
      }),
    );
  });

  it("breaks up what GitHub would find in the text after it is rendered", () => {
    const rendered = (text: string) => decoded(formats.markdown(reportOf([], { notices: [text] }), style));
    expect(rendered("@octocat #12 GH-7 www.example.com https://example.com")).toContain(
      "@\u200boctocat #\u200b12 GH-\u200b7 www.\u200bexample.com https:\u200b//example.com",
    );
  });

  it("stays below the longest comment that GitHub takes, however many resources there are", () => {
    const [, , group] = reportOf([]).resources;
    const many = Array.from({ length: 5_000 }, (_, index) => ({ ...group!, urn: `urn:${index}`, name: `r${index}` }));
    const markdown = formats.markdown(reportOf([], { resources: many }), style);
    expect(markdown.length).toBeLessThan(65_536);
    expect(markdown).toContain("and 4700 more");
  });

  function decoded(text: string): string {
    return text.replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)));
  }
});

describe("mermaid", () => {
  // The part of Mermaid's flowchart grammar that is used; a label is a quoted text that is not empty, without quotes, tags and line ends.
  const label = /"(?:[^"<>\n]|<br\/>)+"/.source;
  const statements = [
    /^flowchart LR$/,
    new RegExp(`^subgraph i\\d+\\[${label}\\]$`),
    /^end$/,
    new RegExp(`^i\\d+n\\d+\\[${label}\\]$`),
    new RegExp(`^i\\d+h\\d+\\(\\[${label}\\]\\):::(open|closed|partial|unknown)$`),
    /^i\d+n\d+ (--- i\d+h\d+ -->|<--> i\d+h\d+ <-->) i\d+n\d+$/,
    /^classDef (open|closed|partial|unknown) fill:#[0-9a-f]{6},stroke:#[0-9a-f]{6},color:#[0-9a-f]{6}$/,
  ];

  it("is a flowchart, whatever the values are", () => {
    fc.assert(
      fc.property(malicious, (text) => {
        for (const line of formats.mermaid(filledWith(text), style).trimEnd().split("\n")) {
          expect(statements.some((statement) => statement.test(line.trim()))).toBe(true);
          // Outside of `#60;` no sign of Mermaid's own is left in a label.
          for (const [quoted] of line.matchAll(new RegExp(label, "g"))) {
            expect(quoted.slice(1, -1).replace(/<br\/>|#\d+;/g, "")).not.toMatch(/[#;"<>`&%{}[\]|\\@*_~]/);
          }
        }
      }),
    );
  });

  it("colours a hop by its worst required flow", () => {
    const hop = (report: PlanReport, id: string) =>
      formats
        .mermaid(report, style)
        .split("\n")
        .find((line) => line.includes(` ${id} `))
        ?.split(":::")[1];
    expect(hop(reports.closed!, "E2")).toBe("closed");
    expect(hop(reports.partial!, "E1")).toBe("partial"); // the way back, E1r, belongs to the hop
    expect(hop(reports.open!, "E1")).toBe("open");
    expect(hop(reports.open!, "E10")).toBe("closed"); // advisory only
  });
});
