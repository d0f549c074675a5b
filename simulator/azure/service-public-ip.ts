import { CloudError } from "../cloud-error";
import type { ServiceInputs } from "../kubernetes/service-inputs";
import type { SimulatedAksSeed } from "../seed";
import type { AdmissionRequest } from "../simulated-type";
import { documentationAddress } from "./public-address";
import { publicIpAddress } from "./public-ip-address";
import { idKey, isWithin } from "./resource-id";
import { assignmentsOf, joinRight, readRight, type Right } from "./role-assignment";

/** A public IP that a Service gets. */
export interface ServicePublicIp {
  id: string;
  /** Absent: one that existed before, of which the seed does not tell it. */
  address?: string;
}

/** cloud-provider-azure, annotations of a Service. */
const annotations = {
  name: "service.beta.kubernetes.io/azure-pip-name",
  resourceGroup: "service.beta.kubernetes.io/azure-load-balancer-resource-group",
};

/**
 * The public IP that a Service names; without a name the controller makes one in the node resource group.
 * @param seed the cluster that the Service is in
 * @throws CloudError if there is no such address, or the load balancer cannot have it
 */
export function publicIpOf(request: AdmissionRequest<ServiceInputs>, seed: SimulatedAksSeed): ServicePublicIp {
  const { cloud, inputs } = request;
  const { azure } = cloud;
  const given = inputs.metadata?.annotations ?? {};
  const group = given[annotations.resourceGroup] ?? seed.cluster.nodeResourceGroup;
  const name = given[annotations.name] ?? `kubernetes-${request.hex(32, "public ip")}`;
  const id = azure.networkId(group, "publicIPAddresses", name);
  if (given[annotations.name] === undefined) return { id, address: documentationAddress(id) };

  const made = [...cloud.resources.values()].find(
    (resource) => resource.type === publicIpAddress.type && idKey(resource.id) === idKey(id),
  );
  const exists = (seed.publicIpIds ?? []).some((existing) => idKey(existing) === idKey(id));
  if (!made && !exists) throw new CloudError("PublicIPNotFound", `there is no public IP '${name}' in '${group}'`);
  // AKS documentation, static-ip: the SKUs of load balancer and address must be the same, and AKS makes Standard ones.
  if (made && made.inputs.sku?.name !== "Standard") {
    throw new CloudError("PublicIPAndLBSkuDoNotMatch", `the public IP '${name}' must have the SKU Standard`);
  }
  if (made) return { id: made.id, address: documentationAddress(made.id) };
  const known = Object.entries(seed.publicIpAddresses ?? {}).find(([existing]) => idKey(existing) === idKey(id));
  return { id, address: known?.[1] };
}

/**
 * Makes sure that the cluster's identity may list the public IPs of the resource group and join this one: else the Service
 * stays pending, and Pulumi waits 10 minutes for it and fails (AKS documentation, static-ip; cloud-provider-azure,
 * `ensurePublicIPExists`).
 * @throws CloudError
 */
export function checkRights(
  request: AdmissionRequest<ServiceInputs>,
  seed: SimulatedAksSeed,
  { id }: ServicePublicIp,
): void {
  const nodeResourceGroup = request.cloud.azure.resourceGroupId(seed.cluster.nodeResourceGroup);
  const assumed = [nodeResourceGroup, ...(seed.joinableIds ?? [])];
  if (assumed.some((scope) => isWithin(id, scope))) return;
  checkRight(request, seed, readRight, id.slice(0, id.indexOf("/providers/")));
  checkRight(request, seed, joinRight, id);
}

function checkRight(
  { cloud, dependencies }: AdmissionRequest,
  { cluster: { principalId } }: SimulatedAksSeed,
  right: Right,
  id: string,
): void {
  const assignments = assignmentsOf(cloud, principalId, right, id);
  const before = dependencies && cloud.before(dependencies);
  if (assignments.some(({ urn }) => !before || before.has(urn))) return;
  const [late] = assignments;
  throw new CloudError(
    "LinkedAuthorizationFailed",
    late
      ? `the Service would stay pending: it does not wait for ${late.urn}, which gives the cluster's identity ${right.action} on ${id}`
      : `the Service would stay pending: the cluster's identity ${principalId} has no right ${right.action} on ${id}; assign it a role with that action first`,
  );
}
