/**
 * What a message may repeat of a value: a number of at most five digits, ranges and lists of such, or a word that the rule knows. Nothing else
 * is told, because free text can hold a password, as in a query of a path.
 * @param words those that the rule knows
 * @param otherwise what the message says instead
 */
export function toldValue(value: unknown, words: readonly string[], otherwise: string): string {
  if (typeof value !== "string" && typeof value !== "number" && typeof value !== "boolean") return otherwise;
  const text = String(value);
  return /^-?\d{1,5}([-,]\d{1,5}){0,9}$/.test(text) || words.includes(text) ? text : otherwise;
}

/** A zone as AWS, Azure and Kubernetes name it (`us-west-2a`, `us-west-2-lax-1a`, `westeurope-1`, `1`); anything else is not told. */
export function toldZone(zone: string): string {
  return /^(?:[1-9]|[a-z]{2,20}\d?[a-z]{0,8}(?:-[a-z]{2,12}){0,3}-\d{1,2}[a-z]?(?:-[a-z]{3}-\d[a-z])?)$/.test(zone)
    ? zone
    : "a text that is no zone";
}
