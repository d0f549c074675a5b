import type { Provider } from "@pulumi/azure-native/provider";
import { AksLls } from "../components/aks/aks-lls";
import { validateAksLls } from "../components/aks/problems";
import { BadInput } from "../components/bad-input";
import type { AksFacts } from "../discovery/aks/facts";
import { componentName } from "../discovery/program-names";
import { selectAks } from "../discovery/aks/select";
import { aksDiscoveryRequest, aksLlsArgs } from "./aks";
import { aksToken, azureProvider, azureProviders } from "./aks-providers";
import type { AksStackConfig } from "./config";
import { checkKubeconfig } from "./kubeconfig";
import { kubernetesProvider } from "./kubernetes-provider";
import type { ProgramSources } from "./sources";

/**
 * Discovers the cluster and installs on it. Nothing but azure-native providers is registered before everything was checked.
 * @returns the stack outputs
 */
export async function installOnAks(
  config: AksStackConfig,
  owner: string,
  { aksFacts }: Pick<ProgramSources, "aksFacts">,
): Promise<Record<string, unknown>> {
  let provider: Provider | undefined;
  const azure = (): Provider => (provider ??= azureProvider(config));

  const request = aksDiscoveryRequest(config, owner);
  const facts = await aksFacts(request, azure);
  const selection = selectAks(facts, request);
  const subject = `Stack ${owner}`;
  await checkAccess(subject, config, facts);
  const args = aksLlsArgs(config, facts, selection, azureProviders(config, facts.subscription));
  validateAksLls(subject, args); // the component's own check comes after the providers are registered

  const lls = new AksLls(componentName, args, {
    providers: { "azure-native": azure(), kubernetes: kubernetesProvider(config, facts.cluster, aksToken(config)) },
  });

  return {
    endpointHost: lls.endpointHost,
    endpointPort: lls.endpointPort,
    ...(lls.publicIpId && { publicIpId: lls.publicIpId, serviceName: lls.serviceName }),
    ...(lls.publicIpAddress && { publicIpAddress: lls.publicIpAddress }),
    verify: lls.verify,
  };
}

/** A kubeconfig of another cluster is refused, and so is a cluster whose API server could not be trusted. */
async function checkAccess(subject: string, { kubeconfig }: AksStackConfig, { cluster }: AksFacts): Promise<void> {
  if (kubeconfig) return checkKubeconfig(subject, kubeconfig, cluster.endpoint);
  if (cluster.certificateAuthority !== "") return;
  const reason =
    "is required, because the cluster's certificate authority was not read; or allow Microsoft.ContainerService/managedClusters/listClusterUserCredential/action";
  throw new BadInput(subject, [{ path: "kubeconfig", reason }]);
}
