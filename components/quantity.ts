// Kubernetes documentation, "Quantity" (apimachinery, resource/quantity.go): <signedNumber><suffix>.
const shape = /^([+-]?)(\d*)(?:\.(\d*))?(?:([eE])([+-]?\d+)|([numkMGTPE]|[KMGTPE]i)?)$/;
const decimal: Record<string, number> = { n: -9, u: -6, m: -3, "": 0, k: 3, M: 6, G: 9, T: 12, P: 15, E: 18 };
const binary: Record<string, bigint> = { Ki: 10n, Mi: 20n, Gi: 30n, Ti: 40n, Pi: 50n, Ei: 60n };
// An API server takes no larger number than this many digits long.
const longest = 30;

/**
 * A Kubernetes quantity, such as `5000m`, `24Gi` or 5, in billionths; undefined if it is none.
 * Exact, as Kubernetes counts: what is smaller than a billionth is rounded up.
 */
export function quantityInBillionths(value: unknown): bigint | undefined {
  if (typeof value !== "string" && typeof value !== "number") return undefined;
  const [matched, sign, whole = "", fraction = "", exponentMark, exponent = "", suffix = ""] =
    shape.exec(String(value)) ?? [];
  const digits = whole + fraction;
  if (matched === undefined || digits === "" || digits.length > longest || Math.abs(Number(exponent)) > longest) {
    return undefined;
  }
  const unit = binary[suffix];
  const power = (exponentMark === undefined ? (decimal[suffix] ?? 0) : Number(exponent)) + 9 - fraction.length;
  const scaled = BigInt(digits) * (unit === undefined ? 1n : 2n ** unit);
  const amount = power >= 0 ? scaled * 10n ** BigInt(power) : dividedUp(scaled, 10n ** BigInt(-power));
  return sign === "-" ? -amount : amount;
}

function dividedUp(amount: bigint, by: bigint): bigint {
  return (amount + by - 1n) / by;
}
