import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { readPolicyConfig } from "../../cli/policy-config";
import { formats } from "../../cli/format";
import { plan } from "../../cli/plan";
import { configuredRules } from "../../policy/settings";
import { lls, planned } from "../cli/run-lls";
import { root, temporaryFolder, temporaryProject } from "../cli/temporary-project";
import { blocksOf, nameOf, pages, type Block } from "./pages";
import { programs } from "./programs";
import { commandsOf } from "./shell";

/** Languages of blocks, each with what checks it. `ts` is in programs.test.ts. */
const languages = ["json", "mermaid", "python", "sh", "text", "ts", "yaml"];

/** Pages whose blocks of a language have a test of their own. */
const elsewhere: Record<string, Record<string, string>> = {
  json: { "docs/ci.md": "test/ci/page.test.ts" },
  python: { "docs/other-languages.md": "test/provider/other-languages.test.ts" },
  text: { "docs/recovery.md": "test/cli/recovery-page.test.ts" },
  yaml: { "docs/ci.md": "test/ci/gitlab.test.ts", "docs/other-languages.md": "test/provider/other-languages.test.ts" },
};

function ofLanguage(language: string): [string, Block][] {
  return blocksOf(language)
    .filter(({ file }) => elsewhere[language]?.[file] === undefined)
    .map((block) => [nameOf(block), block]);
}

describe("code blocks", () => {
  it("are in languages that are checked", () => {
    const all = pages.flatMap(({ blocks }) => blocks);
    expect(all.length).toBeGreaterThan(40);
    expect(
      all.filter(({ language }) => !languages.includes(language)).map((block) => `${nameOf(block)} ${block.language}`),
    ).toEqual([]);
  });
});

describe("blocks that another test checks", () => {
  it.each(Object.entries(elsewhere))("in %s: the page has some, and the test reads the page", (language, tests) => {
    for (const [file, test] of Object.entries(tests)) {
      expect(
        blocksOf(language).some((block) => block.file === file),
        file,
      ).toBe(true);
      expect(existsSync(join(root, test)), test).toBe(true);
    }
    const all = blocksOf(language).map(({ file }) => file);
    if (language === "python") expect(all.filter((file) => tests[file] === undefined)).toEqual([]);
  });
});

describe.each(ofLanguage("sh"))("sh, %s", (_, { text }) => {
  it("is a script that a shell takes", () => {
    execFileSync("bash", ["-n"], { input: text });
  });

  it("runs commands that exist, with options that they have", async () => {
    const commands = commandsOf(text);
    expect(commands).not.toEqual([]);
    const problems: string[] = [];
    for (const command of commands) {
      const check = programs[command.words[0]!];
      const problem = check ? await check(command) : `nobody here knows the program ${command.words[0]}`;
      if (problem !== undefined) problems.push(`${command.text}: ${problem}`);
    }
    expect(problems).toEqual([]);
  });
});

describe("plans that pages run", () => {
  const stackOf = (words: string[]): string =>
    words.includes("--stack") ? words[words.indexOf("--stack") + 1]! : "dev";
  const runs = blocksOf("sh").flatMap((block) =>
    commandsOf(block.text)
      .map(({ words }) => {
        if (words[0] === "npm" && words[1] === "start")
          return ["plan", ...words.slice(2).filter((word) => word !== "--")];
        const at = words.indexOf("lls");
        return at >= 0 && words[at + 1] === "plan" ? words.slice(at + 1) : [];
      })
      .filter((args) => args.length > 0 && existsSync(join(root, `Pulumi.${stackOf(args)}.yaml`)))
      .map((args) => [nameOf(block), args, block.file] as const),
  );

  it("are there", () => {
    expect(runs.length).toBeGreaterThanOrEqual(2);
  });

  it.each(runs)("%s: %j ends with a plan", async (_, args, file) => {
    // The configuration that a page names is the one that it shows.
    const config = join(temporaryFolder(), "policies.json");
    writeFileSync(config, blocksOf("json").find((block) => block.file === file)?.text ?? "");
    const { code, out } = await lls(root, ...args.map((word) => (word === "policies.json" ? config : word)));
    expect([0, 1]).toContain(code);
    expect(out).toContain("Required flows");
  });
});

