import { aksMistakes } from "./aks-mistakes";
import { eksMistakes } from "./eks-mistakes";
import type { Mistake } from "./mistake";
import { operationsMistakes } from "./operations-mistakes";
import { otherStyleMistakes } from "./other-style-mistakes";
import { securityMistakes } from "./security-mistakes";

/** Every seeded mistake. */
export const mistakes: Mistake[] = [
  ...eksMistakes,
  ...aksMistakes,
  ...otherStyleMistakes,
  ...securityMistakes,
  ...operationsMistakes,
];

/** Those that one rule catches. */
export function mistakesOf(rule: string): Mistake[] {
  return mistakes.filter(({ caughtBy }) => caughtBy === rule);
}
