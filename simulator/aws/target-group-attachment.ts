import ipaddr from "ipaddr.js";
import type { SimulatedCloud, SimulatedResource } from "../cloud";
import { CloudError } from "../cloud-error";
import { anyChangeOf, sameIn, type SimulatedType } from "../simulated-type";
import { created } from "./existence";
import { targetGroup } from "./target-group";

interface TargetGroupAttachmentInputs {
  targetGroupArn: string;
  targetId: string;
  port?: number;
}

/** A fixed target. */
export const targetGroupAttachment: SimulatedType<TargetGroupAttachmentInputs> = {
  type: "aws:lb/targetGroupAttachment:TargetGroupAttachment",
  // terraform-provider-aws, aws_lb_target_group_attachment: everything is ForceNew.
  replaces: anyChangeOf("availabilityZone", "port", "quicServerId", "targetGroupArn", "targetId"),
  // Elastic Load Balancing API, RegisterTargets: a target that is registered stays so. The resource's id is the provider's own.
  takesOver: sameIn("availabilityZone", "port", "targetGroupArn", "targetId"),
  latencySeconds: 1,
  permissions: {
    create: ["elasticloadbalancing:RegisterTargets"],
    read: ["elasticloadbalancing:DescribeTargetHealth"],
    update: [],
    delete: ["elasticloadbalancing:DeregisterTargets"],
  },
  admit(request) {
    const { cloud, inputs } = request;
    const group = created(cloud, targetGroup.type, inputs.targetGroupArn, "TargetGroupNotFound");
    checkTarget(cloud, group, inputs.targetId);
    // A relation has no id on AWS (the provider makes one up): to register once more changes nothing (Elastic Load Balancing API).
    const id = [group.id, inputs.targetId, inputs.port ?? group.inputs.port].join(",");
    return { id, outputs: {}, uses: [{ key: group.id }] };
  },
};

/** Ranges outside the VPC that may hold targets: RFC 1918 and RFC 6598. Source: ELB user guide, load-balancer-target-groups, "IP addresses". */
const furtherRanges = ["10.0.0.0/8", "100.64.0.0/10", "172.16.0.0/12", "192.168.0.0/16"];

function checkTarget({ aws, resources }: SimulatedCloud, group: SimulatedResource, targetId: string): void {
  if (group.outputs.targetType === "instance") {
    if (/^i-[0-9a-f]+$/.test(targetId)) return;
    throw new CloudError(
      "InvalidTarget",
      `'${targetId}' is not the id of an instance, which a group of type instance needs`,
    );
  }
  const vpcId = group.inputs.vpcId as string;
  const vpcCidrs = aws.network.vpcs.get(vpcId) ?? [resources.get(vpcId)!.inputs.cidrBlock as string];
  const ranges = [...vpcCidrs, ...furtherRanges];
  if (ipaddr.isValid(targetId) && ranges.some((range) => contains(range, targetId))) return;
  throw new CloudError(
    "InvalidTarget",
    `'${targetId}' is not an address of the VPC (${vpcCidrs.join(", ")}) or a private one`,
  );
}

function contains(range: string, address: string): boolean {
  const parsed = ipaddr.parse(address);
  const [network, bits] = ipaddr.parseCIDR(range);
  return parsed.kind() === network.kind() && parsed.match(network, bits);
}
