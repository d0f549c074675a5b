import type { FlowVerdict } from "../verdict";
import { judgeClientFlows } from "./client-flows";
import { parseFilters } from "./filters";
import type { AksInstallation } from "./installation";
import { judgeNodeFlows } from "./node-flows";

// The order of the table in which they are documented.
const order = ["A1", "A1k", "A2", "A3", "A4", "A5"];

/**
 * Judges every flow that an installation on AKS needs, layer by layer, in the order of their ids. Pure: the same installation gives the same verdicts.
 * @throws RangeError if a CIDR block of the audience, a subnet or the virtual network is malformed.
 */
export function judgeAks(installation: AksInstallation): FlowVerdict[] {
  const filters = parseFilters(installation);
  return [...judgeClientFlows(installation, filters), ...judgeNodeFlows(installation, filters)].sort(
    (a, b) => order.indexOf(a.id) - order.indexOf(b.id),
  );
}
