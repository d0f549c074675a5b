import type { NetworkSecurityGroupFacts, NsgRuleFacts } from "../../reachability/azure/network";
import { managedGroupsInUse } from "../../discovery/aks/managed-groups";
import { CloudError } from "../cloud-error";
import type { ServiceInputs } from "../kubernetes/service-inputs";
import type { Admission, AdmissionRequest, Brought, Claim } from "../simulated-type";
import { rulesOf } from "./group-rules";
import { checkTurn, groupKey, priorityClaim } from "./network-security-group";
import { checkRights, publicIpOf } from "./service-public-ip";

/**
 * What the AKS cloud controller makes of a Service of type LoadBalancer: an address, and a rule in the one managed network
 * security group that it knows (cloud-provider-azure, `securityGroupName`; never in that of a subnet of the user: Azure/AKS#674).
 * @throws CloudError where the Service would stay pending
 */
export function balancedByAzure(request: AdmissionRequest<ServiceInputs>): Omit<Admission, "id"> {
  const { cloud, inputs } = request;
  const publicIp = publicIpOf(request);
  checkRights(request, publicIp);
  const opens = inputs.metadata?.annotations?.[noRuleAnnotation] !== "true";
  const groups = opens ? managedGroupsInUse(cloud.azure.seed.network).slice(0, 1) : [];
  const rules = groups.map((group) => ({ group, rule: controllerRule(request, group, publicIp.address) }));
  for (const group of groups) checkTurn(request, group);
  return {
    outputs: {
      status: { loadBalancer: { ingress: [publicIp.address === undefined ? {} : { ip: publicIp.address }] } },
    },
    uses: [
      ...groups.map((group) => ({ key: groupKey(group) })),
      // Azure REST API, Public IP Addresses - Delete: not while a load balancer has it.
      ...(cloud.resources.has(publicIp.id) ? [{ key: publicIp.id, refusal: "PublicIPAddressCannotBeDeleted" }] : []),
    ],
    claims: rules.map(({ group, rule }): Claim => {
      const reason = `'${group.name}' has the cloud controller's rule '${rule.name}' on priority ${rule.priority}`;
      return { key: priorityClaim(group, true, rule.priority), code: "SecurityRuleConflict", reason };
    }),
    brings: rules.map(({ group, rule }): Brought => ({ key: groupKey(group), part: rule })),
  };
}

/** cloud-provider-azure, annotation that keeps the controller from writing rules. */
const noRuleAnnotation = "service.beta.kubernetes.io/azure-disable-load-balancer-nsg-rule";
/** cloud-provider-azure, annotation with which packets arrive at a NodePort instead of the public address. */
const noFloatingIpAnnotation = "service.beta.kubernetes.io/azure-disable-load-balancer-floating-ip";

/** cloud-provider-azure, securityrule.go: one rule per protocol, named by a hash, to the public address and the service's port. */
function controllerRule(
  request: AdmissionRequest<ServiceInputs>,
  group: NetworkSecurityGroupFacts,
  address: string | undefined,
): NsgRuleFacts {
  const { cloud, inputs, urn } = request;
  const { ports = [], loadBalancerSourceRanges = [] } = inputs.spec;
  const floating = inputs.metadata?.annotations?.[noFloatingIpAnnotation] !== "true";
  return {
    name: `k8s-azure-lb_allow_IPv4_${request.hex(32, "rule")}`,
    priority: freePriority(rulesOf(cloud, group, urn)),
    inbound: true,
    allow: true,
    protocol: "Udp",
    sources: loadBalancerSourceRanges.length > 0 ? loadBalancerSourceRanges : ["Internet"],
    sourceApplicationSecurityGroupIds: [],
    sourcePorts: ["*"],
    destinations: floating && address !== undefined ? [address] : ["*"],
    destinationApplicationSecurityGroupIds: [],
    destinationPorts: ports.map(({ port, nodePort }) => String(floating ? port : nodePort)),
  };
}

/** cloud-provider-azure, securityrule.go: the controller takes the first free priority from 500 to 4096. */
function freePriority(rules: NsgRuleFacts[]): number {
  const taken = new Set(rules.filter(({ inbound }) => inbound).map(({ priority }) => priority));
  for (let priority = 500; priority <= 4096; priority++) if (!taken.has(priority)) return priority;
  throw new CloudError("SecurityRulePriorityExhausted", "the managed group has no free priority from 500 to 4096");
}
