import type * as pulumi from "@pulumi/pulumi";
import type { AksFacts } from "../discovery/aks/facts";
import { azureConnection } from "../discovery/aks/connection";
import { readAksFacts } from "../discovery/aks/read";
import { armReaderOf } from "../discovery/arm-client";
import { ec2ReaderOf } from "../discovery/aws-clients";
import type { EksFacts } from "../discovery/eks/facts";
import { readEksFacts } from "../discovery/eks/read";
import { aksDiscoveryRequest } from "../stacks/aks";
import { azureProvider } from "../stacks/aks-providers";
import type { StackConfig } from "../stacks/config";
import { eksDiscoveryRequest } from "../stacks/eks";
import { awsProvider } from "../stacks/eks-providers";
import { inThrowAwayPreview } from "./throw-away-preview";

/** Facts of a cluster on any cloud. */
export type ClusterFacts = EksFacts | AksFacts;

/** Reads the facts of a stack's cluster. The real one runs discovery in a throw-away preview. */
export type FactsReader = (config: StackConfig, project: string, stack: string) => Promise<ClusterFacts>;

/** Runs discovery where invokes can be answered. */
export const readFactsInEngine: FactsReader = (config, project, stackName) =>
  inThrowAwayPreview("lls facts", "facts are read by the cloud's provider, which only the CLI can start", project, () =>
    discover(config, `${project}/${stackName}`, cloudProvider(config)),
  );

/** The provider that discovery asks, as the program makes it. */
export function cloudProvider(config: StackConfig): pulumi.ProviderResource {
  return config.cloud === "eks" ? awsProvider(config) : azureProvider(config);
}

/**
 * Runs discovery; invokes have to be answered.
 * @param owner `<project>/<stack>`
 * @throws BadInput if the cluster cannot be read
 */
export function discover(config: StackConfig, owner: string, provider: pulumi.ProviderResource): Promise<ClusterFacts> {
  const invoke = { provider };
  // The engine's own log does not reach the operator of a throw-away preview.
  const warn = (message: string): void => void process.stderr.write(`${message}\n`);
  if (config.cloud === "eks") {
    const ec2 = ec2ReaderOf({ ...config.aws, region: config.region });
    return readEksFacts(eksDiscoveryRequest(config, owner), { invoke, ec2, warn });
  }
  const arm = armReaderOf(azureConnection(invoke, config.azure.environment));
  return readAksFacts(aksDiscoveryRequest(config, owner), { invoke, arm, warn });
}
