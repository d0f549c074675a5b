import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Provider as AwsProvider } from "@pulumi/aws/provider";
import { Provider as AzureProvider } from "@pulumi/azure-native/provider";
import { Provider as KubernetesProvider } from "@pulumi/kubernetes/provider";
import * as pulumi from "@pulumi/pulumi";
import { AksLls, recordedAks } from "../../exports/aks";
import { EksLls, recordedEks } from "../../exports/eks";

const config = new pulumi.Config();

// EKS
const eks = recordedEks({ cluster: "nvcf-dev", availabilityZone: "us-west-2a" }, ...factsFile("dev.json"));
const eksLls = new EksLls(
  "eks",
  { ...eks.args, imageRegistry: "123456789012.dkr.ecr.us-west-2.amazonaws.com/nvcf" },
  { providers: [new AwsProvider("aws", { region: eks.facts.region }), kubernetes("eks")] },
);

// AKS
const aksCluster = { cluster: "nvcf-aks-dev", resourceGroup: "nvcf-aks-dev", availabilityZone: "1" };
const aks = recordedAks(aksCluster, ...factsFile("aks-dev.json"));
const aksLls = new AksLls(
  "aks",
  { ...aks.args, imageRegistry: "example.azurecr.io/nvcf", endpointHost: "nodes.example.com" },
  { providers: [new AzureProvider("azure", { subscriptionId: aks.facts.subscription }), kubernetes("aks")] },
);

export const eksEndpoint = pulumi.interpolate`${eksLls.endpointHost}:${eksLls.endpointPort}`;
export const aksEndpoint = pulumi.interpolate`${aksLls.endpointHost}:${aksLls.endpointPort}`;
export const verify = { eks: eksLls.verify, aks: aksLls.verify };

/** The cluster of a cloud: each installation has the provider of its own. */
function kubernetes(name: string): KubernetesProvider {
  const kubeconfig = config.requireSecret(`${name}Kubeconfig`);
  return new KubernetesProvider(`${name}-kubernetes`, { kubeconfig, enableSecretMutable: true });
}

/** What `lls facts` wrote of a cluster, and where it is. */
function factsFile(name: string): [text: string, file: string] {
  const file = join(__dirname, "../../facts", name);
  return [readFileSync(file, "utf8"), file];
}
