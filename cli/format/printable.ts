/**
 * One line of what can be seen: white space becomes a space, and control and direction characters a replacement character.
 * A value of a stack file can then neither steer a terminal nor begin a new line.
 */
export function printable(text: string): string {
  return text
    .replace(/\s+/g, " ")
    .replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, "\uFFFD")
    .trim();
}
