import * as lb from "@pulumi/aws/lb";
import type * as pulumi from "@pulumi/pulumi";
import { displayNames, healthCheck, ports, purposes } from "../lls";
import { logicalName } from "../logical-name";
import { EksTargetsKind } from "./args";
import type { EksSettings } from "./settings";
import type { Tagger } from "../tags";

/**
 * The target group of the media. Its name is Pulumi's, so that a replacement is created first, the listener moved,
 * and the old one deleted, which AWS refuses while it is in use. One that was taken over has nothing for which it is replaced,
 * as long as its targets are addresses.
 */
export function mediaTargetGroup(
  name: string,
  { cluster, vpcId, targets, adopted }: EksSettings,
  tags: Tagger,
  opts: pulumi.CustomResourceOptions,
): lb.TargetGroup {
  return new lb.TargetGroup(
    logicalName(name, "tg"),
    {
      vpcId,
      name: adopted?.targetGroupName,
      protocol: "UDP",
      port: ports.mediaNodePort,
      targetType: targets.kind === EksTargetsKind.Addresses ? "ip" : "instance",
      // Everything is written out: the provider's defaults differ from AWS's.
      healthCheck: {
        enabled: true,
        protocol: healthCheck.protocol,
        port: String(ports.healthNodePort),
        path: healthCheck.path,
        interval: healthCheck.intervalSeconds,
        timeout: healthCheck.timeoutSeconds,
        healthyThreshold: healthCheck.healthyThreshold,
        unhealthyThreshold: healthCheck.unhealthyThreshold,
        matcher: healthCheck.matcher,
      },
      tags: tags(purposes.targetGroup, displayNames.targetGroup(cluster)),
    },
    opts,
  );
}

/** A UDP listener that forwards to one target group. A load balancer can have several; each has its own name and port. */
export function udpListener(
  name: string,
  port: number,
  loadBalancer: lb.LoadBalancer,
  targetGroup: lb.TargetGroup,
  tags: Record<string, string>,
  opts: pulumi.CustomResourceOptions,
): lb.Listener {
  return new lb.Listener(
    name,
    {
      loadBalancerArn: loadBalancer.arn,
      protocol: "UDP",
      port,
      defaultActions: [{ type: "forward", targetGroupArn: targetGroup.arn }],
      tags,
    },
    // A target group belongs to one load balancer: the old listener has to go before one of the new can use it.
    { ...opts, deleteBeforeReplace: true },
  );
}
