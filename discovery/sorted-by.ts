/** A sorted copy of a list: clouds answer sets, and the same cloud must give the same bytes. Earlier keys weigh more. */
export function sortedBy<Item>(items: readonly Item[], keys: (item: Item) => (string | number)[]): Item[] {
  return [...items].sort((a, b) => {
    const right = keys(b);
    for (const [i, key] of keys(a).entries()) {
      const other = right[i]!;
      if (key !== other) return key < other ? -1 : 1;
    }
    return 0;
  });
}
