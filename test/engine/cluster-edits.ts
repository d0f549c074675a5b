import type { EngineStack, Facts, Variant } from "./engine-stack";

/** An edit of what discovery finds of a cluster. */
export type ClusterEdit = (facts: any) => void;

/** A variant whose choices are added to the ones of the stack file, in a cluster that was edited. */
export function inCluster(engine: EngineStack, variant: Variant, edit?: ClusterEdit): Variant {
  const config = { ...variant.config };
  for (const key of ["aks", "eks", "streamingProxy"]) {
    const written = engine.file.config[`${engine.file.project}:${key}`];
    if (config[key] !== undefined && written !== undefined)
      config[key] = { ...JSON.parse(written), ...(config[key] as object) };
  }
  const facts: Facts = structuredClone(engine.facts);
  edit?.(facts);
  return { ...variant, config, facts };
}

/** The third subnet of dev, in the zone of the first, is public too. */
export const secondPublicSubnet: ClusterEdit = ({ network }) => {
  network.subnets[2].routeTableId = "rtb-0a000000000000001";
};

/** Another pool of nodes for the proxy, without nodes yet. */
export const addComputePool: ClusterEdit = ({ network: { nodePools } }) => {
  const more = structuredClone(nodePools[0]);
  more.name = "compute-more";
  more.autoScalingGroups[0].name = "eks-compute-more-0a000009";
  more.addresses = [];
  more.nodeCount = 0;
  nodePools.push(more);
};

/** That pool has lost the label by which the proxy's nodes are found. Its group exists still: one that is gone is gone.test.ts's. */
export const relabelledComputePool: ClusterEdit = (facts) => {
  addComputePool(facts);
  facts.network.nodePools.at(-1).labels = {};
};

/** A public IP that the network team has made. */
export const readyIp =
  "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/nvcf-network/providers/Microsoft.Network/publicIPAddresses/lls";

/** It exists. */
export const withReadyIp: ClusterEdit = (facts) => {
  facts.publicIpIds = [readyIp];
  facts.publicIpAddresses = { [readyIp]: "198.51.100.7" };
};

/** The last pool is gone, with its subnet and its groups. */
export const withoutLastPool: ClusterEdit = ({ network }) => {
  network.agentPools.pop();
  network.subnets.pop();
  network.networkSecurityGroups = network.networkSecurityGroups.filter(({ name }: any) => !/gpub/.test(name));
};

/** Another pool in the subnet of the first, for which AKS has no group of its own. */
export const addAgentPool: ClusterEdit = ({ network: { agentPools } }) => {
  agentPools.push({ ...structuredClone(agentPools[0]), name: "more" });
};

/** Every pool allows the NodePorts, for which AKS has opened the interfaces' group. */
export const hostPorts: ClusterEdit = ({ network }) => {
  for (const pool of network.agentPools) pool.allowedHostPorts = [{ protocol: "UDP", from: 30000, to: 32767 }];
  const managed = network.networkSecurityGroups.find((group: any) => group.managed);
  const [likeIt] = managed.rules;
  const opened = { protocol: "Udp", destinations: ["*"], destinationPorts: ["30000-32767"] };
  managed.rules.push({ ...likeIt, ...opened, name: "allowed-host-ports", priority: 501 });
};
