import ipaddr from "ipaddr.js";
import type { AwsNetwork } from "../../reachability/aws/network";
import { groupBy } from "../group-by";
import { fieldsOf, knownText, listOf } from "../known";
import type { GraphResource } from "../resource-graph";
import { idOf, type StackIndex } from "../stack-index";
import { prefixListEntryType, prefixListType } from "./resource-types";

/** What is known of the entries of a prefix list. */
export interface PrefixListEntries {
  cidrs: string[];
  /** False if there are others, or may be. */
  complete: boolean;
}

/** Prefix lists by id, or before they have one by URN. One that is not among them is AWS's or another stack's, and nobody says its entries. */
export type PrefixLists = ReadonlyMap<string, PrefixListEntries>;

const read = new WeakMap<StackIndex, PrefixLists>();

/** The prefix lists that a stack makes: entries in the list, and as resources of their own. */
export function prefixListsOf(stack: StackIndex): PrefixLists {
  const before = read.get(stack);
  if (before) return before;
  const lists = stack.ofType(prefixListType);
  const added = stack.ofType(prefixListEntryType).flatMap((entry) => {
    const ids = stack.referents(entry, "prefixListId", entry.inputs.prefixListId, prefixListType).map(idOf);
    return ids.map((id) => ({ id, cidr: ids.length === 1 ? entry.inputs.cidr : undefined }));
  });
  const byList = groupBy(added, ({ id }) => id);
  const entries = (list: GraphResource): PrefixListEntries => {
    const own = byList.get(idOf(list)) ?? [];
    const written = list.inputs.entries ?? (own.length > 0 ? [] : undefined);
    const values = [...listOf(written).map((entry) => fieldsOf(entry).cidr), ...own.map(({ cidr }) => cidr)];
    const cidrs = cidrsIn(values);
    return { cidrs, complete: Array.isArray(written) && cidrs.length === values.length };
  };
  const made = new Map(lists.map((list) => [idOf(list), entries(list)]));
  read.set(stack, made);
  return made;
}

/** The same with those that were read with rules that exist. */
export function withReadLists(lists: PrefixLists, network: AwsNetwork | undefined): PrefixLists {
  const rules = (network?.securityGroups ?? []).flatMap((group) => group.rules ?? []);
  const found = rules.flatMap(({ prefixListId, prefixListCidrs: cidrs }): [string, PrefixListEntries][] =>
    prefixListId !== undefined && cidrs ? [[prefixListId, { cidrs, complete: true }]] : [],
  );
  return found.length === 0 ? lists : new Map([...found, ...lists]);
}

/** Those of the values that are CIDR blocks. */
export function cidrsIn(values: readonly unknown[]): string[] {
  return values.flatMap((cidr) => knownText(cidr) ?? []).filter((cidr) => ipaddr.isValidCIDR(cidr));
}
