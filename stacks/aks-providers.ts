import { Provider as AzureProvider } from "@pulumi/azure-native/provider";
import { azureProviderName } from "../discovery/aks/program-names";
import type { AksStackConfig } from "./config";
import type { TokenCommand } from "./kubernetes-provider";

/**
 * An azure-native provider of an installation, with the keys `azure-native:` of the stack; the rest comes from `ARM_*` or the Azure CLI.
 * @param subscription of what it makes, if that is not the cluster's: a provider writes to one only
 */
export function azureProvider({ azure }: AksStackConfig, subscription?: string): AzureProvider {
  return new AzureProvider(azureProviderName(subscription), {
    ...azure,
    ...(subscription !== undefined && { subscriptionId: subscription }),
  });
}

/** One provider for each subscription besides the cluster's, made when it is first asked for. */
export function azureProviders(
  config: AksStackConfig,
  own: string,
): (subscription: string) => AzureProvider | undefined {
  const made = new Map<string, AzureProvider>();
  return (subscription) => {
    const key = subscription.toLowerCase();
    if (key === own.toLowerCase()) return undefined;
    const provider = made.get(key) ?? azureProvider(config, subscription);
    made.set(key, provider);
    return provider;
  };
}

/** Application id of the API servers of all AKS clusters in Microsoft Entra ID (kubelogin, "Using kubelogin with AKS"). */
const aksServerId = "6dae42f8-4368-4678-94ff-3960e28e3630";

/** kubelogin's name of each environment. */
const environments: Record<string, string> = {
  public: "AzurePublicCloud",
  usgovernment: "AzureUSGovernmentCloud",
  china: "AzureChinaCloud",
};

/** `kubelogin get-token`, as who the Azure CLI is logged in. `AAD_LOGIN_METHOD` in the environment chooses another way (kubelogin, "Login Modes"). */
export function aksToken({ azure }: AksStackConfig): TokenCommand {
  const environment = environments[azure.environment ?? "public"]!;
  return {
    command: "kubelogin",
    args: [
      ...["get-token", "--login", "azurecli", "--server-id", aksServerId, "--environment", environment],
      ...(azure.tenantId ? ["--tenant-id", azure.tenantId] : []),
    ],
  };
}
