import type { z as types } from "zod";
import type { Zod } from "../../components/zod";
import type { AzureNetwork } from "../../reachability/azure/network";
import { factsValues } from "../facts-values";
import type { AksFactsFile } from "./facts";
import { missingReferences } from "./facts-references";

/** Azure compares ids and names without regard to case. */
const lower = (value: unknown): unknown => (typeof value === "string" ? value.toLowerCase() : value);

/** What a facts file may hold, field by field; a field that is not in here is an error. */
export function aksFactsFile(z: Zod): types.core.$ZodType<AksFactsFile> {
  const { cloud, distinct, endpoint, formatVersion, noneTwice, recordedAt } = factsValues(z);
  const text = z.string().min(1);
  const texts = z.array(text);
  const cidr = z.union([z.cidrv4(), z.cidrv6()], "must be an IPv4 or IPv6 CIDR");
  const port = z.int().min(0).max(65535);
  /** Id of a resource; `type` with `*` for the names within. */
  const networkResource = (type: string) =>
    z
      .string()
      .regex(
        new RegExp(
          `^/subscriptions/[^/]+/resourceGroups/[^/]+/providers/Microsoft\\.Network/${type.replace("*", "[^/]+")}/[^/]+$`,
          "i",
        ),
        `must be an id /subscriptions/…/resourceGroups/…/providers/Microsoft.Network/${type.replace("*", "…")}/…`,
      );
  /** An id, or an empty string where there is none. */
  const orNone = (id: ReturnType<typeof networkResource>) =>
    z.union([z.literal(""), id], "must be an id, or empty: none");

  const distinctById = <T extends types.ZodType>(entry: T) => distinct(entry, "id", (each) => lower(each?.id));

  const nsgId = networkResource("networkSecurityGroups");
  const routeTableId = networkResource("routeTables");
  const asgIds = z.array(networkResource("applicationSecurityGroups"));
  const subnetId = networkResource("virtualNetworks/*/subnets");

  const subnet = z.strictObject({
    id: subnetId,
    cidrs: z.array(cidr),
    networkSecurityGroupId: orNone(nsgId).optional(),
    routeTableId: orNone(routeTableId).optional(),
  });

  const portRange = z.string().refine((given) => {
    const [, first, last = first] = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(given) ?? [];
    return given === "*" || (Number(first) <= Number(last) && Number(last) <= 65535);
  }, "must be a port, a range such as 30000-32767, or *");
  const portRanges = z.array(portRange);
  const ends = { sources: texts, sourcePorts: portRanges, destinations: texts, destinationPorts: portRanges };

  const securityRule = z.strictObject({
    name: text,
    priority: z.int().min(100).max(4096),
    inbound: z.boolean(),
    allow: z.boolean(),
    protocol: z.enum(["Tcp", "Udp", "Icmp", "Esp", "Ah", "*"]),
    ...ends,
    sourceApplicationSecurityGroupIds: asgIds,
    destinationApplicationSecurityGroupIds: asgIds,
    description: z.string().optional(),
  });

  const networkSecurityGroup = z.strictObject({
    id: nsgId,
    name: text,
    managed: z.boolean(),
    rules: noneTwice(
      distinct(securityRule, "direction and priority", (each) => `${each?.inbound} ${each?.priority}`),
      "name",
      (each) => lower(each?.name),
    ).optional(),
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
    allowedHostPorts: z.array(
      z
        .strictObject({ from: port, to: port, protocol: z.enum(["UDP", "TCP"]) })
        .refine(({ from, to }) => from <= to, "must not have from above to"),
    ),
    vmSize: z.string(),
    nodeCount: z.int().min(0),
  });

  const network = z.strictObject({
    virtualNetworkCidrs: z.array(cidr).optional(),
    podCidrs: z.array(cidr).optional(),
    outboundType: text,
    subnets: distinctById(subnet),
    networkSecurityGroups: distinctById(networkSecurityGroup),
    routeTables: distinctById(routeTable),
    adminRules: z.array(adminRule).optional(),
    agentPools: distinct(agentPool, "name", (each) => each?.name),
  });

  /** Discovery records every group and route table that it names; what it may not read has no name or no rules. */
  const consistentNetwork: types.core.$ZodType<AzureNetwork> = network.superRefine((given, context) => {
    for (const { path, id, list } of missingReferences(given)) {
      context.addIssue({
        code: "custom",
        path,
        input: id,
        message: `is not in ${list}; record it anew with lls facts`,
      });
    }
  });

  return z.strictObject({
    formatVersion,
    cloud: cloud("aks"),
    recordedAt,
    subscription: z.guid("must be the id of a subscription, such as 00000000-0000-0000-0000-000000000000"),
    location: text,
    cluster: z.strictObject({
      name: text,
      resourceGroup: text,
      nodeResourceGroup: text,
      restrictionLevel: text,
      sku: text,
      endpoint,
      privateEndpoint: endpoint.optional(),
      entraId: z.boolean(),
      certificateAuthority: z.union(
        [z.literal(""), z.base64("must be base64, or empty: not read")],
        "must be base64, or empty: not read",
      ),
      version: text,
      principalId: z.string(),
    }),
    network: consistentNetwork,
    warnings: texts.optional(),
  });
}
