import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Provider as AzureProvider } from "@pulumi/azure-native/provider";
import { Provider as KubernetesProvider } from "@pulumi/kubernetes/provider";
import * as pulumi from "@pulumi/pulumi";
import { AksLls, recordedAks } from "../../exports/aks";

const config = new pulumi.Config();
const cluster = { cluster: "nvcf-aks-dev", resourceGroup: "nvcf-aks-dev", availabilityZone: "1" };

// What `lls facts` wrote of this cluster: ids follow from it, and the media path is judged by it.
const file = join(__dirname, "../../facts/aks-dev.json");
const { facts, args } = recordedAks(cluster, readFileSync(file, "utf8"), file);

const azure = new AzureProvider("azure", { subscriptionId: facts.subscription });
const kubernetes = new KubernetesProvider("kubernetes", {
  kubeconfig: config.requireSecret("kubeconfig"),
  enableSecretMutable: true, // new pull credentials restart nothing
});

const lls = new AksLls(
  "lls",
  {
    ...args,
    imageRegistry: "example.azurecr.io/nvcf",
    endpointHost: config.require("nodeAddress"),
  },
  { providers: [azure, kubernetes] },
);

export const endpoint = pulumi.interpolate`${lls.endpointHost}:${lls.endpointPort}`;
export const verify = lls.verify;
