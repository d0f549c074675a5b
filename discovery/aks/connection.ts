import { getClientToken } from "@pulumi/azure-native/authorization/getClientToken";
import * as pulumi from "@pulumi/pulumi";
import type { AzureConnection } from "../arm-client";

/**
 * Azure Resource Manager as the provider is logged in to it.
 * @param environment of the provider. Default: `azure-native:environment`, else `ARM_ENVIRONMENT`, as the provider's own.
 */
export function azureConnection(
  invoke: pulumi.InvokeOptions,
  environment = new pulumi.Config("azure-native").get("environment") ?? process.env.ARM_ENVIRONMENT,
): AzureConnection {
  return { environment, token: async () => (await getClientToken({}, invoke)).token };
}
