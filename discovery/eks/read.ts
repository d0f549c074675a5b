/*
 * Reads what surrounds an EKS cluster. Explicit config saves the calls that only find ids:
 *
 * - `eks.subnetId`: the VPC's subnets are not listed (getSubnets); only that subnet and the nodes' are described.
 * - `eks.proxyNodeSecurityGroupIds`, `eks.workerNodeSecurityGroupIds` and the targets, all three given: nothing has to be
 *   found out about nodes. Node groups and instances are still read, because the verdict needs their labels and interfaces,
 *   but a refusal (eks:ListNodegroups, eks:DescribeNodegroup) is then a warning and no error.
 *
 * Everything else is a fact for verdicts, which config cannot replace.
 */
import { warnOnce } from "../warn-once";
import { readBlockPublicAccess } from "./block-public-access";
import { readAccount, readCluster } from "./cluster";
import type { EksFacts } from "./facts";
import { readNetworkAcls } from "./network-acls";
import { readNodePools } from "./node-pools";
import { inOrder } from "./order";
import { prefixLists } from "./prefix-lists";
import type { EksDiscoveryRequest } from "./request";
import { readRouteTables } from "./route-tables";
import { checkSameAccount } from "./same-account";
import { readSecurityGroups } from "./security-groups";
import type { EksSources } from "./sources";
import { readSubnets } from "./subnets";
import { readVpcCidrs } from "./vpc";

/**
 * Reads the facts of an EKS cluster, with read-only calls. A fact that AWS refuses stays absent; the IAM action that is missing
 * is told once to `sources.warn` and recorded among the facts.
 * @throws BadInput if the cluster does not exist, if provider and EC2 lead to two accounts, or if AWS refuses a call that an id
 *   follows from: names the action and the config keys
 */
export async function readEksFacts(request: EksDiscoveryRequest, sources: EksSources): Promise<EksFacts> {
  const warnings = new Set<string>();
  const quiet = { ...sources, warn: warnOnce(sources.warn, warnings) };
  const [account, { cluster, vpcId }] = await Promise.all([readAccount(request, quiet), readCluster(request, quiet)]);
  await checkSameAccount({ account, cluster }, request, quiet);
  const lists = prefixLists(quiet);
  const [nodePools, vpcCidrs, blockPublicAccess, acls, routes] = await Promise.all([
    readNodePools(request, cluster, vpcId, quiet),
    readVpcCidrs(vpcId, quiet),
    readBlockPublicAccess(quiet),
    readNetworkAcls(vpcId, quiet),
    readRouteTables(vpcId, lists, quiet),
  ]);
  const [found, securityGroups] = await Promise.all([
    readSubnets(request, vpcId, nodePools, quiet),
    readSecurityGroups(request, cluster, nodePools, lists, quiet),
  ]);

  const subnets = found.map((subnet) => {
    const networkAclId = acls.bySubnet.get(subnet.id);
    const routeTableId = routes.ofSubnet(subnet.id);
    return { ...subnet, ...(networkAclId && { networkAclId }), ...(routeTableId && { routeTableId }) };
  });
  const networkAcls = acls.networkAcls.filter(({ id }) => subnets.some(({ networkAclId }) => networkAclId === id));
  const routeTables = routes.routeTables.filter(
    ({ id, gatewayIds }) => gatewayIds.length > 0 || subnets.some(({ routeTableId }) => routeTableId === id),
  );
  const network = { vpcId, vpcCidrs, blockPublicAccess, subnets, networkAcls, routeTables, securityGroups, nodePools };
  return {
    formatVersion: 1,
    cloud: "eks",
    account,
    region: request.region,
    cluster,
    network: inOrder(network),
    ...(warnings.size > 0 && { warnings: [...warnings].sort() }),
  };
}
