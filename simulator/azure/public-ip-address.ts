import { CloudError } from "../cloud-error";
import { anyChangeOf, type Claim, type SimulatedType } from "../simulated-type";
import { checkWritable } from "./lockdown";
import { networkResourceName } from "./names";
import { documentationAddress } from "./public-address";

interface PublicIpInputs {
  resourceGroupName: string;
  publicIpAddressName?: string;
  location?: string;
  sku?: { name?: string };
  publicIPAllocationMethod?: string;
  dnsSettings?: { domainNameLabel?: string };
}

/** A public IP address. */
export const publicIpAddress: SimulatedType<PublicIpInputs> = {
  type: "azure-native:network:PublicIPAddress",
  // pulumi-azure-native: the parts of the id, and what Azure Resource Manager never changes.
  replaces: anyChangeOf("extendedLocation", "location", "publicIpAddressName", "resourceGroupName", "zones"),
  // Estimate: an asynchronous operation that is asked for every 10 s (Azure Resource Manager, "Track asynchronous operations").
  latencySeconds: 10,
  permissions: {
    create: ["Microsoft.Network/publicIPAddresses/write"],
    read: ["Microsoft.Network/publicIPAddresses/read"],
    update: ["Microsoft.Network/publicIPAddresses/write"],
    delete: ["Microsoft.Network/publicIPAddresses/delete"],
  },
  admit(request) {
    const { cloud, inputs } = request;
    checkWritable(cloud, cloud.azure.resourceGroupId(inputs.resourceGroupName));
    const name = networkResourceName(request, inputs.publicIpAddressName);
    // "Public IP addresses", table of SKUs: a Standard address is always static.
    if (inputs.sku?.name === "Standard" && inputs.publicIPAllocationMethod !== "Static") {
      throw new CloudError(
        "PublicIPAddressAllocationMethodNotSupported",
        `the public IP '${name}' is Standard and must have publicIPAllocationMethod Static`,
      );
    }
    const id = cloud.azure.networkId(inputs.resourceGroupName, "publicIPAddresses", name);
    const location = inputs.location ?? cloud.azure.location;
    const label = inputs.dnsSettings?.domainNameLabel;
    return {
      id,
      outputs: {
        name,
        location,
        ipAddress: documentationAddress(id),
        provisioningState: "Succeeded",
        ...(label !== undefined && {
          dnsSettings: { ...inputs.dnsSettings, fqdn: `${label}.${location}.cloudapp.azure.com` },
        }),
      },
      claims: label === undefined ? [] : [labelClaim(label, location)],
    };
  },
};

/** "Public IP addresses", DNS name label: lower case, unique in a location. */
function labelClaim(label: string, location: string): Claim {
  if (!/^[a-z][a-z0-9-]{1,61}[a-z0-9]$/.test(label)) {
    throw new CloudError(
      "InvalidDomainNameLabel",
      `the DNS label '${label}' must be 3-63 lower-case letters, digits and hyphens, begin with a letter and not end with a hyphen`,
    );
  }
  return {
    key: `dns label|${location}|${label}`,
    code: "DnsRecordInUse",
    reason: `the DNS label '${label}' is taken in ${location}; choose another one`,
  };
}
