import type { SimulatedComponent } from "../component/construct";
import { cluster } from "./cluster";
import { managedNodeGroup } from "./managed-node-group";
import { nodeGroupV2 } from "./node-group-v2";

/** Components of the package `eks` (@pulumi/eks) that are modelled. */
export const eksComponents: SimulatedComponent[] = [cluster, managedNodeGroup, nodeGroupV2];
