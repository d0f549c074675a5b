import { listManagedClusterUserCredentials } from "@pulumi/azure-native/containerservice/listManagedClusterUserCredentials";
import { parse } from "yaml";
import { readFact } from "./permissions";
import type { AksDiscoveryRequest } from "./request";
import type { AksSources } from "./sources";

/**
 * The certificate authority of the cluster's API server, base64 PEM; empty if it may not be read. Azure tells it only inside a
 * kubeconfig. Everything else in there may be secret and is dropped here.
 */
export async function readCertificateAuthority(request: AksDiscoveryRequest, sources: AksSources): Promise<string> {
  const answer = await readFact("listManagedClusterUserCredentials", sources, () =>
    listManagedClusterUserCredentials(
      { resourceGroupName: request.resourceGroup, resourceName: request.cluster, format: "exec" },
      sources.invoke,
    ),
  );
  const kubeconfig = Buffer.from(answer?.kubeconfigs[0]?.value ?? "", "base64").toString();
  const content = parse(kubeconfig, { logLevel: "error" }) as Kubeconfig | null;
  return content?.clusters?.[0]?.cluster?.["certificate-authority-data"] ?? "";
}

interface Kubeconfig {
  clusters?: { cluster?: { "certificate-authority-data"?: string } }[];
}
