import type { Edit } from "./edited-stack";

/** A mistake that somebody makes in a stack which complied, and the one rule that has to catch it. */
export interface Mistake {
  title: string;
  /** As `compliant` takes it. */
  stack: string;
  edits: Edit[];
  /** Name of the rule. */
  caughtBy: string;
  /** Names of the rules that catch it where no component of ours says what belongs to the installation. Default: the same one. */
  withoutComponent?: string[];
  /** What its message must say besides: words of the operator's world, names and numbers. */
  says: (string | RegExp)[];
}