describe.each(ofLanguage("yaml"))("yaml, %s", (_, { text }) => {
  it("is a stack file that plans to open", async () => {
    expect(parse(text)).toHaveProperty("config");
    const { code } = await planned(temporaryProject(text));
    expect(code).toBe(0);
  });
});

describe.each(ofLanguage("json"))("json, %s", (_, { text }) => {
  it("is a configuration that the policies take", () => {
    const file = join(temporaryFolder(), "config.json");
    writeFileSync(file, text);
    expect(readPolicyConfig(file, configuredRules()).rules.length).toBeGreaterThan(10);
  });
});

describe.each(ofLanguage("text"))("text, %s", (_, { text, file }) => {
  it("is what a plan prints, the parts left out marked", async () => {
    const { text: page } = pages.find((one) => one.file === file)!;
    const before = page.slice(0, page.indexOf(text.split("\n")[1]!));
    const facts = [...before.matchAll(/--facts (\S+)/g)].at(-1)![1]!;
    const printed = formats.text(await plan(root, { stack: "dev", facts: join(root, facts) }), {
      color: false,
      width: 120,
    });
    for (const part of text.split(/^ *…\n/m)) expect(printed).toContain(part);
  });
});

describe("mermaid", () => {
  it.each([
    ["dev", 0],
    ["aks-pools", 1],
  ])("docs/architecture.md shows what `lls plan` draws of %s", async (stack, index) => {
    const drawn = formats.mermaid(await plan(root, { stack }), { color: false, width: 120 });
    const blocks = blocksOf("mermaid").filter(({ file }) => file === "docs/architecture.md");
    expect(blocks).toHaveLength(2);
    expect(blocks[index]!.text).toBe(drawn);
  });

  it("other diagrams are flowcharts of boxes and arrows, and name folders that exist", () => {
    const others = blocksOf("mermaid").filter(({ file }) => file !== "docs/architecture.md");
    expect(others).not.toEqual([]);
    for (const { text } of others) {
      const [first, ...lines] = text.trimEnd().split("\n");
      expect(first).toMatch(/^flowchart (LR|TD)$/);
      const node = String.raw`[a-z]\w*(?:\[\([^\])]+\)\]|\[[^\]]+\])?`;
      const line = new RegExp(String.raw`^  ${node}(?: -->(?:\|[^|]+\|)? ${node})*$`);
      for (const each of lines) expect(each).toMatch(line);
      const folders = [...text.matchAll(/\[([a-z]+): /g)].map(([, folder]) => folder!);
      for (const folder of folders) expect(existsSync(join(root, folder)), folder).toBe(true);
    }
  });
});

describe("docs/cost.md", () => {
  it("has the day of every price", () => {
    const page = readFileSync(join(root, "docs", "cost.md"), "utf8");
    const rows = page.split("\n").filter((line) => /^\|.*\$\d/.test(line));
    expect(rows.length).toBeGreaterThanOrEqual(8);
    for (const row of rows) expect(row).toMatch(/20\d\d-\d\d-\d\d \|$/);
  });

  it("counts right: a month is 730 hours", () => {
    const page = readFileSync(join(root, "docs", "cost.md"), "utf8");
    const rows = [
      ...page.matchAll(
        /^\|[^|]+\| (?:(\d) × )?\$(\d+\.\d+)(?: \([^)]*\))?(?: a unit and| an) hour(?:[^|]*)\| (?:about )?\$(\d+(?:\.\d+)?)/gm,
      ),
    ];
    expect(rows.length).toBeGreaterThanOrEqual(6);
    for (const [row, times = "1", price, month] of rows) {
      const exact = Number(times) * Number(price) * 730;
      expect(Math.abs(exact - Number(month)), row).toBeLessThan(/about/.test(row) ? 1 : 0.01);
    }
  });
});
