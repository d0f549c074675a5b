import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import schema from "../../provider/schema.json";

const docs = join(__dirname, "..", "..", "docs");
const page = readFileSync(join(docs, "other-languages.md"), "utf8");
const example = (name: string): string => readFileSync(join(docs, "..", "examples", name), "utf8");

function blocks(language: string): string[] {
  return [...page.matchAll(new RegExp("^```" + language + "\\n([^]*?)^```$", "gm"))].map(([, text]) => text!);
}

describe("docs/other-languages.md", () => {
  it.each([
    ["yaml", "eks-yaml/Pulumi.yaml"],
    ["python", "eks-python/__main__.py"],
  ])("shows %s out of examples/%s, which is tested", (language, file) => {
    const shown = blocks(language);
    expect(shown).toHaveLength(1);
    expect(example(file)).toContain(shown[0]);
  });

  it("names the release of this version, and files that exist", () => {
    expect(blocks("sh")).toEqual([`pulumi package add github.com/OWNER/nvcf-lls/provider@${schema.version}\n`]);
    const links = [...page.matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, target]) => target!);
    expect(links.length).toBeGreaterThan(4);
    for (const link of links) expect(existsSync(join(docs, link)), link).toBe(true);
  });
});
