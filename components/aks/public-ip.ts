import * as authorization from "@pulumi/azure-native/authorization";
import * as network from "@pulumi/azure-native/network";
import * as pulumi from "@pulumi/pulumi";
import { displayNames, purposes } from "../lls";
import { logicalName } from "../logical-name";
import { ownedDescription } from "../owner";
import { hostNotMade, ofMade } from "../of-made";
import type { Tagger } from "../tags";
import { AksOwnership, type AksPublicIp } from "./args";
import { networkResourceId } from "./resource-id";
import type { AksSettings } from "./settings";

/**
 * Built-in roles (Azure RBAC, "Azure built-in roles"). The cloud controller reads a public IP, by a list of its resource
 * group, and joins it; it writes none that a user made (cloud-provider-azure, `ensurePublicIPExists`). Network Contributor,
 * which Microsoft's guide names, could delete everything in the group.
 */
const roles = {
  /** "Virtual Machine Contributor": assigned on a public IP alone, all of its rights on networks that are left are to read it and to join it. */
  join: "9980e02c-c2be-4d73-94e8-173b1dc7cf3c",
  /** "Reader". */
  read: "acdd72a7-3385-48ef-bd42-f606fba81ae7",
};

/** The address of the load balancer. */
export interface PublicIp {
  id: pulumi.Input<string>;
  /** The address and its name, of one that is made here; an existing one is not read. */
  address?: pulumi.Output<string>;
  host?: pulumi.Output<string>;
  /** The rights of the cluster's identity, without which the Service waits for ever. */
  rights: pulumi.Resource[];
}

/** Makes a public IP, unless an existing one is given, and lets the cluster's identity use it. */
export function publicIp(
  name: string,
  settings: AksSettings,
  wanted: AksPublicIp,
  tags: Tagger,
  opts: pulumi.CustomResourceOptions,
): PublicIp {
  const ip = wanted.id === undefined ? newPublicIp(name, settings, wanted, tags, opts) : { id: wanted.id };
  return {
    ...ip,
    rights: wanted.roleAssignment === AksOwnership.Create ? roleAssignments(name, ip.id, wanted, opts) : [],
  };
}

function newPublicIp(
  name: string,
  { cluster }: AksSettings,
  { resourceGroup, location, dnsLabel }: AksPublicIp,
  tags: Tagger,
  opts: pulumi.CustomResourceOptions,
): Omit<PublicIp, "rights"> {
  const ip = new network.PublicIPAddress(
    logicalName(name, "ip"),
    {
      resourceGroupName: resourceGroup as pulumi.Input<string>,
      location,
      // The cluster's load balancer is Standard, and takes no other.
      sku: { name: "Standard", tier: "Regional" },
      publicIPAddressVersion: "IPv4",
      publicIPAllocationMethod: "Static",
      // On the address only: the Service's annotation for a label would have the cloud controller write it.
      ...(dnsLabel !== undefined && { dnsSettings: { domainNameLabel: dnsLabel } }),
      tags: tags(purposes.loadBalancer, displayNames.publicIp(cluster)),
    },
    opts,
  );
  const address = ip.ipAddress as pulumi.Output<string>;
  // An output that Azure does not give is unknown to every preview, which would show a restart of the proxy for ever: the name
  // is read only where there is one. A preview knows the label and not yet the name, so the name waits for the address.
  const host =
    dnsLabel === undefined
      ? address
      : pulumi.all([address, ip.dnsSettings]).apply(([known, dns]) => dns?.fqdn ?? known);
  return { id: ofMade(ip.id, idNotMade), address, host: ofMade(host, hostNotMade) };
}

const idNotMade = "/subscriptions/-/resourceGroups/-/providers/Microsoft.Network/publicIPAddresses/not-made";

function roleAssignments(
  name: string,
  publicIpId: pulumi.Input<string>,
  { clusterPrincipalId }: AksPublicIp,
  opts: pulumi.CustomResourceOptions,
): pulumi.Resource[] {
  const id = pulumi.output(publicIpId).apply(networkResourceId);
  const subscription = pulumi.interpolate`/subscriptions/${id.subscription}`;
  const assign = (suffix: string, role: string, scope: pulumi.Input<string>): pulumi.Resource =>
    new authorization.RoleAssignment(
      `${name}-${suffix}`,
      {
        scope,
        roleDefinitionId: pulumi.interpolate`${subscription}/providers/Microsoft.Authorization/roleDefinitions/${role}`,
        principalId: clusterPrincipalId as pulumi.Input<string>,
        // Without it Azure looks the identity up, and fails for one that is new.
        principalType: "ServicePrincipal",
        description: ownedDescription("load balancer of the streaming proxy"),
      },
      opts,
    );
  return [
    assign("ip-join", roles.join, publicIpId),
    assign("ip-read", roles.read, pulumi.interpolate`${subscription}/resourceGroups/${id.resourceGroup}`),
  ];
}
