/** Node labels as text, for messages: `node-type=compute, zone=1`. */
export function labelText(labels: Record<string, string>): string {
  const pairs = Object.entries(labels).map(([key, value]) => `${key}=${value}`);
  return pairs.sort().join(", ") || "no labels";
}
