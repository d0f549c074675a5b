import { readFileSync } from "node:fs";
import { join } from "node:path";
import { vi } from "vitest";
import { parseAksFacts } from "../../discovery/aks/facts-file";
import { parseEksFacts } from "../../discovery/eks/facts-file";
import type { SimulatedSeed } from "../../simulator/cloud";
import { execKubeconfig } from "../../stacks/kubernetes-provider";
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

/** An EKS cluster that exists, without facts of its network. */
export const eksComponent = exampleProgram(
  "eks-component",
  {
    kubeconfig: kubeconfigOf(eks),
    vpcId: "vpc-0a000000000000001",
    publicSubnetId: "subnet-0a000000000000001",
    nodeSecurityGroupId: "sg-0a000000000000001",
    computeAutoScalingGroup: "eks-compute-0a000001",
  },
  eks,
);

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

/** As unit tests see it: where there is no engine, Pulumi refuses transforms. */
export const platformWithoutTransforms: ExampleProgram = {
  ...platformComponent,
  program: async () => {
    const transforms = join(root, "examples", "platform-component", "transforms.ts");
    vi.doMock(transforms, () => ({ transforms: [] }));
    try {
      return await platformComponent.program();
    } finally {
      vi.doUnmock(transforms);
    }
  },
};

/** Those that install something and have the facts that its verdict needs. */
export const judged = [eksCluster, aksComponent, twoClusters, bothClouds];
