import { readFact } from "./permissions";
import type { EksSources } from "./sources";

/** Looks up what a managed prefix list holds; undefined if it may not be read. */
export type PrefixLists = (id: string) => Promise<string[] | undefined>;

/** Prefix lists, each read once however many rules and routes name it. */
export function prefixLists(sources: EksSources): PrefixLists {
  const read = new Map<string, Promise<string[] | undefined>>();
  return (id) => {
    const cidrs = read.get(id) ?? readCidrs(id, sources);
    read.set(id, cidrs);
    return cidrs;
  };
}

async function readCidrs(id: string, sources: EksSources): Promise<string[] | undefined> {
  const entries = await readFact("getManagedPrefixListEntries", sources, () =>
    sources.ec2.getManagedPrefixListEntries({ PrefixListId: id }),
  );
  return entries?.map(({ Cidr }) => Cidr ?? "").sort();
}
