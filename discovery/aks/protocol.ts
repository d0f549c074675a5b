/** A protocol as facts spell it, `Udp`: Azure keeps the case in which it was written. */
export function protocolOf(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1).toLowerCase();
}
