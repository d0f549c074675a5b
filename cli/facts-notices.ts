import { isEcrRegistry } from "../components/registry";
import type { EksFacts } from "../discovery/eks/facts";
import { poolsOfRole } from "../reachability/aws/node-roles";
import type { StackConfig } from "../stacks/config";

/** What an operator should know of the recorded facts: what was not read, and what no verdict looks at. */
export function factsNotices(config: StackConfig, facts: EksFacts): string[] {
  return [
    ...(facts.warnings ?? []).map((warning) => `When the facts were recorded: ${warning}`),
    ...foreignRegistry(config, facts),
    ...distantWorkers(config, facts),
  ];
}

/** The account of a private ECR registry is the beginning of its name. */
function foreignRegistry({ imageRegistry }: StackConfig, { account }: EksFacts): string[] {
  const owner = imageRegistry.slice(0, account.length);
  if (!isEcrRegistry(imageRegistry) || owner === account) return [];
  return [
    `Images are pulled from the registry of account ${owner}, the cluster is in account ${account}: a repository policy there has to let its nodes pull.`,
  ];
}

function distantWorkers({ availabilityZone, eks }: StackConfig, { network }: EksFacts): string[] {
  const { certain, possible } = poolsOfRole(
    network.nodePools,
    eks.workerNodeSelector,
    eks.workerNodeSecurityGroupIds ?? [],
  );
  const subnetIds = [...certain, ...possible].flatMap((pool) => pool.subnetIds);
  const subnets = network.subnets.filter(({ id }) => subnetIds.includes(id));
  const zones = [...new Set(subnets.map((subnet) => subnet.availabilityZone))].sort();
  if (zones.length === 0 || zones.includes(availabilityZone)) return [];
  return [
    `No pool of workers has a subnet in ${availabilityZone}, only in ${zones.join(", ")}: every stream crosses zones, which costs time and money.`,
  ];
}
