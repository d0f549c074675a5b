import { describe, expect, it } from "vitest";
import { assumedAksCluster } from "../../simulator/assumed-aks-cluster";
import { assumedEksCluster } from "../../simulator/assumed-eks-cluster";
import { SimulatedCloud, type SimulatedSeed } from "../../simulator/cloud";
import { currentSeed } from "../../simulator/current-seed";
import { create, legal, type Inputs } from "./fixture";

// One cloud with several clusters, on one cloud or both: what belongs to one of them is of that one only.

const selectors = {
  proxyNodeSelector: { "node-type": "compute" },
  workerNodeSelector: { "nvcf.nvidia.com/workload": "gpu" },
};
const eks = (number: number) =>
  assumedEksCluster({ cluster: `eks-${number}`, availabilityZone: "us-west-2a", region: "us-west-2", number });
const aks = (number: number) =>
  assumedAksCluster({ cluster: `aks-${number}`, resourceGroup: "rg", number, ...selectors });
const all = () => [eks(1), eks(2), aks(1), aks(2)] as const;

/** A provider of the cluster at an API server. */
function providerOf(cloud: SimulatedCloud, server: string): string {
  const provider = `provider of ${server}`;
  cloud.configure(provider, { kubeconfig: kubeconfigOf(server) });
  return provider;
}

function kubeconfigOf(server: string): string {
  return JSON.stringify({
    "current-context": "it",
    contexts: [{ name: "it", context: { cluster: "it" } }],
    clusters: [{ name: "it", cluster: { server } }],
  });
}

const release = (zone: string): Inputs => ({
  name: "proxy",
  namespace: "default",
  chart: "oci://registry.example.com/gdn-streaming",
  values: {
    replicaCount: 1,
    nodeSelector: selectors.proxyNodeSelector,
    availabilityZones: { enabled: zone !== "", zones: [zone] },
    resources: { requests: { cpu: 5, memory: "24Gi" } },
  },
});

