import type { SecurityGroupFacts, SecurityGroupRuleFacts } from "../../reachability/aws/network";
import { fieldsOf, knownText } from "../known";
import type { GraphResource } from "../resource-graph";

/** Id of the group that EKS makes for a cluster; before it exists, what stands for the cluster itself. */
export function clusterSecurityGroupId({ urn, id, outputs }: GraphResource): string {
  return knownText(fieldsOf(outputs.vpcConfig).clusterSecurityGroupId) ?? knownText(id) ?? urn;
}

/** That group with the rules that EKS gives it (EKS user guide, "Amazon EKS security group requirements": all from itself, all to everywhere). */
export function clusterSecurityGroup(cluster: GraphResource): SecurityGroupFacts & { rules: SecurityGroupRuleFacts[] } {
  const id = clusterSecurityGroupId(cluster);
  const everything = { protocol: "-1", fromPort: -1, toPort: -1, tags: {} };
  return {
    ...{ id, name: `cluster security group of ${cluster.name}`, tags: {}, complete: true },
    rules: [
      { id: "EKS default inbound", egress: false, ...everything, referencedGroupId: id },
      { id: "EKS default outbound", egress: true, ...everything, cidr: "0.0.0.0/0" },
      { id: "EKS default outbound (IPv6)", egress: true, ...everything, cidr: "::/0" },
    ],
  };
}
