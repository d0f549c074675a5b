import { Provider as AzureProvider } from "@pulumi/azure-native/provider";
import { Provider as KubernetesProvider } from "@pulumi/kubernetes/provider";
import * as pulumi from "@pulumi/pulumi";
import { AksLls } from "../../exports/aks";
import type { SimulatedAksSeed } from "../../exports/testing";

/** An installation in an AKS cluster, with its facts. */
export function aksInstallation({ cluster, subscription, location, network }: SimulatedAksSeed): AksLls {
  const idsOf = (managed: boolean) => network.networkSecurityGroups.filter((group) => group.managed === managed);
  return new AksLls(
    "lls",
    {
      cluster: cluster.name,
      location,
      imageRegistry: "example.azurecr.io/nvcf",
      endpointHost: "203.0.113.1",
      subnetNetworkSecurityGroups: idsOf(false).map(({ id }) => ({ id })),
      nicNetworkSecurityGroups: idsOf(true).map(({ id }) => ({ id })),
      network,
    },
    {
      providers: [
        new AzureProvider("azure", { subscriptionId: subscription }),
        new KubernetesProvider("kubernetes", { kubeconfig: pulumi.secret("{}") }),
      ],
    },
  );
}
