/** Factors of quantities. Source: Kubernetes documentation, "Resource Management for Pods and Containers". */
const factors: Record<string, number> = {
  m: 1e-3,
  "": 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
};

/** A quantity such as `5000m` or `24Gi` as number; NaN if it is none. */
export function quantity(text: string | number): number {
  const [, number, unit] = /^([\d.]+)([a-zA-Z]*)$/.exec(String(text)) ?? [];
  return Number(number) * (factors[unit ?? ""] ?? NaN);
}
