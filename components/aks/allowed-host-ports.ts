import type { AgentPoolFacts } from "../../reachability/azure/network";
import type { AksLlsArgs } from "./args";

/** Agent pools whose `allowedHostPorts` leave out a part of a range of UDP ports. */
export function poolsWithoutHostPorts(pools: AgentPoolFacts[], from: number, to: number): AgentPoolFacts[] {
  return pools.filter(({ allowedHostPorts }) => {
    const allowed = allowedHostPorts.filter(({ protocol }) => protocol.toUpperCase() === "UDP");
    let missing = from;
    for (const range of [...allowed].sort((a, b) => a.from - b.from)) {
      if (range.from <= missing) missing = Math.max(missing, range.to + 1);
    }
    return missing <= to;
  });
}

/** The command that lets AKS open a range on a pool (AKS, "Use instance-level public IPs"). It replaces the pool's list, so the list is kept. */
export function hostPortCommand(
  { cluster, resourceGroup = "<resource group of the cluster>" }: Pick<AksLlsArgs, "cluster" | "resourceGroup">,
  pool: AgentPoolFacts,
  from: number,
  to: number,
): string {
  const ranges = [...pool.allowedHostPorts, { from, to, protocol: "UDP" }].map(
    (range) => `${range.from === range.to ? range.from : `${range.from}-${range.to}`}/${range.protocol.toLowerCase()}`,
  );
  return `az aks nodepool update --resource-group ${resourceGroup} --cluster-name ${cluster} --name ${pool.name} --allowed-host-ports ${ranges.join(",")}`;
}
