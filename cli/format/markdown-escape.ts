import { printable } from "./printable";

/** Keeps GitHub from making a mention, a reference or a link of the two characters that it stands between. */
const zeroWidthSpace = "&#8203;";

/**
 * Text that Markdown, HTML and GitHub show as it is, in a sentence, a table cell or a `<pre>`: whatever could begin markup is
 * written as a character entity, and mentions, references to issues and addresses of web pages are broken up.
 */
export function escapeMarkdown(value: string): string {
  return (
    printable(value)
      .replace(/[\\`*_[\]<>#|~@&$]/g, entity)
      .replace(/&#(?:35|64);/g, (hashOrAt) => `${hashOrAt}${zeroWidthSpace}`)
      .replace(/:(?=\/\/)/g, (colon) => `${entity(colon)}${zeroWidthSpace}`)
      .replace(/(?<=www)\./gi, (dot) => `${entity(dot)}${zeroWidthSpace}`)
      .replace(/(?<=GH)-(?=\d)/gi, (dash) => `${entity(dash)}${zeroWidthSpace}`)
      // What would begin a list, a rule or a heading.
      .replace(/^[-+=]|(?<=^\d+)[.)]/, entity)
  );
}

function entity(character: string): string {
  return `&#${character.codePointAt(0)};`;
}
