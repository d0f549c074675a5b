/** The name at the end of a resource id, for messages. */
export function nameOfId(id: string): string {
  return id.slice(id.lastIndexOf("/") + 1);
}

/** True if both are the same resource: Azure compares ids without regard to case. */
export function sameId(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

/** Where each of some resources lies, to stand behind its name in messages: empty where the name alone tells it apart from the others. */
export function placesOf(ids: readonly string[]): (id: string) => string {
  const distinct = [...new Set(ids.map((id) => id.toLowerCase()))];
  const alike = (keyOf: (id: string) => string): Map<string, number> => {
    const counts = new Map<string, number>();
    for (const id of distinct) counts.set(keyOf(id), (counts.get(keyOf(id)) ?? 0) + 1);
    return counts;
  };
  const within = (id: string): string => `${partOf(id, "resourceGroups")}/${nameOfId(id)}`.toLowerCase();
  const sameName = alike(nameOfId);
  const sameGroup = alike(within);
  return (id) => {
    if ((sameName.get(nameOfId(id).toLowerCase()) ?? 0) < 2) return "";
    const elsewhere = (sameGroup.get(within(id)) ?? 0) < 2 ? "" : ` of subscription ${partOf(id, "subscriptions")}`;
    return ` in resource group ${partOf(id, "resourceGroups")}${elsewhere}`;
  };
}

function partOf(id: string, kind: string): string {
  const [, part = ""] = new RegExp(`/${kind}/([^/]+)`, "i").exec(id) ?? [];
  return part;
}
