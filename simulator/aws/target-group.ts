import { CloudError } from "../cloud-error";
import { anyChangeOf, type SimulatedType } from "../simulated-type";
import { checkVpc } from "./existence";
import { checkLoadBalancingTags, loadBalancingName, type NamedInputs } from "./names";

interface TargetGroupInputs extends NamedInputs {
  port: number;
  protocol: string;
  targetType?: string;
  vpcId: string;
  preserveClientIp?: string | boolean;
  healthCheck?: HealthCheck;
}

interface HealthCheck {
  protocol?: string;
  path?: string;
  matcher?: string;
  interval?: number;
  timeout?: number;
  healthyThreshold?: number;
  unhealthyThreshold?: number;
}

/** Legal values of a health check. Source: Elastic Load Balancing API, CreateTargetGroup; ELB user guide, target-group-health-checks. */
const ranges = [
  { property: "interval", least: 5, most: 300 },
  { property: "timeout", least: 2, most: 120 },
  { property: "healthyThreshold", least: 2, most: 10 },
  { property: "unhealthyThreshold", least: 2, most: 10 },
] as const;

const healthCheckProtocols = ["TCP", "HTTP", "HTTPS"];

/** A target group. */
export const targetGroup: SimulatedType<TargetGroupInputs> = {
  type: "aws:lb/targetGroup:TargetGroup",
  // terraform-provider-aws, internal/service/elbv2/target_group.go: ForceNew.
  replaces: anyChangeOf(
    "ipAddressType",
    "name",
    "namePrefix",
    "port",
    "protocol",
    "protocolVersion",
    "targetType",
    "vpcId",
  ),
  failedUpdate: "done",
  latencySeconds: 2,
  permissions: {
    create: [
      "elasticloadbalancing:CreateTargetGroup",
      "elasticloadbalancing:AddTags",
      "elasticloadbalancing:ModifyTargetGroupAttributes",
    ],
    read: [
      "elasticloadbalancing:DescribeTargetGroups",
      "elasticloadbalancing:DescribeTargetGroupAttributes",
      "elasticloadbalancing:DescribeTags",
    ],
    update: [
      "elasticloadbalancing:AddTags",
      "elasticloadbalancing:RemoveTags",
      "elasticloadbalancing:ModifyTargetGroup",
      "elasticloadbalancing:ModifyTargetGroupAttributes",
    ],
    delete: ["elasticloadbalancing:DeleteTargetGroup"],
  },
  admit(request) {
    const { cloud, inputs } = request;
    const name = loadBalancingName(request);
    checkLoadBalancingTags(request);
    checkVpc(cloud, inputs.vpcId, "ValidationError");
    if (!(inputs.port >= 1 && inputs.port <= 65535)) {
      throw new CloudError("ValidationError", `port ${inputs.port} is not 1-65535`);
    }
    checkHealthCheck(inputs.healthCheck ?? {});
    // ELB user guide, edit-target-group-attributes: client addresses are always preserved for UDP.
    if (["UDP", "TCP_UDP"].includes(inputs.protocol) && String(inputs.preserveClientIp) === "false") {
      throw new CloudError(
        "InvalidConfigurationRequest",
        `preserveClientIp cannot be turned off for ${inputs.protocol}`,
      );
    }
    const { account, region } = cloud.aws;
    const arnSuffix = `targetgroup/${name}/${request.hex(16, "arn")}`;
    const arn = `arn:aws:elasticloadbalancing:${region}:${account}:${arnSuffix}`;
    return {
      id: arn,
      outputs: { arn, arnSuffix, name, targetType: inputs.targetType ?? "instance" },
      claims: [
        {
          key: `target group name|${name}`,
          code: "DuplicateTargetGroupName",
          reason: `a target group named '${name}' exists`,
        },
      ],
    };
  },
};

function checkHealthCheck(healthCheck: HealthCheck): void {
  const { protocol = "HTTP", path, matcher } = healthCheck;
  const refuse = (what: string): never => {
    throw new CloudError("ValidationError", `healthCheck.${what}`);
  };
  if (!healthCheckProtocols.includes(protocol))
    refuse(`protocol '${protocol}' is not ${healthCheckProtocols.join(", ")}`);
  for (const { property, least, most } of ranges) {
    const value = healthCheck[property];
    if (value !== undefined && !(value >= least && value <= most))
      refuse(`${property} ${value} is not ${least}-${most}`);
  }
  if (path !== undefined && !/^\/.{0,1023}$/.test(path))
    refuse(`path '${path}' must begin with / and have at most 1024 characters`);
  if (matcher !== undefined && !isMatcher(matcher)) refuse(`matcher '${matcher}' is not codes of 200-599`);
}

/** `200`, `200,202` or `200-399`; codes of a network load balancer are 200-599. */
function isMatcher(matcher: string): boolean {
  return matcher.split(",").every((part) => /^[2-5]\d\d(-[2-5]\d\d)?$/.test(part));
}
