/** Key under which providers that come from Terraform list the properties that they filled in (pulumi-terraform-bridge, tfbridge/schema.go). */
const filledIn = "__defaults";

/**
 * Inputs as the program wrote them. The engine shows them to policies after the provider has checked them: defaults of its schema, and names that it made
 * up, stand in them by then, and a plan knows nothing of those.
 */
export function asWritten(inputs: Record<string, unknown>): Record<string, unknown> {
  const names = inputs[filledIn];
  const left = new Set<unknown>([filledIn, ...(Array.isArray(names) ? (names as unknown[]) : [])]);
  const entries = Object.entries(inputs).filter(([key]) => !left.has(key));
  return Object.fromEntries(entries.map(([key, value]) => [key, within(value)]));
}

function within(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(within);
  return typeof value === "object" && value !== null ? asWritten(value as Record<string, unknown>) : value;
}
