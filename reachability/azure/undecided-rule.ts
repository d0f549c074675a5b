import type { FilterRule } from "./filter-rule";
import type { NsgRuleFacts } from "./network";

/** One way to read a rule of which not everything is known: with its direction and effect decided, and where it then stands. */
interface Reading extends Partial<Pick<FilterRule, "priority" | "order" | "doubts">> {
  rule: NsgRuleFacts;
}

// Own rules have priorities of 100-4096, the default ones begin at 65000 (Azure documentation, "Network security groups overview").
const beforeAll = 0;
const afterOwn = 4097;

/**
 * The readings of a rule that, asked one after the other, admit what it certainly lets through and exclude what it certainly does
 * not. A reading with doubts decides nothing for certain: what it may match goes on to the rules behind it.
 */
export function everyReading(facts: NsgRuleFacts): Reading[] {
  const { undecided = [], ...rule } = facts;
  if (undecided.length === 0) return [{ rule }];
  const directions = undecided.includes("inbound") ? [true, false] : [rule.inbound];
  const effects = undecided.includes("allow") ? [true, false] : [rule.allow];
  const doubts = [
    ...(undecided.includes("group") ? ["may not be in this group: that is not known yet"] : []),
    ...(directions.length > 1 ? ["may be inbound or outbound: its direction is not known yet"] : []),
    ...(effects.length > 1 ? ["may allow or deny: its access is not known yet"] : []),
  ];
  return directions.flatMap((inbound) =>
    effects.flatMap((allow) => {
      const read = { rule: { ...facts, inbound, allow } };
      if (!undecided.includes("priority")) return [{ ...read, doubts }];
      // It stands before some rules, not known which, and certainly before the default ones.
      const why = "may stand before other rules or behind them: its priority is not known yet";
      return [
        { ...read, priority: undefined, order: beforeAll, doubts: [...doubts, why] },
        { ...read, priority: undefined, order: afterOwn, doubts },
      ];
    }),
  );
}
