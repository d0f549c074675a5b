import type { LlsInstallation } from "../../graph/lls-installation";
import { mayMatch } from "../../reachability/aws/node-roles";
import { hasLabel } from "../../reachability/azure/node-labels";
import { enumerate } from "../../reachability/describe";
import { toldZone } from "../told-value";

/** A pool of nodes as a message shows it. */
interface Pool {
  name: string;
  /** Absent: not known. */
  labels?: Record<string, string>;
  zones: string[];
  /** Whether its nodes carry a label, or may do so. */
  has: (key: string, value: string) => boolean;
}

/** What nodes must be like. */
export interface WantedNodes {
  labels: Record<string, string>;
  /** Zones, one of which they are in; empty: any. */
  zones: string[];
}

/** Labels that Kubernetes and clouds put on nodes: no selector of the proxy is mistaken in them. */
const ofClouds = /(?:^|\.)(?:kubernetes\.io|k8s\.io|eks\.amazonaws\.com|kubernetes\.azure\.com)\/|^agentpool$/;

/**
 * What it is that no pool has, and what the pools have: the keys of their labels and their zones. Values of labels are not told, of which nobody knows
 * what they hold.
 */
export function describeMissingPool(found: LlsInstallation, { labels, zones }: WantedNodes): string {
  const pools = poolsOf(found);
  const wanted = Object.entries(labels);
  const nowhere = wanted.filter(([key, value]) => !pools.some(({ has }) => has(key, value))).map(([key]) => key);
  const labelled = pools.filter(({ has }) => wanted.every(([key, value]) => has(key, value)));
  const missing =
    nowhere.length > 0
      ? `no pool has ${labelText(nowhere)} with the value that is asked for`
      : labelled.length === 0
        ? `no pool has all of ${labelText(wanted.map(([key]) => key))}`
        : `no pool with ${wanted.length > 0 ? "its labels" : "nodes"} is in ${zonesText(zones)}`;
  const there = pools.map((pool) => describePool(pool, labels));
  return there.length === 0 ? missing : `${missing} (pools: ${there.join("; ")})`;
}

function describePool({ name, labels, zones, has }: Pool, wanted: Record<string, string>): string {
  const own = Object.keys(labels ?? {}).filter((key) => key in wanted || !ofClouds.test(key));
  const told = own.sort().map((key) => {
    const asked = wanted[key];
    return asked === undefined || has(key, asked) ? key : `${key} with another value`;
  });
  const known =
    told.length === 0 ? "no labels of its own" : `${told.length === 1 ? "label" : "labels"} ${told.join(", ")}`;
  const labelled = labels ? known : "labels not known";
  return `${name}: ${labelled}, ${zones.length > 0 ? zonesText(zones) : "no zone that is known"}`;
}

function labelText(keys: string[]): string {
  return `${keys.length === 1 ? "the label" : "the labels"} ${enumerate(keys)}`;
}

function zonesText(zones: string[]): string {
  return `${zones.length === 1 ? "zone" : "zones"} ${enumerate(zones.map(toldZone))}`;
}

function poolsOf(found: LlsInstallation): Pool[] {
  if (found.cloud === "aks") {
    return (found.installation.network?.agentPools ?? []).map((pool) => ({
      ...{ name: pool.name, labels: pool.labels, zones: pool.availabilityZones },
      has: (key, value) => hasLabel(pool, key, value) !== false,
    }));
  }
  const { nodePools = [], subnets = [] } = found.installation.network ?? {};
  return nodePools.map((pool) => {
    const { name, labels, subnetIds } = pool;
    const places = subnets.filter(({ id, availabilityZone }) => subnetIds.includes(id) && availabilityZone !== "");
    const zones = [...new Set(places.map(({ availabilityZone }) => availabilityZone))].sort();
    return {
      ...{ name, labels, zones },
      has: (key, value) => mayMatch(pool, { [key]: value }),
    };
  });
}
