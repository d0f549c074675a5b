/**
 * "a, b, c and 4 more": a list that stays readable however long it is.
 * @param limit how many are named
 */
export function enumerate(items: string[], limit = 6, separator = ", "): string {
  const named = items.slice(0, limit).join(separator);
  return items.length > limit ? `${named} and ${items.length - limit} more` : named;
}
