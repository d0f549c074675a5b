import { findOnEks, type FoundOnEks } from "../adoption/eks/found";
import type { AksFacts } from "../discovery/aks/facts";
import type { EksFacts } from "../discovery/eks/facts";
import { awsObjectReaderOf } from "../recovery/aws/clients";
import type { StackConfig } from "../stacks/config";
import { cloudProvider, discover } from "./facts-engine";
import { inThrowAwayPreview } from "./throw-away-preview";

/** A cluster, and what stands there of an installation made by hand. */
export type InstallationByHand = { facts: EksFacts; found: FoundOnEks } | { facts: AksFacts };

/** Reads both. The real one asks the clouds, in a throw-away preview. */
export type InstallationReader = (
  config: StackConfig,
  project: string,
  stack: string,
  loadBalancer: string | undefined,
) => Promise<InstallationByHand>;

/** Reads cluster and installation with read-only calls. */
export const readInstallationInEngine: InstallationReader = (config, project, stack, loadBalancer) =>
  inThrowAwayPreview(
    "lls adopt",
    "the cluster is read by the cloud's provider, which only the CLI can start",
    project,
    async (): Promise<InstallationByHand> => {
      const provider = cloudProvider(config);
      const facts = await discover(config, `${project}/${stack}`, provider);
      if (config.cloud === "aks" || facts.cloud === "aks") return { facts: facts as AksFacts };
      const aws = awsObjectReaderOf({ ...config.aws, region: config.region }, { provider });
      const found = await findOnEks(config.cluster, loadBalancer, aws);
      return { facts, found };
    },
  );
