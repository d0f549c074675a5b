import type { MadeResource } from "../component/made-resource";
import type { ComponentSite } from "../component/site";
import type { Value } from "../component/value";
import { isReference } from "../wire";

/** The cluster that a component of nodes is for. */
export interface ClusterArgument {
  /** The output `core` of the component `Cluster`. */
  core: Value;
  /** The resource of EKS in it. */
  cluster: MadeResource;
}

/** The argument `cluster`: the component as a whole, or its output `core`. */
export async function clusterArgument(site: ComponentSite): Promise<ClusterArgument> {
  const given = site.input("cluster");
  const core = isReference(given.wire) ? (await site.resource(given)).output("core") : given;
  return { core, cluster: await site.resource(core.at("cluster")) };
}
