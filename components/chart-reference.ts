import { chart } from "./lls";
import { isAbsent } from "./problems";
import type { ProxyOptions } from "./streaming-proxy-args";

/** Whether a chart reference is a local archive, which carries its own version and needs no registry. */
export function isLocalChart(reference: string): boolean {
  return reference.endsWith(".tgz") && !reference.includes("://");
}

/** What is wrong with a chart reference, or undefined. The message never repeats it, because it may hold a password. */
export function chartProblem(reference: unknown): string | undefined {
  const wanted = `must be oci://<registry>/${chart.name} or the path of a local .tgz`;
  if (typeof reference !== "string" || /\s/.test(reference)) return wanted;
  if (isLocalChart(reference)) return undefined;
  if (!reference.startsWith("oci://")) return wanted;
  if (reference.includes("@")) {
    return "must hold neither user nor password nor digest; log in with `helm registry login`, give the version as chartVersion";
  }
  if (/:[^/]*$/.test(reference.slice("oci://".length).replace(/^[^/]*/, ""))) {
    return "must not end with a version; give it as chartVersion";
  }
  return /[^/]\/[^/].*[^/]$/.test(reference.slice("oci://".length)) ? undefined : wanted;
}

/** Version to install; undefined for a local archive. */
export function chartVersionOf(options: ProxyOptions): string | undefined {
  if (!isAbsent(options.chart) && isLocalChart(options.chart)) return undefined;
  return options.chartVersion ?? chart.version;
}
