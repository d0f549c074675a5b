import { isHidden, listOf } from "../../graph/known";
import { leaf } from "../leaf";
import type { IngressRule } from "./ingress";

/** An inbound rule of the stack of which something is not known that decides what it opens, and where. */
export interface UndecidedRule {
  /** What is not known, in words for an operator: "`fromPort` of ssh". */
  unknown: string[];
  /** True where it is known what the rule lets in, but not to which group it belongs. */
  isPlain: boolean;
  /** Whether it may belong to the group of that key, see `groupKey`. */
  mayBelongTo: (key: string) => boolean;
  /** The rule with the most that it can let in. */
  widest: IngressRule;
}

/** Those of the properties that cannot be read, or only in part, as paths. */
export function hiddenProperties(written: unknown, properties: readonly string[]): string[] {
  return properties.filter((property) => {
    const value = leaf(written, property);
    return isHidden(value) || listOf(value).some(isHidden);
  });
}
