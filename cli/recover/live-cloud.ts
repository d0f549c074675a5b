import type * as pulumi from "@pulumi/pulumi";
import { networkResourceId } from "../../components/aks/resource-id";
import { BadInput } from "../../components/bad-input";
import { azureConnection } from "../../discovery/aks/connection";
import { resourceGroupIdOf } from "../../discovery/aks/resource-id";
import type { AksFacts } from "../../discovery/aks/facts";
import { awsObjectReaderOf } from "../../recovery/aws/clients";
import { awsKinds } from "../../recovery/aws/kinds";
import { readAwsObjects } from "../../recovery/aws/objects";
import { azureKinds } from "../../recovery/azure/kinds";
import { readAzureObjects } from "../../recovery/azure/objects";
import { azureObjectReaderOf } from "../../recovery/azure/reader";
import { together, type CloudReading } from "../../recovery/cloud-object";
import { kubernetesKinds } from "../../recovery/kubernetes/kinds";
import { readKubernetesObjects } from "../../recovery/kubernetes/objects";
import type { ObjectKind, Owner } from "../../recovery/object-kind";
import type { AksStackConfig, EksStackConfig, StackConfig } from "../../stacks/config";
import { cloudProvider, discover, type ClusterFacts } from "../facts-engine";
import { inThrowAwayPreview } from "../throw-away-preview";
import { inOneLine } from "./in-one-line";
import { clusterKubectl } from "./kubectl";

/** What is read of a real cloud. */
export interface LiveCloud {
  reading: CloudReading;
  /** Facts of the cluster; the reason why there are none. */
  facts: ClusterFacts | { unknown: string };
}

/** Whose cloud is read. */
export interface LiveStack {
  config: StackConfig;
  project: string;
  owner: Owner;
  /** The kubeconfig of the stack, where it has one of its own. */
  kubeconfig: () => Promise<string | undefined>;
}

/** Reads the real clouds, with calls that change nothing. Whatever cannot be read is unread, with the reason. */
export async function readLiveCloud(stack: LiveStack): Promise<LiveCloud> {
  const why = "the cloud is read by its provider, which only the CLI can start";
  try {
    return await inThrowAwayPreview("lls recover", why, stack.project, () => readWithProvider(stack));
  } catch (error) {
    if (!(error instanceof BadInput)) throw error;
    const unknown = inOneLine(error);
    const kinds = stack.config.cloud === "eks" ? awsKinds : azureKinds;
    return { reading: unread("The cloud", [...kinds, ...kubernetesKinds], unknown), facts: { unknown } };
  }
}

async function readWithProvider(stack: LiveStack): Promise<LiveCloud> {
  const { config, owner } = stack;
  const provider = cloudProvider(config);
  const facts = await discover(config, owner.owner, provider).catch((error: Error) => {
    if (error instanceof BadInput) return { unknown: inOneLine(error) };
    throw error;
  });
  const readings = await Promise.all([
    config.cloud === "eks" ? readAws(config, owner, facts, provider) : readAzure(config, facts, provider),
    readKubernetes(stack, facts),
  ]);
  return { reading: together(readings), facts };
}

type Facts = LiveCloud["facts"];

async function readAws(
  config: EksStackConfig,
  owner: Owner,
  facts: Facts,
  provider: pulumi.ProviderResource,
): Promise<CloudReading> {
  const reader = awsObjectReaderOf({ ...config.aws, region: config.region }, { provider });
  if ("unknown" in facts || facts.cloud !== "eks") return readAwsObjects(owner, [], reader);
  const groups = facts.network.nodePools.flatMap(({ autoScalingGroups }) => autoScalingGroups.map(({ name }) => name));
  return readAwsObjects(owner, [...new Set(groups)], reader);
}

async function readAzure(
  config: AksStackConfig,
  facts: Facts,
  provider: pulumi.ProviderResource,
): Promise<CloudReading> {
  if ("unknown" in facts || facts.cloud !== "aks") return unread("Azure", azureKinds, whyUnknown(facts));
  const reader = azureObjectReaderOf(azureConnection({ provider }, config.azure.environment));
  const publicIpGroupId = publicIpGroup(config, facts);
  return readAzureObjects(
    {
      network: facts.network,
      principalId: facts.cluster.principalId,
      ...(publicIpGroupId !== undefined && { publicIpGroupId }),
    },
    reader,
  );
}

/** Where the program makes the public IP, or finds it. */
function publicIpGroup({ aks, azure }: AksStackConfig, facts: AksFacts): string | undefined {
  if (!aks.publicIp) return undefined;
  const { id, resourceGroup } = aks.publicIp;
  if (id === undefined) return resourceGroupIdOf(azure.subscriptionId ?? facts.subscription, resourceGroup!);
  const existing = networkResourceId(id);
  return resourceGroupIdOf(existing.subscription, existing.resourceGroup);
}

async function readKubernetes({ config, kubeconfig }: LiveStack, facts: Facts): Promise<CloudReading> {
  if ("unknown" in facts) return unread("Kubernetes", kubernetesKinds, whyUnknown(facts));
  const kubectl = await clusterKubectl(config, facts.cluster, kubeconfig);
  try {
    return await readKubernetesObjects(kubectl.run);
  } finally {
    kubectl.close();
  }
}

function whyUnknown(facts: Facts): string {
  return "unknown" in facts ? `the cluster could not be read (${facts.unknown})` : "the cluster is on another cloud";
}

function unread(what: string, kinds: ObjectKind[], reason: string): CloudReading {
  return { objects: [], unread: [{ what, types: kinds.map(({ type }) => type), reason }] };
}
