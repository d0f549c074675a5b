import { parse } from "yaml";
import { eksClusterType } from "../../graph/aws/resource-types";
import type { SimulatedCloud, SimulatedResource } from "../cloud";
import { CloudError } from "../cloud-error";
import type { AdmissionRequest } from "../simulated-type";

/**
 * The cluster that the program makes and an object is in, by the kubeconfig of its provider; undefined: that of the seed, which any other
 * kubeconfig is taken for.
 * @throws CloudError if there is neither
 */
export function madeClusterOf({ cloud, provider }: AdmissionRequest): SimulatedResource | undefined {
  const server = serverOf(provider.kubeconfig);
  const made = server === undefined ? undefined : clusterAt(cloud, server);
  if (made || cloud.seed.cluster) return made;
  throw new CloudError("Unreachable", `the kubeconfig names no cluster that exists (server: ${server ?? "none"})`);
}

function clusterAt(cloud: SimulatedCloud, server: string): SimulatedResource | undefined {
  return [...cloud.resources.values()].find(
    ({ type, outputs }) => type === eksClusterType && outputs.endpoint === server,
  );
}

/** Server of the current context; a kubeconfig may be a path, which says nothing here. */
function serverOf(kubeconfig: unknown): string | undefined {
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
