import type { LlsInstallation } from "../../graph/lls-installation";
import { addressesOfAll, addressesOfRanges } from "../../reachability/addresses";
import { outside } from "../../reachability/aws/audience";
import { audienceOf } from "../../reachability/azure/virtual-network";
import { isEmpty, subtract, type IntervalSet } from "../../reachability/intervals";
import type { FlowVerdict } from "../../reachability/verdict";
import { isWorld, worldDefaults } from "../open-to-world/world";
import { closingLayers } from "./layers";

/** Flows to browsers and from them, by the side on which these are. */
const sideOfBrowsers: Record<string, "sources" | "destinations"> = {
  ...{ E1: "sources", E2: "sources", A1: "sources", A2: "sources" },
  ...{ E1r: "destinations", E2r: "destinations" },
};

/**
 * True for a flow that is closed for a part of the internet only, where nobody says the audience: rules let in everybody, and those whom another layer
 * shuts out, as a list of bad addresses does, may never have been meant. What is closed for all of them is closed.
 */
export function shutsOutPerhapsMeant(flow: FlowVerdict, { cloud, installation }: LlsInstallation): boolean {
  const side = sideOfBrowsers[flow.id];
  if (side === undefined || flow.verdict !== "partial") return false;
  const { clients, clientsInferred } = installation;
  if (!clientsInferred || !isWorld(addressesOfAll(clients), worldDefaults)) return false;
  const audience: IntervalSet =
    cloud === "eks" ? outside(clients, installation) : audienceOf(clients, installation.network);
  const lost = closingLayers(flow).flatMap(({ missing }) => missing.map((packets) => packets[side]));
  const isPart = (addresses: string[]): boolean =>
    addresses.length > 0 && !isEmpty(subtract(audience, addressesOfRanges(addresses)));
  return lost.length > 0 && lost.every(isPart);
}

/** What is to be said of such flows, in words for an operator. */
export function audiencesToSay(found: LlsInstallation, flows: readonly FlowVerdict[]): string[] {
  const layers = flows
    .filter((flow) => flow.need === "required" && shutsOutPerhapsMeant(flow, found))
    .flatMap(closingLayers);
  const reasons = layers.map(
    ({ name, reason }) =>
      `whether those are meant whom ${name} shuts out (${reason}), which clients of read-stack says`,
  );
  return [...new Set(reasons)];
}
