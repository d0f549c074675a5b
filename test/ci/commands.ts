/** The commands of a shell script, roughly: enough to find those whose first words are known. */
export function commandsIn(script: string): string[] {
  return script
    .replace(/\\\n\s*/g, "")
    .replace(/^\s*#.*$/gm, "")
    .split(/\n|&&|\|\||[|;]/)
    .map((part) => part.trim().replace(/^(?:(?:do|then|else|if|!)\s+)+/, ""))
    .filter((part) => part !== "");
}

/** The long options in a text. */
export function optionsIn(text: string): string[] {
  return [...new Set(text.match(/(?<![\w-])--[a-z][a-z-]*/g))];
}
