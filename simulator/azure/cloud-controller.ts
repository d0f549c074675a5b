import { managedGroupsInUse } from "../../reachability/azure/managed-groups";
import type { ServiceInputs } from "../kubernetes/service-inputs";
import type { SimulatedAksSeed } from "../seed";
import type { Admission, AdmissionRequest, Brought, Claim } from "../simulated-type";
import { controllerRules, writesRules } from "./controller-rules";
import { anotherOperation, checkTurn, groupKey, priorityClaim } from "./network-security-group";
import { checkRights, publicIpOf } from "./service-public-ip";

/**
 * What the AKS cloud controller makes of a Service of type LoadBalancer: an address, and rules in the one managed network
 * security group that it knows (cloud-provider-azure, `securityGroupName`; never in that of a subnet of the user: Azure/AKS#674).
 * @param seed the cluster that the Service is in
 * @throws CloudError where the Service would stay pending
 */
export function balancedByAzure(
  request: AdmissionRequest<ServiceInputs>,
  seed: SimulatedAksSeed,
): Omit<Admission, "id"> {
  const { cloud, inputs } = request;
  const publicIp = publicIpOf(request, seed);
  checkRights(request, seed, publicIp);
  const groups = writesRules(inputs) ? managedGroupsInUse(seed.network).slice(0, 1) : [];
  const rules = groups.flatMap((group) =>
    controllerRules(request, group, publicIp.address).map((rule) => ({ group, rule })),
  );
  for (const group of groups) checkTurn(request, group);
  return {
    outputs: {
      status: { loadBalancer: { ingress: [publicIp.address === undefined ? {} : { ip: publicIp.address }] } },
    },
    uses: [
      ...groups.map((group) => ({ key: groupKey(group), busy: anotherOperation })),
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
