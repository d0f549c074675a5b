import { clusterClaim, type Claim } from "../claims";
import type { NeededProvider } from "../providers";
import { NodeRules } from "./args";
import type { EksSettings, NodeGroup } from "./settings";

/** The providers that an installation needs. */
export function neededProviders({ cluster, region }: EksSettings): NeededProvider[] {
  return [
    { package: "aws", leadingTo: `region ${region}` },
    { package: "kubernetes", leadingTo: `cluster ${cluster}` },
  ];
}

/** What an installation needs for itself on AWS, as far as it is known. */
export function eksClaims(settings: EksSettings): Claim[] {
  const { cluster, region, vpcId, addressing } = settings;
  // Accounts cannot be told apart here; a known VPC does it.
  const cell = clusterClaim(cluster, [region, typeof vpcId === "string" ? vpcId : ""]);
  const allocation = addressing.elasticIp?.allocationId;
  return [cell, ...groupClaims(settings), ...(typeof allocation === "string" ? [allocationClaim(allocation)] : [])];
}

/** Nodes of two clusters in one group would get the rules among nodes twice, which EC2 refuses (InvalidPermission.Duplicate). */
function groupClaims({ nodeRules, proxyNodes, workerNodes }: EksSettings): Claim[] {
  if (nodeRules === NodeRules.Assume) return [];
  const claims = (path: string, groups: NodeGroup[]): Claim[] =>
    groups.flatMap(({ securityGroupId: id }, index) =>
      typeof id === "string" ? [groupClaim(`${path}[${index}].securityGroupId`, id)] : [],
    );
  return [...claims("proxyNodes", proxyNodes), ...claims("workerNodes", workerNodes)];
}

function groupClaim(path: string, id: string): Claim {
  const reason = (owner: string): string =>
    `has the rules of ${owner} already, and a group takes each rule once; give the nodes of each cluster a group of their own, or set nodeRules: assume in one`;
  return { thing: id, path, value: id, reason };
}

function allocationClaim(id: string): Claim {
  const reason = (owner: string): string => `is the address of ${owner}; give each its own`;
  return { thing: id, path: "addressing.elasticIp.allocationId", value: id, reason };
}
