import { parse } from "yaml";
import { eksClusterType } from "../../graph/aws/resource-types";
import type { SimulatedCloud, SimulatedResource } from "../cloud";
import { CloudError } from "../cloud-error";
import { serversOf, type SimulatedSeed } from "../seed";
import type { AdmissionRequest } from "../simulated-type";

/** A cluster: one that the program makes, or one of the seed. */
export interface ObjectsCluster {
  made?: SimulatedResource;
  seed?: SimulatedSeed;
}

/**
 * The cluster that an object is in, by the kubeconfig of its provider. Where the seed has one cluster, any kubeconfig that leads to
 * none that the program makes is taken for it; of several, the one that it names.
 * @throws CloudError if there is none
 */
export function clusterOf({ cloud, provider }: Pick<AdmissionRequest, "cloud" | "provider">): ObjectsCluster {
  const server = serverOf(provider.kubeconfig);
  const made = server === undefined ? undefined : clusterAt(cloud, server);
  if (made) return { made };
  const seeded = cloud.seeds.filter(({ cluster }) => cluster !== undefined);
  const seed =
    seeded.length === 1 ? seeded[0] : seeded.find(({ cluster }) => serversOf(cluster!).includes(server ?? ""));
  if (seed) return { seed };
  throw new CloudError("Unreachable", `the kubeconfig names no cluster that exists (server: ${server ?? "none"})`);
}

function clusterAt(cloud: SimulatedCloud, server: string): SimulatedResource | undefined {
  return [...cloud.resources.values()].find(
    ({ type, outputs }) => type === eksClusterType && outputs.endpoint === server,
  );
}

/** Server of the current context; undefined where the kubeconfig names none. It may be a path, which says nothing here. */
export function serverOf(kubeconfig: unknown): string | undefined {
  const config = (typeof kubeconfig === "string" ? parsed(kubeconfig) : kubeconfig) as Kubeconfig | undefined;
  const context = config?.contexts?.find(({ name }) => name === config["current-context"])?.context.cluster;
  return config?.clusters?.find(({ name }) => name === context)?.cluster.server;
}

interface Kubeconfig {
  "current-context"?: string;
  contexts?: { name: string; context: { cluster: string } }[];
  clusters?: { name: string; cluster: { server: string } }[];
}

function parsed(text: string): unknown {
  try {
    return parse(text);
  } catch {
    return undefined;
  }
}
