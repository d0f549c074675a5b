import { withoutCredentials } from "./credential-shapes";
import type { JudgedStack } from "./judged-stack";
import type { RemediedResource, Report, Rule } from "./rule";

/**
 * Runs a rule. A defect in it, or in what it asks of the stack, is reported as a violation at the rule's own level, so that neither
 * a preview breaks nor a rule is silently skipped; the error's text is not told, because it may hold a value.
 * @param root where such a report points to: URN of the stack
 */
export function checkRule(rule: Rule, stack: () => JudgedStack, config: object, root: string, report: Report): void {
  try {
    // Names of resources and rules are told; what looks like a credential in one is not.
    rule.check(stack(), config, (urn, message) => report(urn, withoutCredentials(message)));
  } catch (error) {
    report(root, `This rule could not be judged, which is a defect of nvcf-lls, not of the stack: ${placeOf(error)}.`);
  }
}

/** Mends a resource. Where a defect of the rule keeps it from that, nothing is changed, and the rule judges what is left. */
export function remedy(rule: Rule, resource: RemediedResource, config: object): Record<string, unknown> | undefined {
  try {
    return rule.remediate?.(resource, config);
  } catch {
    return undefined;
  }
}

/** "TypeError in portsOf (…)". */
function placeOf(error: unknown): string {
  if (!(error instanceof Error)) return "something else than an error was thrown";
  const [, frame] = /^ {4}at (.*)$/m.exec(error.stack ?? "") ?? [];
  return frame === undefined ? error.name : `${error.name} in ${frame}`;
}

/** URN of the stack itself. */
export function rootUrn(project: string, stack: string): string {
  return `urn:pulumi:${stack}::${project}::pulumi:pulumi:Stack::${project}-${stack}`;
}
