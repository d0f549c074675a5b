import { readdirSync } from "node:fs";
import { join } from "node:path";
import { Provider as AwsProvider } from "@pulumi/aws/provider";
import { Provider as AzureProvider } from "@pulumi/azure-native/provider";
import { Provider as KubernetesProvider } from "@pulumi/kubernetes/provider";
import * as pulumi from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { readAksFacts } from "../../discovery/aks/read";
import { inOrder as aksInOrder } from "../../discovery/aks/order";
import { inOrder as eksInOrder } from "../../discovery/eks/order";
import { readEksFacts } from "../../discovery/eks/read";
import { AksLls, discoverAks } from "../../exports/aks";
import { discoverEks, EksLls, lls } from "../../exports/eks";
import {
  assumedAksCluster,
  assumedEksCluster,
  testStack,
  type SimulatedAksSeed,
  type SimulatedEksSeed,
  type TestedStack,
  type TestStackOptions,
} from "../../exports/testing";
import { execKubeconfig, type ClusterAccess } from "../../stacks/kubernetes-provider";
import { simulatedArm } from "../../testing/simulated-arm";
import { simulatedEc2 } from "../../testing/simulated-ec2";
import { requestOf as aksRequestOf } from "../discovery/aks/requests";
import { factsOf as aksFactsOf } from "../discovery/aks/aks-facts";
import { factsOf as eksFactsOf } from "../discovery/eks/dev-facts";
import { requestOf as eksRequestOf } from "../discovery/eks/requests";

const examples = readdirSync(join(__dirname, "..", "..", "facts", "examples"))
  .filter((file) => file.endsWith(".json"))
  .map((file) => join("examples", file));
const isAks = (file: string): boolean => /(?:^|\/)aks-/.test(file);
const eksFiles = ["dev.json", ...examples.filter((file) => !isAks(file))].map((file) => [file]);
const aksFiles = ["aks-dev.json", "aks-pools.json", ...examples.filter(isAks)].map((file) => [file]);

const nodes = { proxyNodeSelector: lls.proxyNodeSelector, workerNodeSelector: lls.workerNodeSelector };
const place = { cluster: "prod", availabilityZone: "us-west-2a" };
const assumedEks = assumedEksCluster({ ...place, region: "us-west-2" });
const assumedAks = assumedAksCluster({ ...{ cluster: "prod", resourceGroup: "streaming" }, ...nodes });

/** What discovery reads of a cluster that has the given facts. */
async function read(cloud: SimulatedEksSeed | SimulatedAksSeed): Promise<any> {
  let facts: unknown;
  const warn = (message: string): never => {
    throw new Error(message);
  };
  await testStack(
    async () => {
      if (cloud.cloud === "eks") {
        const request = eksRequestOf({ cluster: cloud.cluster.name, region: cloud.region });
        facts = await readEksFacts(request, { invoke: {}, ec2: simulatedEc2(cloud), warn });
      } else {
        const { name: cluster, resourceGroup } = cloud.cluster;
        // A group that nothing in the cluster names is one that the configuration names.
        const subnetNetworkSecurityGroupIds = cloud.network.networkSecurityGroups.flatMap(({ id, managed }) =>
          managed ? [] : [id],
        );
        const request = aksRequestOf({ cluster, resourceGroup, subnetNetworkSecurityGroupIds });
        facts = await readAksFacts(request, { invoke: {}, arm: simulatedArm(cloud), warn });
      }
    },
    { cloud },
  );
  return facts;
}

describe("law: what is discovered in a simulated cloud are the facts that it was made of", () => {
  it.each(eksFiles)("EKS, %s", async (file) => {
    const recorded = eksFactsOf(file);
    const { network, account, region } = await read(recorded);
    expect(network).toEqual(eksInOrder(recorded.network));
    expect({ account, region }).toEqual({ account: recorded.account, region: recorded.region });
  });

  it.each(aksFiles)("AKS, %s", async (file) => {
    const recorded = aksFactsOf(file);
    const { network, location } = await read(recorded);
    expect(network).toEqual(aksInOrder(recorded.network));
    expect(location).toBe(recorded.location);
  });

  it("of an assumed cluster too, but for the labels that the cloud sets itself", async () => {
    const eks = await read(assumedEks);
    const aks = await read(assumedAks);
    for (const pool of eks.network.nodePools) {
      for (const own of ["capacityType", "nodegroup"]) delete pool.labels[`eks.amazonaws.com/${own}`];
    }
    for (const pool of aks.network.agentPools) {
      const given = assumedAks.network.agentPools.find(({ name }) => name === pool.name)!.labels;
      pool.labels = Object.fromEntries(Object.entries(pool.labels as object).filter(([key]) => key in given));
    }
    expect(eks.network).toEqual(eksInOrder(assumedEks.network));
    expect(aks.network).toEqual(aksInOrder(assumedAks.network));
  });
});

