import { CloudError } from "../cloud-error";
import { anyChangeOf, sameIn, type SimulatedType } from "../simulated-type";
import { created } from "./existence";
import { loadBalancer } from "./load-balancer";
import { checkLoadBalancingTags } from "./names";
import { targetGroup } from "./target-group";

interface ListenerInputs {
  tags?: Record<string, string>;
  loadBalancerArn: string;
  port: number;
  protocol: string;
  defaultActions: { targetGroupArn?: string; forward?: { targetGroups: { arn: string }[] } }[];
}

/** Protocols of target groups that a listener may forward to. Source: ELB user guide, load-balancer-listeners. */
const targetProtocols: Record<string, string[]> = {
  TCP: ["TCP", "TCP_UDP"],
  TLS: ["TCP", "TLS"],
  UDP: ["UDP", "TCP_UDP"],
  TCP_UDP: ["TCP_UDP"],
};

/** A listener of a Network Load Balancer. */
export const listener: SimulatedType<ListenerInputs> = {
  type: "aws:lb/listener:Listener",
  // terraform-provider-aws, aws_lb_listener: ForceNew. A new port is a ModifyListener.
  replaces: anyChangeOf("loadBalancerArn"),
  // Elastic Load Balancing API, CreateListener: with the same settings each call succeeds, and there is one listener.
  takesOver: sameIn("loadBalancerArn", "port", "protocol", "defaultActions"),
  // terraform-provider-aws, internal/service/elbv2/listener.go, Delete: no error of DeleteListener is let pass.
  goneError: (id) => new CloudError("ListenerNotFound", `One or more listeners not found: ${id}`),
  failedUpdate: "done",
  latencySeconds: 2,
  permissions: {
    create: ["elasticloadbalancing:CreateListener", "elasticloadbalancing:AddTags"],
    read: [
      "elasticloadbalancing:DescribeListeners",
      "elasticloadbalancing:DescribeListenerAttributes",
      "elasticloadbalancing:DescribeTags",
    ],
    update: [
      "elasticloadbalancing:AddTags",
      "elasticloadbalancing:RemoveTags",
      "elasticloadbalancing:ModifyListener",
      "elasticloadbalancing:ModifyListenerAttributes",
    ],
    delete: ["elasticloadbalancing:DeleteListener"],
  },
  admit(request) {
    const { cloud, inputs } = request;
    checkLoadBalancingTags(request);
    const balancer = created(cloud, loadBalancer.type, inputs.loadBalancerArn, "LoadBalancerNotFound");
    if (!(inputs.port >= 1 && inputs.port <= 65535)) {
      throw new CloudError("ValidationError", `port ${inputs.port} is not 1-65535`);
    }
    const allowed = targetProtocols[inputs.protocol];
    if (!allowed) {
      throw new CloudError(
        "UnsupportedProtocol",
        `protocol '${inputs.protocol}' is not ${Object.keys(targetProtocols).join(", ")}`,
      );
    }
    const targetGroupArns = forwardedTo(inputs);
    for (const arn of targetGroupArns) {
      const protocol = created(cloud, targetGroup.type, arn, "TargetGroupNotFound").inputs.protocol as string;
      // Elastic Load Balancing API, CreateListener: IncompatibleProtocols.
      if (!allowed.includes(protocol)) {
        throw new CloudError(
          "IncompatibleProtocols",
          `a ${inputs.protocol} listener cannot forward to a ${protocol} target group, only to ${allowed.join(" or ")}`,
        );
      }
      // Elastic Load Balancing API, CreateListener: a target group belongs to one load balancer.
      const other = cloud
        .users(arn)
        .find((user) => user.type === listener.type && user.inputs.loadBalancerArn !== balancer.id);
      if (other)
        throw new CloudError(
          "TargetGroupAssociationLimit",
          `${arn} is forwarded to by ${other.urn} of another load balancer`,
        );
    }
    const arn = `${balancer.id.replace(":loadbalancer/", ":listener/")}/${request.hex(16, "arn")}`;
    return {
      id: arn,
      outputs: { arn },
      uses: [
        // Elastic Load Balancing API, DeleteLoadBalancer: deletes the listeners too.
        { key: balancer.id },
        // Elastic Load Balancing API, DeleteTargetGroup: ResourceInUse while an action refers to it.
        ...targetGroupArns.map((key) => ({ key, refusal: "ResourceInUse" })),
      ],
      claims: [
        // TCP and UDP on one port need a TCP_UDP listener (ELB user guide, load-balancer-listeners).
        {
          key: `listener|${balancer.id}|${inputs.port}`,
          code: "DuplicateListener",
          reason: `${balancer.id} has a listener on port ${inputs.port}`,
        },
      ],
    };
  },
};

function forwardedTo({ defaultActions }: ListenerInputs): string[] {
  const arns = defaultActions.flatMap(
    ({ targetGroupArn, forward }) => targetGroupArn ?? forward?.targetGroups.map(({ arn }) => arn) ?? [],
  );
  if (arns.length === 0) {
    throw new CloudError("ValidationError", "a listener needs a default action that forwards to a target group");
  }
  return [...new Set(arns)];
}
