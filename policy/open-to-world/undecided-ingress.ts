import { nothing, subtract } from "../../reachability/intervals";
import type { JudgedStack } from "../judged-stack";
import { stackIndexOf } from "../media-path/stack-index";
import { once } from "../once";
import { awsUndecided } from "./aws-undecided";
import { azureUndecided } from "./azure-undecided";
import { describeOpen, worldOpenings } from "./ingress";
import { knownPrefixLists } from "./known-prefix-lists";
import { ingressOf } from "./stack-ingress";
import type { UndecidedRule } from "./undecided-rule";
import { worldDefaults } from "./world";

const undecidedRules = once((stack: JudgedStack): UndecidedRule[] => [
  ...awsUndecided(stackIndexOf(stack.graph), knownPrefixLists(stack)),
  ...azureUndecided(stack),
]);

/**
 * Rules of which it is not known whether they open on the media path what must not be open to the world, in words for an operator. The ports that
 * may be open are those of the media: what `no-world-open-ports` is configured to allow besides is not known here.
 * @param installation its name
 */
export function undecidedIngressOf(stack: JudgedStack, installation: string): string[] {
  return undecidedRules(stack).flatMap((rule) => reasonOf(rule, stack, installation) ?? []);
}

function reasonOf(
  { widest, unknown, isPlain, mayBelongTo }: UndecidedRule,
  stack: JudgedStack,
  installation: string,
): string | undefined {
  const { groups, path } = ingressOf(stack);
  // A rule that is of the media path whichever group it belongs to is judged.
  const own = groups.find(({ rules }) => rules.some(({ urn, name }) => urn === widest.urn && name === widest.name));
  if (isPlain && own && own.keys.length > 0 && own.keys.every((key) => path.has(key))) return undefined;
  for (const [key, group] of path) {
    if (group.installation !== installation || !mayBelongTo(key)) continue;
    const others = groups.filter(({ keys }) => keys.length === 1 && keys[0] === key).flatMap(({ rules }) => rules);
    const opening = worldOpenings(
      [widest, ...others.filter(({ urn, name }) => urn !== widest.urn || name !== widest.name)],
      (protocol, ports) => subtract(ports, group.allowed[protocol] ?? nothing),
      worldDefaults,
    ).find(({ rule }) => rule === widest);
    if (!opening) continue;
    const what = isPlain ? describeOpen(opening.open) : "what must not be open";
    return `whether rule ${widest.name} opens ${what} to the whole internet, which ${unknown.join(", ")} decides`;
  }
  return undefined;
}