describe("a cloud of several clusters", () => {
  it("has what surrounds each, and no id twice", () => {
    const seeds = all();
    const cloud = new SimulatedCloud(seeds);
    for (const { network } of [seeds[0], seeds[1]]) {
      for (const { id } of network.subnets) expect(cloud.aws.network.subnets.get(id)?.vpcId).toBe(network.vpcId);
      for (const { id } of network.securityGroups) expect(cloud.aws.network.securityGroups.has(id)).toBe(true);
    }
    const counted = [cloud.aws.network.subnets, cloud.aws.network.vpcs, cloud.aws.network.autoScalingGroups];
    expect(counted.map(({ size }) => size)).toEqual([8, 2, 4]);
    expect(cloud.azure.networkSecurityGroups.size).toBe(4);
  });

  it("answers of each by its name", () => {
    const cloud = new SimulatedCloud(all());
    for (const { cluster, network } of [eks(1), eks(2)]) {
      const answer = cloud.invoke("aws:eks/getCluster:getCluster", { name: cluster.name });
      expect(answer).toMatchObject({ endpoint: cluster.endpoint, vpcConfig: { vpcId: network.vpcId } });
      const filters = [{ name: "tag-key", values: [`kubernetes.io/cluster/${cluster.name}`] }];
      expect(cloud.invoke("aws:autoscaling/getAmiIds:getAmiIds", { filters }).names).toEqual(
        network.nodePools.flatMap((pool) => pool.autoScalingGroups.map(({ name }) => name)),
      );
    }
    for (const { cluster } of [aks(1), aks(2)]) {
      const asked = { resourceGroupName: "rg", resourceName: cluster.name };
      const answer = cloud.invoke("azure-native:containerservice:getManagedCluster", asked);
      expect(answer).toMatchObject({ name: cluster.name, identity: { principalId: cluster.principalId } });
    }
    expect(() => cloud.invoke("aws:eks/getCluster:getCluster", { name: "eks-3" })).toThrow("No cluster found");
  });

  it("places pods on the nodes of the cluster that the kubeconfig names", () => {
    const seeds = [eks(1), { ...eks(2), network: { ...eks(2).network, nodePools: [] } }, aks(1)];
    const cloud = new SimulatedCloud(seeds);
    const install = ({ cluster }: SimulatedSeed, zone: string) =>
      create(cloud, "Release", cluster!.name, release(zone), providerOf(cloud, cluster!.endpoint));
    install(seeds[0]!, "us-west-2a");
    install(seeds[2]!, "");
    expect(() => install(seeds[1]!, "us-west-2a")).toThrow("0 of 0 pools match");
    const stray = providerOf(cloud, "https://other.example.com");
    expect(() => create(cloud, "Release", "stray", release(""), stray)).toThrow(
      "the kubeconfig names no cluster that exists (server: https://other.example.com)",
    );
  });

  it("loses one of them, with what is in that one only", () => {
    const seeds = [eks(1), { ...aks(1), clusterGone: true }];
    const cloud = new SimulatedCloud(seeds);
    const namespace = ({ cluster }: SimulatedSeed) =>
      create(cloud, "Namespace", cluster!.name, { metadata: { name: "lls" } }, providerOf(cloud, cluster!.endpoint));
    expect(namespace(seeds[0]!).id).toBe("lls");
    expect(() => namespace(seeds[1]!)).toThrow("configured Kubernetes cluster is unreachable");
  });

  it("balances a Service of AKS only, with the rights of that cluster's identity", () => {
    const [first, second, other] = [aks(1), aks(2), eks(1)];
    const address = `/subscriptions/${first.subscription}/resourceGroups/net/providers/Microsoft.Network/publicIPAddresses/ip`;
    const publicIp = { publicIpIds: [address] };
    const cloud = new SimulatedCloud([
      { ...first, ...publicIp, joinableIds: [address] },
      { ...second, ...publicIp },
      other,
    ]);
    const service = (seed: SimulatedSeed) =>
      create(
        cloud,
        "Service",
        seed.cluster!.name,
        {
          metadata: {
            annotations: {
              "service.beta.kubernetes.io/azure-pip-name": "ip",
              "service.beta.kubernetes.io/azure-load-balancer-resource-group": "net",
            },
          },
          spec: { type: "LoadBalancer", ports: [{ port: 5004, protocol: "UDP" }] },
        },
        providerOf(cloud, seed.cluster!.endpoint),
      );
    expect(service(first).outputs).toHaveProperty("status.loadBalancer");
    expect(() => service(second)).toThrow(`the cluster's identity ${second.cluster.principalId} has no right`);
    expect(service(other).outputs).not.toHaveProperty("status");
  });

  it("has group names that are unique in their VPC only", () => {
    const [first, second] = [eks(1), eks(2)];
    const cloud = new SimulatedCloud([first, second]);
    const { name } = first.network.securityGroups[0]!;
    const group = (vpcId: string) => create(cloud, "SecurityGroup", vpcId, { name, vpcId });
    expect(() => group(first.network.vpcId)).toThrow("has a security group named");
    expect(group(second.network.vpcId).outputs).toMatchObject({ name, vpcId: second.network.vpcId });
    const names = (seed: SimulatedSeed) => {
      const current = currentSeed(cloud, "urn:pulumi:dev::test::x::y", seed);
      return current.cloud === "eks" && current.network!.securityGroups.map((one) => one.name);
    };
    expect([names(first), names(second)]).toEqual([[name], expect.arrayContaining([name])]);
  });

  it("takes targets of the VPC that the target group is in", () => {
    const [first, second] = [eks(1), eks(2)];
    second.network.vpcCidrs = ["198.51.100.0/24"];
    const cloud = new SimulatedCloud([first, second]);
    const groupIn = (vpcId: string) =>
      create(cloud, "TargetGroup", vpcId, legal.targetGroup({ vpcId, targetType: "ip" })).id;
    const attach = (targetGroupArn: string) =>
      create(cloud, "TargetAttachment", targetGroupArn, { targetGroupArn, targetId: "198.51.100.7" });
    expect(() => attach(groupIn(first.network.vpcId))).toThrow("is not an address of the VPC (192.0.2.0/24)");
    expect(attach(groupIn(second.network.vpcId)).id).toContain("198.51.100.7");
  });
});

