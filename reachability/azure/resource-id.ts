/** The name at the end of a resource id, for messages. */
export function nameOfId(id: string): string {
  return id.slice(id.lastIndexOf("/") + 1);
}

/** True if both are the same resource: Azure compares ids without regard to case. */
export function sameId(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
