import type { MadeResource } from "../component/made-resource";
import type { ComponentSite } from "../component/site";
import { Value } from "../component/value";

const groupType = "aws:ec2/securityGroup:SecurityGroup";
const ruleType = "aws:ec2/securityGroupRule:SecurityGroupRule";

const everything = { fromPort: 0, toPort: 0, protocol: "-1" };

/** The additional group of the control plane, besides the one that EKS makes itself. */
export async function clusterSecurityGroup(site: ComponentSite): Promise<MadeResource> {
  const name = `${site.name}-eksClusterSecurityGroup`;
  const group = await site.register({
    ...{ type: groupType, name },
    inputs: {
      vpcId: site.input("vpcId"),
      revokeRulesOnDelete: true,
      tags: tagged(name, site.input("clusterSecurityGroupTags"), site.input("tags")),
    },
  });
  await site.register({
    ...{ type: ruleType, name: `${site.name}-eksClusterInternetEgressRule` },
    inputs: {
      ...{ type: "egress", ...everything, cidrBlocks: ["0.0.0.0/0"], securityGroupId: group.id },
      description: "Allow internet access.",
    },
  });
  return group;
}

/** Tags with a name, of which later ones win. */
export function tagged(name: string, ...further: Value[]): Value {
  return Value.of(further).map((tags: unknown[]) => Object.assign({ Name: name }, ...tags) as object);
}

/** The group of self-managed nodes. */
export interface NodeSecurityGroup {
  group: MadeResource;
  /** The rule that lets the nodes in to the control plane; nodes join only when it is there. */
  clusterIngressRule: MadeResource;
}

/** pulumi-eks, nodejs/eks/nodes/securitygroup.ts. */
export async function nodeSecurityGroup(
  site: ComponentSite,
  cluster: MadeResource,
  vpcId: Value,
  clusterGroupId: Value,
  ...tags: Value[]
): Promise<NodeSecurityGroup> {
  const { name } = site;
  const group = await site.register({
    ...{ type: groupType, name: `${name}-nodeSecurityGroup` },
    inputs: {
      ...{ vpcId, revokeRulesOnDelete: true },
      tags: Value.of([cluster.output("name"), ...tags]).map(
        ([clusterName, ...given]: [string, ...object[]]) =>
          Object.assign(
            { Name: `${name}-nodeSecurityGroup`, [`kubernetes.io/cluster/${clusterName}`]: "owned" },
            ...given,
          ) as object,
      ),
    },
  });
  const rule = (suffix: string, description: string, inputs: Record<string, unknown>): Promise<MadeResource> =>
    site.register({ type: ruleType, name: `${name}-${suffix}`, inputs: { description, ...inputs } });
  const intoNodes = { type: "ingress", securityGroupId: group.id };
  const fromCluster = { ...intoNodes, protocol: "tcp", sourceSecurityGroupId: clusterGroupId };
  const rules = await Promise.all([
    rule("eksClusterIngressRule", "Allow pods to communicate with the cluster API Server", {
      ...{ type: "ingress", protocol: "tcp", fromPort: 443, toPort: 443 },
      ...{ securityGroupId: clusterGroupId, sourceSecurityGroupId: group.id },
    }),
    rule("eksNodeIngressRule", "Allow nodes to communicate with each other", {
      ...{ ...intoNodes, ...everything, self: true },
    }),
    rule(
      "eksNodeClusterIngressRule",
      "Allow worker Kubelets and pods to receive communication from the cluster control plane",
      { ...fromCluster, fromPort: 1025, toPort: 65535 },
    ),
    rule(
      "eksExtApiServerClusterIngressRule",
      "Allow pods running extension API servers on port 443 to receive communication from cluster control plane",
      { ...fromCluster, fromPort: 443, toPort: 443 },
    ),
    rule("eksNodeInternetEgressRule", "Allow internet access.", {
      ...{ type: "egress", ...everything, cidrBlocks: ["0.0.0.0/0"], securityGroupId: group.id },
    }),
  ]);
  return { group, clusterIngressRule: rules[0] };
}
