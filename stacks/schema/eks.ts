import * as z from "zod";
import { loadBalancingNameProblem, securityGroupTextProblem } from "../../components/aws-names";
import { ipv4AddressProblem } from "../../components/cidr";
import { EksAddressingKind, EksEgressKind, EksTargetsKind, NodeRules } from "../../components/eks/args";
import { workerNodeSelector } from "../../components/lls";
import { across, flag, listOf, nodeLabels, port, shaped, text } from "./values";

const elasticIp = across(
  z.strictObject({
    allocationId: awsId("eipalloc")
      .optional()
      .describe("Existing allocation. Absent: a new one. A change replaces the load balancer."),
    retain: flag().optional().describe("Keep the new allocation when the installation is destroyed. Default false."),
  }),
  ({ allocationId, retain }) => ({
    retain:
      allocationId !== undefined && retain !== undefined && "must be absent with allocationId, which is never released",
  }),
);

const addressing = across(
  z.strictObject({
    kind: z
      .enum(EksAddressingKind)
      .describe(
        "dynamic: AWS assigns an address. elasticIp: an Elastic IP that survives a replacement of the load balancer.",
      ),
    elasticIp: elasticIp.optional().describe("With kind elasticIp."),
  }),
  ({ kind, elasticIp }) => ({
    elasticIp: kind === EksAddressingKind.Dynamic && elasticIp !== undefined && `must be absent with kind ${kind}`,
  }),
);

const targetGroupBinding = z.strictObject({
  serviceName: shaped(/^[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/, "the name of a Kubernetes service").describe(
    "The chart's NodePort service.",
  ),
  servicePort: port().describe("Port of that service."),
});

const targets = across(
  z.strictObject({
    kind: z
      .enum(EksTargetsKind)
      .describe(
        "How nodes become targets of the load balancer. A change to or from addresses replaces the target group.",
      ),
    autoScalingGroups: listOf(shaped(/^\S(?:.{0,253}\S)?$/, "the name of an Auto Scaling group"))
      .optional()
      .describe("Names, with kind autoScalingGroups. Default: the groups of the proxy nodes, as discovered."),
    targetGroupBinding: targetGroupBinding
      .optional()
      .describe(
        "Required with kind targetGroupBinding, for nodes of Karpenter or EKS Auto Mode. Needs the AWS Load Balancer Controller, also on Auto Mode, whose own does not serve it.",
      ),
    addresses: listOf(text(ipv4AddressProblem))
      .optional()
      .describe("Private addresses of nodes in the zone, with kind addresses. Default: as discovered."),
  }),
  (value) => {
    const kinds: unknown[] = Object.values(EksTargetsKind);
    const { kind } = value;
    if (!kinds.includes(kind)) return {};
    const foreign = (property: EksTargetsKind) =>
      property !== kind && value[property] !== undefined && `must be absent with kind ${String(kind)}`;
    const missing = kind === EksTargetsKind.TargetGroupBinding && value.targetGroupBinding === undefined;
    return {
      autoScalingGroups: foreign("autoScalingGroups"),
      targetGroupBinding: missing
        ? "is required with kind targetGroupBinding: serviceName and servicePort"
        : foreign("targetGroupBinding"),
      addresses: foreign("addresses"),
    };
  },
);

const adopted = across(
  z.strictObject({
    loadBalancerName: text(loadBalancingNameProblem)
      .optional()
      .describe("Name of the load balancer. A change replaces the load balancer."),
    securityGroupName: text(securityGroupTextProblem)
      .optional()
      .describe("Name of its security group, with securityGroupDescription. A change replaces the group."),
    securityGroupDescription: text(securityGroupTextProblem)
      .optional()
      .describe("Description of that group. A change replaces the group."),
    targetGroupName: text(loadBalancingNameProblem)
      .optional()
      .describe("Name of the target group, with targets of kind addresses only. A change replaces the target group."),
  }),
  ({ securityGroupName, securityGroupDescription }) => ({
    securityGroupName:
      securityGroupDescription !== undefined &&
      securityGroupName === undefined &&
      "is required with securityGroupDescription",
    securityGroupDescription:
      securityGroupName !== undefined && securityGroupDescription === undefined && "is required with securityGroupName",
  }),
);

/** The key `eks`: what is chosen on EKS only. Everything that is left out is discovered or has a default. */
export const eksSchema = z.strictObject({
  subnetId: awsId("subnet")
    .optional()
    .describe(
      "Public subnet of the load balancer, in the zone. Default: discovered. A change replaces the load balancer.",
    ),
  proxyNodeSecurityGroupIds: listOf(awsId("sg"))
    .optional()
    .describe("Security groups of the proxy's nodes that get rules. Default: discovered."),
  workerNodeSecurityGroupIds: listOf(awsId("sg"))
    .optional()
    .describe("Security groups of the GPU nodes that get rules. Default: discovered."),
  workerNodeSelector: nodeLabels()
    .default({ ...workerNodeSelector })
    .describe("Labels of the nodes that run workers."),
  egress: z
    .enum(EksEgressKind)
    .default(EksEgressKind.SecurityGroups)
    .describe("What the load balancer may send to: the proxy nodes' groups, or their subnets' CIDR blocks."),
  addressing: addressing
    .prefault({ kind: EksAddressingKind.Dynamic })
    .describe("Address of the load balancer. A change replaces the load balancer."),
  targets: targets.prefault({ kind: EksTargetsKind.AutoScalingGroups }).describe("Targets of the load balancer."),
  nodeRules: z
    .enum(NodeRules)
    .default(NodeRules.Create)
    .describe("Whether the rules on the nodes' security groups are created, or assumed and only checked."),
  deletionProtection: flag()
    .prefault(false)
    .describe(
      "Deletion protection of the load balancer; with true, the preview of what replaces or destroys it is refused: set false in an up of its own before.",
    ),
  adopted: adopted
    .optional()
    .describe(
      "Names of an installation made by hand that is taken over, as lls adopt prints them. Default: Pulumi names everything.",
    ),
});

/** An id as AWS makes them: eight or seventeen hexadecimal digits. */
function awsId(prefix: string) {
  return shaped(new RegExp(`^${prefix}-(?:[0-9a-f]{8}|[0-9a-f]{17})$`), `an id such as ${prefix}-0123456789abcdef0`);
}