it("a private cluster is found by both names of its API server", () => {
  const privateEndpoint = "https://aks-1.privatelink.example.com";
  const first = { ...aks(1), cluster: { ...aks(1).cluster, privateEndpoint } };
  for (const server of [first.cluster.endpoint, privateEndpoint]) {
    const cloud = new SimulatedCloud([{ ...first, namespaces: ["of-first"] }, aks(2)]);
    const secret = { metadata: { name: "it", namespace: "of-first" } };
    expect(create(cloud, "Secret", "it", secret, providerOf(cloud, server)).id).toBe("of-first/it");
    expect(() => create(cloud, "Secret", "it", secret, providerOf(cloud, aks(2).cluster.endpoint))).toThrow("of-first");
  }
});

describe("providers that lead to one API server", () => {
  const namespace = (cloud: SimulatedCloud, name: string, provider: string) =>
    create(cloud, "Namespace", name, { metadata: { name: "lls" } }, provider);

  it("have one cluster, in which a name is given once", () => {
    const cloud = new SimulatedCloud(eks(1));
    for (const provider of ["a", "b"]) cloud.configure(provider, { kubeconfig: kubeconfigOf(eks(1).cluster.endpoint) });
    const { type, id } = namespace(cloud, "one", "a");
    expect(() => namespace(cloud, "two", "b")).toThrow('namespaces "lls" already exists');
    cloud.delete(type, id, "b"); // the provider was renamed
    expect(cloud.find(type, id, "a")).toBeUndefined();
  });

  it("are told apart from those that lead elsewhere, or say nothing", () => {
    const cloud = new SimulatedCloud(eks(1));
    cloud.configure("a", { kubeconfig: kubeconfigOf("https://a.example.com") });
    cloud.configure("b", { kubeconfig: kubeconfigOf("https://b.example.com") });
    cloud.configure("c", { kubeconfig: "~/.kube/config" });
    for (const provider of ["a", "b", "c", "d"]) expect(namespace(cloud, provider, provider).id).toBe("lls");
  });

  it("stay where they were, however the kubeconfig is written later", () => {
    const cloud = new SimulatedCloud(eks(1));
    cloud.configure("a", { kubeconfig: "{}" });
    const { type, id } = namespace(cloud, "one", "a");
    for (const server of [eks(1).cluster.endpoint, "https://alias.example.com"]) {
      cloud.configure("a", { kubeconfig: kubeconfigOf(server) });
      expect(cloud.find(type, id, "a")).toBeDefined();
    }
  });
});

it.each<[string, SimulatedSeed[], string]>([
  ["no seed", [], "needs a seed"],
  [
    "one cluster twice",
    [eks(1), { ...eks(2), cluster: { ...eks(2).cluster, name: "eks-1" } }],
    "the cluster eks-1 on eks",
  ],
  [
    "one API server twice",
    [eks(1), { ...aks(1), cluster: { ...aks(1).cluster, endpoint: eks(1).cluster.endpoint } }],
    "the API server https://",
  ],
  [
    "one private API server twice",
    [
      { ...aks(1), cluster: { ...aks(1).cluster, privateEndpoint: "https://private.example.com" } },
      { ...aks(2), cluster: { ...aks(2).cluster, privateEndpoint: "https://private.example.com" } },
    ],
    "the API server https://private.example.com",
  ],
  ["two accounts", [eks(1), { ...eks(2), account: "210987654321" }], "210987654321 us-west-2 needs a cloud of its own"],
  ["two regions", [eks(1), { ...eks(2), region: "eu-west-1" }], "123456789012 eu-west-1 needs a cloud of its own"],
  ["two subscriptions", [aks(1), { ...aks(2), subscription: "other" }], "other needs a cloud of its own"],
])("a cloud of %s is refused", (_, seeds, message) => {
  expect(() => new SimulatedCloud(seeds)).toThrow(message);
});

it("a cloud of one kind says of the other that it is not there", () => {
  expect(() => new SimulatedCloud(eks(1)).azure).toThrow("there is no Azure here");
  expect(() => new SimulatedCloud([aks(1)]).aws).toThrow("there is no AWS here");
  const both = new SimulatedCloud([eks(1), aks(1)]);
  expect([both.aws.account, both.azure.subscription]).toEqual(["123456789012", aks(1).subscription]);
});
