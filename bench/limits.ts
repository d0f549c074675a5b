/** One figure of a benchmark against its limit. */
export interface Ratio {
  name: string;
  /** What was measured, and what it is compared with, in `unit`. */
  value: number;
  base: number;
  unit: string;
  /** The highest ratio allowed; absent: printed only. */
  limit?: number;
}

/**
 * Prints each ratio with its two medians and answers those that are over their limits.
 * @param slack by which a ratio may be over its limit before that counts, as a factor: a short run is noisier than a full one
 */
export function report(ratios: Ratio[], slack = 1): Ratio[] {
  for (const ratio of ratios) console.log(`${isOver(ratio) ? "OVER" : "ok  "} ${line(ratio)}`);
  return ratios.filter((ratio) => isOver(ratio, slack));
}

/** A ratio in words. */
export function line({ name, value, base, unit, limit }: Ratio): string {
  const bound = limit === undefined ? "no limit" : `limit ${limit} x`;
  return `${name}: ${(value / base).toFixed(2)} x (${bound}; ${value.toFixed(3)} against ${base.toFixed(3)} ${unit})`;
}

function isOver({ value, base, limit = Infinity }: Ratio, slack = 1): boolean {
  return value / base > limit * slack;
}
