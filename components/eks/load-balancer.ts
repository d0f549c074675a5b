import * as ec2 from "@pulumi/aws/ec2";
import * as lb from "@pulumi/aws/lb";
import type * as pulumi from "@pulumi/pulumi";
import { displayNames, purposes } from "../lls";
import { logicalName } from "../logical-name";
import { EksAddressingKind } from "./args";
import type { EksSettings } from "./settings";
import type { Tagger } from "../tags";

/** The address that the load balancer takes; both absent if AWS assigns one. */
export interface LoadBalancerAddress {
  /** Allocation id. */
  allocationId?: pulumi.Input<string>;
  /** The address itself, where it was allocated here. */
  publicIp?: pulumi.Output<string>;
}

/** Allocates an Elastic IP, unless an existing one is given or none is wanted. */
export function loadBalancerAddress(
  name: string,
  { cluster, addressing }: EksSettings,
  tags: Tagger,
  opts: pulumi.CustomResourceOptions,
): LoadBalancerAddress {
  if (addressing.kind === EksAddressingKind.Dynamic) return {};
  const { allocationId, retain = false } = addressing.elasticIp ?? {};
  if (allocationId !== undefined) return { allocationId };
  const address = new ec2.Eip(
    `${name}-eip`,
    { domain: "vpc", tags: tags(purposes.loadBalancer, displayNames.elasticIp(cluster)) },
    { ...opts, retainOnDelete: retain },
  );
  return { allocationId: address.allocationId, publicIp: address.publicIp };
}

/**
 * Options of the load balancer and its listeners. AWS refuses to delete a protected load balancer only after its listeners are gone, so
 * the engine has to refuse before anything is touched. For a listener that goes before the load balancer it does so even in the `up` that
 * turns the protection off, which it lets pass for the load balancer itself.
 */
export function loadBalancerOptions(
  { deletionProtection }: EksSettings,
  opts: pulumi.CustomResourceOptions,
): pulumi.CustomResourceOptions {
  return deletionProtection ? { ...opts, protect: true } : opts;
}

/** The Network Load Balancer: one public subnet, its group attached at creation, because AWS allows it only then. */
export function networkLoadBalancer(
  name: string,
  settings: EksSettings,
  group: ec2.SecurityGroup,
  { allocationId }: LoadBalancerAddress,
  tags: Tagger,
  opts: pulumi.CustomResourceOptions,
): lb.LoadBalancer {
  const { cluster, subnetId, addressing, deletionProtection, adopted } = settings;
  return new lb.LoadBalancer(
    logicalName(name, "lb"),
    {
      name: adopted?.loadBalancerName,
      loadBalancerType: "network",
      internal: false,
      ipAddressType: "ipv4",
      ...(allocationId === undefined ? { subnets: [subnetId] } : { subnetMappings: [{ subnetId, allocationId }] }),
      securityGroups: [group.id],
      // One zone holds load balancer, nodes and proxy.
      enableCrossZoneLoadBalancing: false,
      enableDeletionProtection: deletionProtection,
      tags: tags(purposes.loadBalancer, displayNames.loadBalancer(cluster)),
    },
    {
      ...opts,
      // In place, AWS takes the zone away before it adds the new one, for minutes, or refuses.
      replaceOnChanges: ["subnets", "subnetMappings"],
      // The provider takes a mapping that is no longer given for one that AWS chose, and would keep the Elastic IP.
      replacementTrigger: addressing.kind,
      // An allocation belongs to one load balancer, and so does a name, so the old one has to go first. One without either can come first:
      // the engine releases an address of ours after the load balancer that has it. A `false` would overrule the provider.
      ...((allocationId !== undefined || adopted?.loadBalancerName !== undefined) && { deleteBeforeReplace: true }),
    },
  );
}
