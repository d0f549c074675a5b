import { secretPlaceholder } from "./resource-graph";
import { isUnknown } from "./unknown";

/** True for what cannot be read: not known yet, or secret. Something that is absent can be read: it is not there. */
export function isHidden(value: unknown): boolean {
  return isUnknown(value) || value === secretPlaceholder;
}

/** Text that can be read; undefined for anything else. */
export function knownText(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" && !isHidden(value) ? value : undefined;
}

/** A number that can be read, also one that is written as text; undefined for anything else. */
export function knownNumber(value: unknown): number | undefined {
  if (typeof value === "number") return value;
  return typeof value === "string" && /^-?\d+$/.test(value) ? Number(value) : undefined;
}

/** What can be read of a list of texts. */
export interface KnownTexts {
  texts: string[];
  /** False if there is more, or may be: the list or an entry is not known. */
  complete: boolean;
}

/** The texts of a list; an absent one is empty. */
export function knownTexts(value: unknown): KnownTexts {
  if (value === undefined || value === null) return { texts: [], complete: true };
  if (!Array.isArray(value)) return { texts: [], complete: false };
  const texts = value.map(knownText).filter((text) => text !== undefined);
  return { texts, complete: texts.length === value.length };
}

/** The fields of an object; none of anything else. */
export function fieldsOf(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

/** The entries of a list as objects; undefined if the list or an entry is not known. An absent list is empty. */
export function entriesOf(value: unknown): Record<string, unknown>[] | undefined {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) && !value.some(isHidden) ? value.map(fieldsOf) : undefined;
}

/** Pairs of text, as in tags and labels; those that cannot be read are left out. */
export function knownPairs(value: unknown): Record<string, string> {
  const pairs = Object.entries(fieldsOf(value)).filter(([, text]) => knownText(text) !== undefined);
  return Object.fromEntries(pairs) as Record<string, string>;
}

/** Keys of pairs of which the values cannot be read. */
export function hiddenKeys(value: unknown): string[] {
  return Object.entries(fieldsOf(value)).flatMap(([key, text]) => (isHidden(text) ? [key] : []));
}

/** The entries of a list, whatever they are; none of anything else. */
export function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}
