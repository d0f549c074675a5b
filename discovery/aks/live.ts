import * as pulumi from "@pulumi/pulumi";
import { armReaderOf } from "../arm-client";
import { azureConnection } from "./connection";
import type { AksFacts } from "./facts";
import { readAksFacts } from "./read";
import type { AksDiscoveryRequest } from "./request";

/**
 * Reads the facts of the real cluster: the cluster through the given provider, the rest from Azure Resource Manager with the
 * token of that provider.
 * @throws BadInput as `readAksFacts`
 */
export async function readLiveAksFacts(
  request: AksDiscoveryRequest,
  provider: () => pulumi.ProviderResource,
): Promise<AksFacts> {
  const invoke = { provider: provider() };
  return readAksFacts(request, {
    invoke,
    arm: armReaderOf(azureConnection(invoke)),
    warn: (message) => void pulumi.log.warn(message),
  });
}
