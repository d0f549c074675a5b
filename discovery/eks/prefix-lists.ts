import { readFact } from "./permissions";
import type { EksSources } from "./sources";

/** A managed prefix list. */
export interface PrefixList {
  /** Undefined: not read. */
  name?: string;
  /** Sorted; undefined: not read. */
  cidrs?: string[];
}

/** Looks up a managed prefix list. */
export type PrefixLists = (id: string) => Promise<PrefixList>;

/** Prefix lists, each read once however many rules and routes name it. */
export function prefixLists(sources: EksSources): PrefixLists {
  const known = new Map<string, Promise<PrefixList>>();
  return (id) => {
    const list = known.get(id) ?? readList(id, sources);
    known.set(id, list);
    return list;
  };
}

async function readList(id: string, sources: EksSources): Promise<PrefixList> {
  const [lists, entries] = await Promise.all([
    readFact("describeManagedPrefixLists", sources, () =>
      sources.ec2.describeManagedPrefixLists({ Filters: [{ Name: "prefix-list-id", Values: [id] }] }),
    ),
    readFact("getManagedPrefixListEntries", sources, () =>
      sources.ec2.getManagedPrefixListEntries({ PrefixListId: id }),
    ),
  ]);
  return { name: lists?.[0]?.PrefixListName, cidrs: entries?.map(({ Cidr }) => Cidr ?? "").sort() };
}
