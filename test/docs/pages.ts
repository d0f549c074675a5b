import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import GithubSlugger from "github-slugger";
import { lexer, walkTokens, type Token, type Tokens } from "marked";
import { root } from "../cli/temporary-project";

/** A page in Markdown. */
export interface Page {
  /** Path from the root. */
  file: string;
  text: string;
  blocks: Block[];
  /** Targets of links, as written. */
  links: string[];
  /** Anchors that GitHub gives its headings. */
  anchors: Set<string>;
}

/** A code block. */
export interface Block {
  file: string;
  /** Where it begins. */
  line: number;
  language: string;
  text: string;
}

/** Every page that is not the text of somebody else: golden files and the changes of a release, which quote. */
export const pages: Page[] = tracked().map(pageOf);

function tracked(): string[] {
  const args = ["ls-files", "--cached", "--others", "--exclude-standard", "*.md"];
  const listed = execFileSync("git", args, { cwd: root, encoding: "utf8" }).split("\n");
  return listed.filter((file) => file !== "" && !/^(test\/(golden|fixtures|ci)|\.changeset)\//.test(file)).sort();
}

function pageOf(file: string): Page {
  const text = readFileSync(join(root, file), "utf8");
  const page: Page = { file, text, blocks: [], links: [], anchors: new Set() };
  const slugger = new GithubSlugger();
  let from = 0;
  void walkTokens(lexer(text), (token: Token) => {
    if (token.type === "heading") page.anchors.add(slugger.slug(plainText(token as Tokens.Heading)));
    if (token.type === "link" || token.type === "image") page.links.push((token as Tokens.Link).href);
    if (token.type !== "code") return;
    const { lang = "", text: code } = token as Tokens.Code;
    const at = text.indexOf("```", from);
    from = text.indexOf("```", at + 3) + 3;
    page.blocks.push({ file, line: text.slice(0, at).split("\n").length, language: lang, text: `${code}\n` });
  });
  return page;
}

/** What a heading shows: GitHub makes the anchor of it. */
function plainText({ tokens }: Tokens.Heading): string {
  return tokens.map((token) => ("text" in token ? (token.text as string) : "")).join("");
}

/** The blocks of a language, on all pages. */
export function blocksOf(language: string): Block[] {
  return pages.flatMap(({ blocks }) => blocks.filter((block) => block.language === language));
}

/** Name of a block in a test. */
export function nameOf({ file, line }: Block): string {
  return `${file}:${line}`;
}
