import { expect } from "vitest";
import { judgeAks } from "../../../reachability/azure/flows";
import type { AksInstallation } from "../../../reachability/azure/installation";
import type { AzureNetwork, AzureRouteFacts } from "../../../reachability/azure/network";
import type { LayerVerdict } from "../../../reachability/verdict";
import { openInstallation } from "./installation";

/** What a test does to an installation in which everything is open. */
export type Change = (made: AksInstallation & { network: AzureNetwork }) => void;

export function changed(change: Change): AksInstallation {
  const made = openInstallation();
  change(made);
  return made;
}

/** Verdicts of the flows that are not open, by "id from -> to". */
export function broken(change: Change): Record<string, string> {
  const differing = judgeAks(changed(change)).filter(({ verdict }) => verdict !== "open");
  return Object.fromEntries(differing.map(({ id, from, to, verdict }) => [`${id} ${from} -> ${to}`, verdict]));
}

/** The layers of one flow that are not open. */
export function culprits(change: Change, id: string, to = ""): LayerVerdict[] {
  const flow = judgeAks(changed(change)).find((one) => one.id === id && one.to.includes(to))!;
  return flow.layers.filter(({ verdict }) => verdict !== "open");
}

/** The one layer of a flow that is not open, as "verdict, reason". */
export function culprit(change: Change, id: string, to = ""): string {
  const layers = culprits(change, id, to);
  expect(layers).toHaveLength(1);
  const [{ verdict, reason }] = layers as [LayerVerdict];
  return `${verdict}, ${reason}`;
}

/** Gives the subnet of a pool a route table with this route; by default one for everything, to an appliance. */
export function addRoute(made: { network: AzureNetwork }, poolName: string, route: Partial<AzureRouteFacts>): void {
  const id = `/subscriptions/x/routeTables/rt-${poolName}`;
  made.network.subnets.find((one) => one.id.endsWith(poolName))!.routeTableId = id;
  const routes = [{ name: "default", destination: "0.0.0.0/0", nextHopType: "VirtualAppliance", ...route }];
  made.network.routeTables.push({ id: id.toUpperCase(), name: `rt-${poolName}`, routes });
}

/** Everything, if a rule says nothing else. */
export const deny = { allow: false, protocol: "*" };

export const proxyA1 = "A1 browser -> node (proxy)";
export const gpuA1 = "A1 browser -> node (gpu)";
export const proxyA2 = "A2 browser -> proxy node (proxy)";
export const proxyA3 = "A3 load balancer probe -> proxy node (proxy)";
