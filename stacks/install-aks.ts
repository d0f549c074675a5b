import type { Provider } from "@pulumi/azure-native/provider";
import { AksLls } from "../components/aks/aks-lls";
import { AksOwnership } from "../components/aks/args";
import { aksContract } from "../components/aks/contract";
import { validateAksLls } from "../components/aks/problems";
import { BadInput, type Problem } from "../components/bad-input";
import type { AksFacts } from "../discovery/aks/facts";
import { componentName } from "../discovery/program-names";
import { selectAks } from "../discovery/aks/select";
import { aksDiscoveryRequest, aksLlsArgs } from "./aks";
import { aksToken, azureProvider, azureProviders } from "./aks-providers";
import { aksKeyOf, checkUnderKeys } from "./component-keys";
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
  await checkAccess(config, facts);
  const args = aksLlsArgs(config, request, facts, selection, azureProviders(config, facts.subscription));
  // The component's own check comes after the providers are registered.
  checkUnderKeys(config.subject, aksKeyOf, () => validateAksLls(config.subject, args), identityProblems(config, facts));

  const lls = new AksLls(componentName, args, {
    providers: { "azure-native": azure(), kubernetes: kubernetesProvider(config, facts.cluster, aksToken(config)) },
  });

  return { ...aksContract(lls), verify: lls.verify };
}

/** Rights are given to the object id of an identity, which Azure tells of managed identities only. */
function identityProblems({ aks }: AksStackConfig, { cluster }: AksFacts): Problem[] {
  if (aks.publicIp?.roleAssignment !== AksOwnership.Create || cluster.principalId !== "") return [];
  const reason =
    "the object id of the cluster's identity is not known, because it is a service principal; set assume and give it the two roles yourself: Virtual Machine Contributor on the public IP, Reader on its resource group";
  return [{ path: "aks.publicIp.roleAssignment", reason }];
}

/** A kubeconfig of another cluster is refused, and so is a cluster that could not be reached or trusted without one. */
async function checkAccess({ subject, kubeconfig }: AksStackConfig, { cluster }: AksFacts): Promise<void> {
  const { endpoint, privateEndpoint } = cluster;
  if (kubeconfig)
    return checkKubeconfig(subject, kubeconfig, [endpoint, ...(privateEndpoint ? [privateEndpoint] : [])]);
  const reason = !cluster.entraId
    ? "is required, because the cluster does not use Microsoft Entra ID, whose tokens kubelogin gets: give the one of az aks get-credentials with pulumi config set --secret kubeconfig, or turn Microsoft Entra ID on for the cluster"
    : cluster.certificateAuthority === ""
      ? "is required, because the cluster's certificate authority was not read; or allow Microsoft.ContainerService/managedClusters/listClusterUserCredential/action"
      : undefined;
  if (reason !== undefined) throw new BadInput(subject, [{ path: "kubeconfig", reason }]);
}
