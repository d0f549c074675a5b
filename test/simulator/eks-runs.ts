import { Cluster, type ClusterArgs } from "@pulumi/eks/cluster";
import type { Role } from "@pulumi/aws/iam";
import type { GraphResource } from "../../graph/resource-graph";
import { SimulatedCloud } from "../../simulator/cloud";
import { runSimulated, type SimulatedResult } from "../../simulator/run";
import { cluster, network, nodeRole } from "./eks-programs";
import { emptyAccount } from "./own-cluster";

/** Outputs of a program. */
export type Outputs = Record<string, unknown>;

/** A program in an account that has nothing. */
export const run = (program: () => Outputs | Promise<Outputs> | void, preview = false): Promise<SimulatedResult> =>
  runSimulated({
    ...{ cloud: new SimulatedCloud(emptyAccount), project: "test", stack: "dev", config: {}, secretKeys: [], preview },
    program: async () => (await program()) ?? {},
  });

/** A cluster in a new network. */
export const runCluster = (args: ClusterArgs, preview = false): Promise<SimulatedResult> =>
  run(() => void cluster(args), preview);

/** A cluster without nodes of its own, and what is done with it. */
export const withCluster = (work: (made: { cluster: Cluster; role: Role }) => Outputs | void, args: ClusterArgs = {}) =>
  run(() => {
    const { aws, vpcId, subnetIds } = network();
    const role = nodeRole(aws);
    const place = { vpcId, publicSubnetIds: subnetIds, skipDefaultNodeGroup: true };
    return work({ cluster: new Cluster("own", { ...place, ...args }, { providers: [aws] }), role });
  });

/** The one resource of that name, and of a type that has this in it. */
export function named({ graph }: SimulatedResult, name: string, type = ""): GraphResource {
  const found = graph.resources.filter((each) => each.name === name && each.type.includes(type));
  if (found.length !== 1) throw new Error(`${found.length} resources are named ${name} ${type}`);
  return found[0]!;
}

/** The name in a URN. */
export const last = (urn = ""): string => urn.slice(urn.lastIndexOf("::") + 2);

/** What is below the component, as `Type name < parent`. */
export const below = ({ graph }: SimulatedResult, component = "own"): string[] => {
  const inside = (urn: string | undefined): boolean => {
    const found = graph.resources.find((each) => each.urn === urn);
    return found !== undefined && ((found.name === component && !found.custom) || inside(found.parent));
  };
  return graph.resources
    .filter(({ parent }) => inside(parent))
    .map(({ type, name, parent }) => `${type.split(":").at(-1)} ${name} < ${last(parent)}`)
    .sort();
};

/** Arguments of a cluster with as little as there can be. */
export const bare = { skipDefaultNodeGroup: true, skipDefaultSecurityGroups: true, useDefaultVpcCni: true } as const;
