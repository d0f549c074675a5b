import type { Provider } from "@pulumi/aws/provider";
import { eksContract } from "../components/eks/contract";
import { EksLls } from "../components/eks/eks-lls";
import { validateEksLls } from "../components/eks/problems";
import { selectEks } from "../discovery/eks/select";
import { componentName } from "../discovery/program-names";
import { checkUnderKeys, eksKeyOf } from "./component-keys";
import type { EksStackConfig } from "./config";
import { eksDiscoveryRequest, eksLlsArgs } from "./eks";
import { awsProvider, eksToken } from "./eks-providers";
import { checkKubeconfig } from "./kubeconfig";
import { kubernetesProvider } from "./kubernetes-provider";
import type { ProgramSources } from "./sources";

/**
 * Discovers the cluster and installs on it. Nothing but the AWS provider is registered before everything was checked.
 * @returns the stack outputs
 */
export async function installOnEks(
  config: EksStackConfig,
  owner: string,
  { eksFacts }: Pick<ProgramSources, "eksFacts">,
): Promise<Record<string, unknown>> {
  let provider: Provider | undefined;
  const aws = (): Provider => (provider ??= awsProvider(config));

  const request = eksDiscoveryRequest(config, owner);
  const facts = await eksFacts(request, aws);
  const selection = selectEks(facts, request);
  const { subject } = config;
  if (config.kubeconfig) await checkKubeconfig(subject, config.kubeconfig, [facts.cluster.endpoint]);
  const args = eksLlsArgs(config, request, selection);
  // The component's own check comes after the providers are registered.
  checkUnderKeys(subject, eksKeyOf, () => validateEksLls(subject, args));

  const lls = new EksLls(componentName, args, {
    providers: { aws: aws(), kubernetes: kubernetesProvider(config, facts.cluster, eksToken(config)) },
  });

  return { ...eksContract(lls), verify: lls.verify };
}
