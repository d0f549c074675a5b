/** One command of a script: its words, without what the shell does before. */
export interface Command {
  words: string[];
  /** The text, for messages. */
  text: string;
}

/** The commands of a script, roughly: pages have no loops, functions or here-documents. */
export function commandsOf(script: string): Command[] {
  const joined = script.replace(/\\\n\s*/g, " ").replace(/\|\s*\n\s*/g, "| ");
  return joined
    .split("\n")
    .flatMap((line) => split(line))
    .map((words) => ({ words: withoutAssignments(words), text: words.join(" ") }))
    .filter(({ words }) => words.length > 0);
}

/** Words of each command of a line; quotes keep words and operators together, a comment ends it. */
function split(line: string): string[][] {
  const commands: string[][] = [[]];
  const tokens = line.matchAll(
    /(?<comment>(?:^|(?<=\s))#.*)|(?<operator>&&|\|\||[|;])|(?<word>(?:"[^"]*"|'[^']*'|[^\s"'|;&]|&(?!&))+)/g,
  );
  for (const { groups } of tokens) {
    if (groups?.comment !== undefined) break;
    if (groups?.operator !== undefined) commands.push([]);
    else if (groups?.word !== undefined) commands.at(-1)!.push(groups.word.replace(/^(["'])(.*)\1$/, "$2"));
  }
  return commands;
}

function withoutAssignments(words: string[]): string[] {
  const first = words.findIndex((word) => !/^[A-Z_][A-Z0-9_]*=/.test(word));
  const rest = first < 0 ? [] : words.slice(first);
  return rest[0] === "export" ? [] : rest;
}

/** The long options of a command. */
export function optionsOf({ words }: Command): string[] {
  return words.filter((word) => word.startsWith("--") && word !== "--").map((word) => word.replace(/=.*/, ""));
}
