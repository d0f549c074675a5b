/**
 * The valid key that an unknown one most likely stands for: the one with the fewest edits, at most a third of its length (at least one);
 * of two such keys the longer one, which shares more with it.
 * Case does not count. Undefined if none is near.
 */
export function nearestKey(unknown: string, valid: readonly string[]): string | undefined {
  const [nearest] = valid
    .map((key) => ({ key, distance: editDistance(unknown.toLowerCase(), key.toLowerCase()) }))
    .filter(({ key, distance }) => distance <= Math.max(1, Math.floor(key.length / 3)))
    .sort(
      (one, other) =>
        one.distance - other.distance || other.key.length - one.key.length || (one.key < other.key ? -1 : 1),
    );
  return nearest?.key;
}

/** Characters to insert, delete, replace or swap with their neighbour to turn one text into the other (optimal string alignment). */
function editDistance(from: string, to: string): number {
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    for (let column = 1; column <= to.length; column++) {
      const same = from[row - 1] === to[column - 1];
      const swapped = row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      current[column] = Math.min(
        previous[column]! + 1,
        current[column - 1]! + 1,
        previous[column - 1]! + (same ? 0 : 1),
        swapped ? beforePrevious[column - 2]! + 1 : Infinity,
      );
    }
    [beforePrevious, previous] = [previous, current];
  }
  return previous[to.length]!;
}
