// @ts-check
// What a pull request wrote, in the words of somebody who may write comments: it has to stay text.

/** Keeps a forge from making a mention, a reference or a link of the two characters that it stands between. */
const zeroWidthSpace = "&#8203;";

/** Numbers of the entities that `lls plan` writes. Any other one is shown as it stands: it could hide what is looked for here. */
const written = "33|35|36|37|38|41|42|43|45|46|58|60|61|62|64|91|92|93|95|96|124|126|8203";

/**
 * Markdown of a plan that GitHub and GitLab show as a plan, whoever wrote it: headings, tables, lists and sections stay. No
 * other HTML does, and no link, picture, mention, reference or command: what could begin one becomes text that looks the same.
 * @param {string} markdown
 */
export function neutral(markdown) {
  return (
    printable(markdown)
      .replace(/<(?!\/?(?:details|summary|pre)>)/g, entity)
      .replace(new RegExp(`&(?!#(?:${written});)`, "g"), entity)
      .replace(/[\\`*_[\]]/g, entity)
      // @user, #1, !1, %1, ~label, $1, &1, ^alert. A # before a space is a heading.
      .replace(/(?:[@!%~$^]|(?<!&)#(?!#)|&#(?:33|35|36|37|38|64|126);)(?=\S)(?!&#8203;)/g, broken)
      // https://…, www.…, GH-1
      .replace(/(?::|&#58;)(?=\/\/)|(?<=www)(?:\.|&#46;)(?!&#8203;)|(?<=GH)(?:-|&#45;)(?=\d)/gi, broken)
      // GitLab carries out lines that begin with /, and includes files on ::
      .replace(/^([ \t]*)([/:])(?=[\w:])/gm, (_, space, character) => space + entity(character))
  );
}

/**
 * The inside of a `<pre>` that shows a text as it is.
 * @param {string} text
 */
export function neutralText(text) {
  return neutral(text.replace(/[<>&]/g, entity));
}

/** Lines and tabs stay; other control and direction characters could show something else than what is there. @param {string} text */
function printable(text) {
  return text.replace(/\r\n?/g, "\n").replace(/[^\P{C}\n\t]/gu, "\uFFFD");
}

/** @param {string} character */
function entity(character) {
  return `&#${character.codePointAt(0)};`;
}

/** @param {string} found a character, or its entity */
function broken(found) {
  return (found.length === 1 ? entity(found) : found) + zeroWidthSpace;
}
