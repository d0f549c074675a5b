import { emptyAccount } from "../simulator/own-cluster";
import { exampleProgram } from "./example-program";

/** examples/eks-cluster in an account that has nothing. */
export const eksCluster = exampleProgram("eks-cluster", {}, emptyAccount);
