import { z } from "zod";
import type { AzureNetwork } from "../../reachability/azure/network";
import type { AksFactsFile } from "./facts";

const text = z.string().min(1);
const texts = z.array(text);
const cidr = z.union([z.cidrv4(), z.cidrv6()], "must be an IPv4 or IPv6 CIDR");
const port = z.int().min(0).max(65535);
const resource = (type: string) =>
  z
    .string()
    .regex(
      new RegExp(`^/subscriptions/[^/]+/resourceGroups/[^/]+/providers/${type}$`, "i"),
      `must be an id of ${type}`,
    );
const networkResource = (type: string) => resource(`Microsoft.Network/${type}/[^/]+`);

const nsgId = networkResource("networkSecurityGroups");
const routeTableId = networkResource("routeTables");
const asgIds = z.array(networkResource("applicationSecurityGroups"));
const subnetId = networkResource("virtualNetworks/[^/]+/subnets");

const subnet = z.strictObject({
  id: subnetId,
  cidrs: z.array(cidr),
  networkSecurityGroupId: z.union([z.literal(""), nsgId]).optional(),
  routeTableId: z.union([z.literal(""), routeTableId]).optional(),
});

const ends = { sources: texts, sourcePorts: texts, destinations: texts, destinationPorts: texts };

const networkSecurityGroup = z.strictObject({
  id: nsgId,
  name: text,
  managed: z.boolean(),
  rules: z
    .array(
      z.strictObject({
        name: text,
        priority: z.int().min(100).max(4096),
        inbound: z.boolean(),
        allow: z.boolean(),
        protocol: z.enum(["Tcp", "Udp", "Icmp", "Esp", "Ah", "*"]),
        ...ends,
        sourceApplicationSecurityGroupIds: asgIds,
        destinationApplicationSecurityGroupIds: asgIds,
        description: z.string().optional(),
      }),
    )
    .optional(),
});

const routeTable = z.strictObject({
  id: routeTableId,
  name: text,
  routes: z.array(
    z.strictObject({ name: text, destination: text, nextHopType: text, nextHopAddress: text.optional() }),
  ),
});

const adminRule = z.strictObject({
  name: text,
  networkManagerId: networkResource("networkManagers").optional(),
  priority: z.int().min(1).max(4096),
  inbound: z.boolean(),
  access: z.enum(["Allow", "AlwaysAllow", "Deny"]),
  protocol: z.enum(["Tcp", "Udp", "Icmp", "Esp", "Ah", "Any"]),
  ...ends,
});

const agentPool = z.strictObject({
  name: text,
  labels: z.record(z.string(), z.string()),
  availabilityZones: texts,
  subnetId: subnetId.optional(),
  podSubnetId: subnetId.optional(),
  nicNetworkSecurityGroupIds: z.array(nsgId).optional(),
  applicationSecurityGroupIds: asgIds,
  nodePublicIp: z.boolean(),
  allowedHostPorts: z.array(z.strictObject({ from: port, to: port, protocol: z.enum(["UDP", "TCP"]) })),
  vmSize: z.string(),
  nodeCount: z.int().min(0),
});

const network: z.core.$ZodType<AzureNetwork> = z.strictObject({
  virtualNetworkCidrs: z.array(cidr).optional(),
  podCidrs: z.array(cidr).optional(),
  outboundType: text,
  subnets: z.array(subnet),
  networkSecurityGroups: z.array(networkSecurityGroup),
  routeTables: z.array(routeTable),
  adminRules: z.array(adminRule).optional(),
  agentPools: z.array(agentPool),
});

/** What a facts file may hold, field by field; a field that is not in here is an error. */
export const aksFactsFile: z.core.$ZodType<AksFactsFile> = z.strictObject({
  formatVersion: z.literal(
    1,
    "must be 1; the file is of another version of this program, record it anew with lls facts",
  ),
  cloud: z.literal("aks"),
  recordedAt: z.iso.datetime(),
  subscription: z.guid(),
  location: text,
  cluster: z.strictObject({
    name: text,
    resourceGroup: text,
    nodeResourceGroup: text,
    restrictionLevel: text,
    sku: text,
    endpoint: z.url({ protocol: /^https$/ }),
    certificateAuthority: z.union([z.literal(""), z.base64()]),
    version: text,
    principalId: z.string(),
  }),
  network,
});
