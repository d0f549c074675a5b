import { Provider as AzureProvider } from "@pulumi/azure-native/provider";
import type { AksStackConfig } from "./config";
import type { TokenCommand } from "./kubernetes-provider";

/** The azure-native provider of an installation, with the keys `azure-native:` of the stack; the rest comes from `ARM_*` or the Azure CLI. */
export function azureProvider({ azure }: AksStackConfig): AzureProvider {
  return new AzureProvider("azure-native", { ...azure });
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
