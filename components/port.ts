/** What is wrong with a port, or undefined. A number is wanted: text is the concern of whoever parses configuration. */
export function portProblem(value: unknown): string | undefined {
  return typeof value === "number" && Number.isInteger(value) && value >= 1 && value <= 65535
    ? undefined
    : "must be a whole number, 1-65535";
}
