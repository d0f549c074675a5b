import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseAksFacts } from "../../discovery/aks/facts-file";
import { parseEksFacts } from "../../discovery/eks/facts-file";
import { standIn } from "../../discovery/stand-in";
import type { SimulatedSeed } from "../../simulator/cloud";
import { execKubeconfig } from "../../stacks/kubernetes-provider";
import { simulatedEc2 } from "../../testing/simulated-ec2";
import { emptyAccount } from "../simulator/own-cluster";
import { exampleProgram, type ExampleProgram } from "./example-program";

const root = join(__dirname, "..", "..");
const textOf = (file: string): string => readFileSync(join(root, file), "utf8");

const eks = parseEksFacts(textOf("facts/dev.json"), "facts/dev.json");
const aks = parseAksFacts(textOf("facts/aks-dev.json"), "facts/aks-dev.json");
const secondFile = "examples/two-clusters/facts/nvcf-dev-2.json";
const secondEks = parseEksFacts(textOf(secondFile), secondFile);

/** Leads to the cluster of a seed. */
function kubeconfigOf({ cluster }: SimulatedSeed): string {
  return execKubeconfig(cluster!, { command: "get-token", args: [] });
}

const discovering = exampleProgram("eks-component", { kubeconfig: kubeconfigOf(eks) }, eks);

/** An EKS cluster that exists; discovery, which goes past the engine for some facts, reads them in the simulated cloud. */
export const eksComponent: ExampleProgram = {
  ...discovering,
  program: () => {
    standIn({ ec2: simulatedEc2(eks) });
    return discovering.program();
  },
};

/** A new EKS cluster, in an account that has nothing. */
export const eksCluster = exampleProgram("eks-cluster", {}, emptyAccount);

/** An AKS cluster that exists. */
export const aksComponent = exampleProgram(
  "aks-component",
  { kubeconfig: kubeconfigOf(aks), nodeAddress: "nodes.example.com" },
  aks,
);

/** Two EKS clusters of one account. */
export const twoClusters = exampleProgram(
  "two-clusters",
  { blueKubeconfig: kubeconfigOf(eks), greenKubeconfig: kubeconfigOf(secondEks) },
  [eks, secondEks],
);

/** An EKS and an AKS cluster. */
export const bothClouds = exampleProgram(
  "both-clouds",
  { eksKubeconfig: kubeconfigOf(eks), aksKubeconfig: kubeconfigOf(aks) },
  [eks, aks],
);

/** A platform team's component. */
export const platformComponent = exampleProgram("platform-component", { kubeconfig: kubeconfigOf(eks) }, eks);

/**
 * A GPU function beside an installation.
 * @param installation full name of that stack
 * @param outputs what it tells, where there is no engine that knows
 */
export function functionStack(installation: string, outputs?: Record<string, unknown>): ExampleProgram {
  const config = { installation, image: "registry.example.com/function:1.0.0", kubeconfig: kubeconfigOf(eks) };
  const example = exampleProgram("function-stack", config, eks);
  return { ...example, ...(outputs && { stackReferences: { [installation]: { outputs } } }) };
}

/** Those that install something and have the facts that its verdict needs. */
export const judged = [eksComponent, eksCluster, aksComponent, twoClusters, bothClouds, platformComponent];

/** Every program of examples/ that is in TypeScript. */
export const programs = [...judged, functionStack("organization/nvcf-lls/dev")];
