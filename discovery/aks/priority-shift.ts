import type { Problem } from "../../components/bad-input";
import type { NetworkSecurityGroupFacts } from "../../reachability/azure/network";
import { sameId } from "../../reachability/azure/resource-id";
import { configKeys } from "./config-keys";
import { isOurs } from "./own-rules";
import type { AksDiscoveryRequest } from "./request";

/**
 * Priorities that cannot be changed in one go. Rules of one group are changed one after the other, that for media first: it cannot
 * have the priority that the one for the probe still has then. To replace both at once instead would cut off all sessions.
 * @param live groups with our rules as they are now
 * @param edited groups that get a rule for media
 */
export function shiftProblems(
  live: NetworkSecurityGroupFacts[],
  edited: NetworkSecurityGroupFacts[],
  request: AksDiscoveryRequest,
): Problem[] {
  const { priority } = request.rule;
  const inTheWay = live
    .filter(({ id }) => edited.some((group) => sameId(group.id, id)))
    // Of our rules those for media are of UDP, those for the probe of TCP.
    .filter(({ rules = [] }) =>
      rules.some(
        (rule) => isOurs(rule, request) && rule.inbound && rule.protocol === "Tcp" && rule.priority === priority,
      ),
    );
  if (inTheWay.length === 0) return [];
  const names = inTheWay.map(({ name }) => name).join(", ");
  const reason = `is what this stack's rule for the probe has now (${names}), and the rule for media is changed before it: run \`pulumi up\` with the former ${configKeys.rulePriority} first`;
  return [{ path: configKeys.rulePriority, value: priority, reason }];
}
