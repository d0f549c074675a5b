import type { FlowVerdict } from "../verdict";
import { judgeClientFlows } from "./client-flows";
import type { EksInstallation } from "./installation";
import { judgeNodeFlows } from "./node-flows";
import { parseSecurityGroups } from "./security-group-rules";

// The order of the table in which they are documented.
const order = ["E1", "E1r", "E2", "E2r", "E3", "E3r", "E4", "E5", "E6", "E7", "E9", "E10"];

/**
 * Judges every flow that an installation on EKS needs, layer by layer, in the order of their ids. Pure: the same installation gives the same verdicts.
 * @throws RangeError if a CIDR block in it is malformed.
 */
export function judgeEks(installation: EksInstallation): FlowVerdict[] {
  const groups = parseSecurityGroups([...(installation.network?.securityGroups ?? []), ...installation.securityGroups]);
  return [...judgeClientFlows(installation, groups), ...judgeNodeFlows(installation, groups)].sort(
    (a, b) => order.indexOf(a.id) - order.indexOf(b.id),
  );
}
