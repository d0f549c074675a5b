/** RFC 1123 host name, or an IPv4 address, which has the same shape. */
const hostShape =
  /^(?=.{1,253}$)[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*$/;

/** What is wrong with a host name, or undefined. */
export function hostProblem(value: unknown): string | undefined {
  return typeof value === "string" && hostShape.test(value)
    ? undefined
    : "must be a host name or an IPv4 address, without scheme and port, such as stream.example.com";
}
