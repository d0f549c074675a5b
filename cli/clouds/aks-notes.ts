import { AksEndpointKind, AksNicMode, AksOwnership } from "../../components/aks/args";
import { networkResourceId } from "../../components/aks/resource-id";
import { ipv4AddressProblem } from "../../components/cidr";
import { controllerPriorities } from "../../components/lls";
import { acrName } from "../../components/registry";
import type { AksStackConfig } from "../../stacks/config";
import { FrontDoorKind } from "../../stacks/schema/aks";
import { pullPrerequisites } from "./pulling";

/** What must exist before `pulumi up` on AKS. */
export function aksPrerequisites(config: AksStackConfig): string[] {
  const { aks, cluster, resourceGroup, imageRegistry } = config;
  const registry = acrName(imageRegistry);
  const attach = `az aks update --resource-group ${resourceGroup} --name ${cluster} --attach-acr ${registry}`;
  return [
    ...pullPrerequisites(
      config,
      registry && `Right of the kubelet's identity to pull from ${imageRegistry}: ${attach}.`,
    ),
    ...publicIpPrerequisites(config),
    ...(aks.frontDoor.kind === FrontDoorKind.Firewall ? firewallPrerequisites(config) : nodePrerequisites(config)),
  ];
}

/** The roles are those that the component would assign; for an address that there is not yet they must be on its resource group. */
function publicIpPrerequisites({ aks }: AksStackConfig): string[] {
  if (!aks.publicIp) return [];
  const { id, roleAssignment } = aks.publicIp;
  const group = id === undefined ? aks.publicIp.resourceGroup : networkResourceId(id).resourceGroup;
  const roles =
    id === undefined
      ? `Network Contributor on resource group ${group}`
      : `Virtual Machine Contributor on the public IP and Reader on resource group ${group}`;
  return [
    id === undefined
      ? `Resource group ${group}, in which the public IP is made.`
      : `Public IP ${id}: Standard, static, IPv4, in the location of the cluster, and used by nothing else.`,
    ...(roleAssignment === AksOwnership.Assume
      ? [`Roles of the cluster's identity: ${roles} (aks.publicIp.roleAssignment: assume).`]
      : []),
  ];
}

function firewallPrerequisites({ aks, port, endpointHost }: AksStackConfig): string[] {
  const host = endpointHost ?? aks.nodeAddress;
  const { nodePortFrom: from, nodePortTo: to } = aks;
  const range = from === to ? `${from}` : `${from}-${to}`;
  return [
    ...(aks.endpoint === AksEndpointKind.LoadBalancer
      ? []
      : [`DNAT rules of the firewall from UDP ${range} of ${host} to the same NodePorts of the nodes.`]),
    ...(aks.endpoint === AksEndpointKind.NodePorts
      ? []
      : [`DNAT rule of the firewall from UDP ${port} of ${host} to UDP ${port} of the load balancer.`]),
  ];
}

function nodePrerequisites({ aks, endpointHost }: AksStackConfig): string[] {
  if (aks.endpoint !== AksEndpointKind.NodePorts) return [];
  const host = endpointHost ?? aks.nodeAddress;
  const what =
    ipv4AddressProblem(host) === undefined
      ? "is the public address of a node"
      : "leads to the public addresses of the nodes";
  return [`${host} ${what}: upgrades and scaling change those, and nothing here follows.`];
}

/** What an operator should know of changes and choices of a stack on AKS. */
export function aksNotices(config: AksStackConfig): string[] {
  const { aks, allowedCidrs } = config;
  const assumed = aks.nsgRules === AksOwnership.Assume;
  const editsManaged = !assumed && aks.nicMode === AksNicMode.NsgRules && aks.endpoint !== AksEndpointKind.LoadBalancer;
  const byFirewall = aks.frontDoor.kind === FrontDoorKind.Firewall && !allowedCidrs.includes("0.0.0.0/0");
  return [
    ...(editsManaged
      ? [
          "Microsoft does not support rules on the network security group that AKS manages, and may remove them: run `pulumi refresh` after upgrades. aks.nicMode: allowedHostPorts or aks.endpoint: loadBalancer need none.",
        ]
      : []),
    ...(assumed ? [] : priorityNotices(config)),
    ...(byFirewall
      ? ["allowedCidrs is up to the firewall: rules on network security groups admit its addresses only."]
      : []),
    `A new agent pool or subnet may bring network security groups that are still closed: ${assumed ? "have the rule made there, then record the facts and plan again" : "record the facts and run `pulumi up` again"}.`,
    ...(aks.publicIp
      ? [
          "A change of aks.publicIp.id or resourceGroup gives the load balancer another address: an outage until browsers are told.",
        ]
      : []),
  ];
}

function priorityNotices({ aks }: AksStackConfig): string[] {
  const made =
    aks.endpoint === AksEndpointKind.NodePorts
      ? ["rulePriority" as const]
      : (["rulePriority", "probePriority"] as const);
  return made
    .filter((key) => aks[key] >= controllerPriorities.from)
    .map(
      (key) =>
        `aks.${key} is among the priorities that the cloud controller allocates to its own rules, ${controllerPriorities.from}-${controllerPriorities.to}: where it has taken ${aks[key]} first, Azure refuses ours.`,
    );
}