/** The provider of a cluster: where there are several, the server in its kubeconfig tells which. */
function kubernetes(name: string, { cluster }: { cluster: ClusterAccess }): KubernetesProvider {
  const kubeconfig = execKubeconfig(cluster, { command: "get-token", args: [] });
  return new KubernetesProvider(`${name}-kubernetes`, { kubeconfig: pulumi.secret(kubeconfig) });
}

/** A team's program: finds out everything about the cluster, and hands it to the component. */
async function onEks(name = "lls") {
  const aws = new AwsProvider("aws", { region: "us-west-2" });
  const { args } = await discoverEks(place, { provider: aws });
  new EksLls(
    name,
    { ...args, imageRegistry: "123456789012.dkr.ecr.us-west-2.amazonaws.com/nvcf" },
    { providers: [aws, kubernetes(name, assumedEks)] },
  );
}

async function onAks(name = "lls") {
  const { cluster, subscription } = assumedAks;
  const azure = new AzureProvider("azure", { subscriptionId: subscription });
  const { args } = await discoverAks(
    { cluster: cluster.name, resourceGroup: cluster.resourceGroup },
    { provider: azure },
  );
  new AksLls(
    name,
    { ...args, imageRegistry: "example.azurecr.io/nvcf", endpointHost: "203.0.113.1" },
    { providers: [azure, kubernetes(name, assumedAks)] },
  );
}

describe("a program that discovers its cluster", () => {
  it.each<[string, () => Promise<void>, SimulatedEksSeed | SimulatedAksSeed, boolean]>([
    ["on EKS", onEks, assumedEks, false],
    ["on AKS", onAks, assumedAks, false],
    ["on EKS, in a preview", onEks, assumedEks, true],
    ["on AKS, in a preview", onAks, assumedAks, true],
  ])("%s gets facts for its components, and the media path is open", async (_, program, cloud, preview) => {
    const { installations, violations } = await testStack(program, { cloud, preview });
    expect(installations).toMatchObject([{ name: "lls", verdict: "open", problems: [] }]);
    expect(violations.filter(({ level }) => level === "mandatory")).toEqual([]);
  });

  it("on each of both clouds", async () => {
    const both = async () => {
      await onEks("on-eks");
      await onAks("on-aks");
    };
    const { installations, violations } = await testStack(both, { cloud: [assumedEks, assumedAks] });
    expect(installations).toMatchObject([
      { name: "on-eks", verdict: "open", problems: [] },
      { name: "on-aks", verdict: "open", problems: [] },
    ]);
    expect(violations.filter(({ level }) => level === "mandatory")).toEqual([]);
  });

  it("finds what is wrong with the network", async () => {
    const cloud = structuredClone(assumedEks);
    cloud.network.networkAcls[0]!.entries = [];
    const { installations } = await testStack(onEks, { cloud });
    expect(installations).toMatchObject([{ verdict: "closed" }]);
  });

  it.each<[string, () => Promise<void>, TestStackOptions["cloud"], RegExp]>([
    [
      "another EKS cluster",
      onEks,
      assumedEksCluster({ ...place, cluster: "other", region: "us-west-2" }),
      /cluster: is not known to AWS/,
    ],
    [
      "another AKS cluster",
      onAks,
      assumedAksCluster({ ...{ cluster: "other", resourceGroup: "streaming" }, ...nodes }),
      /cluster: is not known to Azure/,
    ],
    [
      "a cloud without a cluster",
      onEks,
      { cloud: "eks", account: "123456789012", region: "us-west-2" } as never,
      /cluster: is not known to AWS/,
    ],
    [
      "several clusters of its cloud",
      onEks,
      [assumedEks, assumedEksCluster({ ...place, cluster: "other", region: "us-west-2", number: 2 })],
      /discoverEks can look around in one cluster of its cloud, and options\.cloud has 2; .* recordedEks/,
    ],
    ["the other cloud", onEks, assumedAks, /there is no AWS here.*give testStack an EKS cluster/],
    ["the other cloud, too", onAks, assumedEks, /there is no Azure here.*give testStack an AKS cluster/],
  ])("in %s is told so", async (_, program, cloud, message) => {
    const run: Promise<TestedStack> = testStack(program, { cloud });
    await expect(run).rejects.toThrow(message);
  });
});
