/**
 * Finds secrets in a text, each by its mark, the last six hexadecimal digits in a row, which no other has: JSON, URLs and the like write these as
 * they are, base64 in one of three ways.
 * @param secrets by a name for messages
 * @returns the names of those that are in it
 */
export function secretsIn(text: string, secrets: Record<string, string>): string[] {
  return Object.keys(secrets).filter((name) => formsOf(secrets[name]!).some((form) => text.includes(form)));
}

function formsOf(secret: string): string[] {
  const mark = secret.match(/[0-9a-f]{6}/g)?.at(-1);
  if (mark === undefined) throw new Error(`${secret} has no mark`);
  return [mark, ...[0, 1, 2].map((before) => base64Core(mark, before))];
}

/** The digits that stand for nothing but the text, where so many bytes (modulo 3) stand before it. */
function base64Core(text: string, before: number): string {
  const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(text)]);
  const first = Math.ceil((before * 8) / 6);
  const last = Math.floor((bytes.length * 8) / 6);
  return bytes.toString("base64").slice(first, last);
}
