import { existsSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { describe, expect, it } from "vitest";
import { root } from "../cli/temporary-project";
import { pages, type Page } from "./pages";

const byFile = new Map(pages.map((page) => [page.file, page]));

/** What is wrong with a link. */
function problem(page: Page, link: string): string | undefined {
  const [path = "", anchor] = link.split("#");
  const file = path === "" ? page.file : relative(root, join(root, dirname(page.file), path));
  if (!existsSync(join(root, file))) {
    return `${link}: there is no ${file}`;
  }
  const target = byFile.get(file);
  return anchor === undefined || target === undefined || target.anchors.has(anchor)
    ? undefined
    : `${link}: ${file} has no heading #${anchor}`;
}

describe.each(pages.map((page) => [page.file, page] as const))("%s", (_, page) => {
  it("has links to files and headings that exist", () => {
    const own = page.links.filter((link) => !/^[a-z]+:/.test(link));
    expect(own.flatMap((link) => problem(page, link) ?? [])).toEqual([]);
  });

  it("links to the web by https, and to nothing of a workplace", () => {
    const web = page.links.filter((link) => /^[a-z]+:/.test(link));
    for (const link of web) expect(new URL(link).protocol, link).toBe("https:");
  });
});

describe("the index", () => {
  it("names every page of the folder, once", () => {
    const index = byFile.get("docs/README.md")!;
    const inFolder = pages
      .map(({ file }) => file)
      .filter((file) => /^docs\/[^/]+\.md$/.test(file) && file !== index.file);
    const named = index.links.filter((link) => /^[\w-]+\.md$/.test(link)).map((link) => `docs/${link}`);
    expect([...named].sort()).toEqual(inFolder.sort());
  });
});
