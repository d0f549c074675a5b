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
 * Prints each ratio with its two medians and answers whether all are within their limits.
 * @param slack by which a ratio may be over its limit before that counts, as a factor: a short run is noisier than a full one
 */
export function report(ratios: Ratio[], slack = 1): boolean {
  let fine = true;
  for (const { name, value, base, unit, limit } of ratios) {
    const ratio = value / base;
    const within = limit === undefined || ratio <= limit;
    const bound = limit === undefined ? "no limit" : `limit ${limit} x`;
    fine &&= within || ratio <= limit * slack;
    console.log(
      `${within ? "ok  " : "OVER"} ${name}: ${ratio.toFixed(2)} x (${bound}; ${value.toFixed(3)} against ${base.toFixed(3)} ${unit})`,
    );
  }
  return fine;
}
