import * as pulumi from "@pulumi/pulumi";
import type { Provider } from "@pulumi/aws/provider";
import { BadInput } from "./components/bad-input";
import { EksLls } from "./components/eks/eks-lls";
import { validateEksLls } from "./components/eks/problems";
import { readLiveEksFacts } from "./discovery/eks/live";
import { selectEks } from "./discovery/eks/select";
import { readStackConfig } from "./stacks/config";
import { eksDiscoveryRequest, eksLlsArgs } from "./stacks/eks";
import { eksOutputs } from "./stacks/eks-outputs";
import { awsProvider, kubernetesProvider } from "./stacks/eks-providers";
import { checkKubeconfig } from "./stacks/kubeconfig";
import type { ProgramSources } from "./stacks/sources";

const live: ProgramSources = { config: readStackConfig, eksFacts: readLiveEksFacts };

/** The Pulumi program: config, then discovery, then one installation. Nothing is registered before everything was checked. */
export async function program(sources: ProgramSources = live): Promise<Record<string, unknown>> {
  const config = sources.config();
  const owner = `${pulumi.getProject()}/${pulumi.getStack()}`;

  let provider: Provider | undefined;
  const aws = (): Provider => (provider ??= awsProvider(config));

  const request = eksDiscoveryRequest(config, owner);
  const facts = await sources.eksFacts(request, aws);
  const selection = selectEks(facts, request);
  if (config.kubeconfig) await checkKubeconfig(`Stack ${owner}`, config.kubeconfig, facts.cluster.endpoint);
  const args = eksLlsArgs(config, selection);
  validateEksLls(`Stack ${owner}`, args); // the component's own check comes after the providers are registered

  const lls = new EksLls("lls", args, {
    providers: { aws: aws(), kubernetes: kubernetesProvider(config, facts.cluster) },
  });

  return eksOutputs(lls);
}

/** The language host prints a RunError without a stack trace: bad input is the user's to read. */
async function run(): Promise<Record<string, unknown>> {
  try {
    return await program();
  } catch (error) {
    throw error instanceof BadInput ? new pulumi.RunError(error.message) : error;
  }
}

// The language host calls a function only if it is the whole export; the plan takes `program`.
module.exports = Object.assign(run, { program });
