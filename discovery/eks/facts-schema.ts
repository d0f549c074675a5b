import { z } from "zod";
import type { AwsNetwork } from "../../reachability/aws/network";
import type { EksFactsFile } from "./facts";

const text = z.string().min(1);
const texts = z.array(text);
const pairs = z.record(z.string(), z.string());
const count = z.int().min(0);

function unique<T>(entries: readonly T[], key: (entry: T) => string): boolean {
  return new Set(entries.map(key)).size === entries.length;
}

const oneOfEachId = <T extends { id: string }>(entries: readonly T[]): boolean => unique(entries, ({ id }) => id);
const idTwice = "must not have an id twice";

const blockPublicAccess = z.strictObject({
  mode: z.enum(["off", "block-bidirectional", "block-ingress"]),
  exclusions: z.array(z.strictObject({ resourceId: text, mode: z.enum(["allow-bidirectional", "allow-egress"]) })),
});

const subnet = z.strictObject({
  id: text,
  availabilityZone: text,
  cidr: z.cidrv4("must be an IPv4 CIDR"),
  ipv6Cidrs: z.array(z.cidrv6("must be an IPv6 CIDR")),
  networkAclId: text.optional(),
  routeTableId: text.optional(),
  availableAddresses: count.optional(),
  name: text.optional(),
});

const cidr = z.union([z.cidrv4(), z.cidrv6()], "must be an IPv4 or IPv6 CIDR");

const networkAcl = z.strictObject({
  id: text,
  entries: z
    .array(
      z
        .strictObject({
          ruleNumber: z.int().min(1).max(32766),
          egress: z.boolean(),
          allow: z.boolean(),
          protocol: z.string().regex(/^(-1|\d{1,3})$/, "must be an IANA protocol number or -1"),
          cidr,
          fromPort: count.max(65535).optional(),
          toPort: count.max(65535).optional(),
          icmpType: z.int().min(-1).max(255).optional(),
          icmpCode: z.int().min(-1).max(255).optional(),
        })
        .refine(({ fromPort = 0, toPort = fromPort }) => fromPort <= toPort, "must not have fromPort above toPort"),
    )
    .refine(
      (entries) => unique(entries, ({ egress, ruleNumber }) => `${egress} ${ruleNumber}`),
      "must not have a rule number twice in one direction",
    ),
});

const routeTable = z.strictObject({
  id: text,
  gatewayIds: texts,
  routes: z.array(
    z.strictObject({
      destination: cidr,
      target: text,
      state: text,
      prefixListId: text.optional(),
      prefixListName: text.optional(),
    }),
  ),
});

const securityGroup = z.strictObject({
  id: text,
  name: text,
  tags: pairs,
  rules: z
    .array(
      z
        .strictObject({
          id: text,
          egress: z.boolean(),
          protocol: z
            .string()
            .regex(/^(?:tcp|udp|icmp|icmpv6|-1|\d{1,3})$/, "must be tcp, udp, icmp, icmpv6, -1 or an IANA number"),
          fromPort: z.int().min(-1).max(65535),
          toPort: z.int().min(-1).max(65535),
          cidr: cidr.optional(),
          referencedGroupId: text.optional(),
          prefixListId: text.optional(),
          prefixListName: text.optional(),
          prefixListCidrs: z.array(cidr).optional(),
          description: z.string().optional(),
          tags: pairs,
        })
        .refine(
          (rule) => [rule.cidr, rule.referencedGroupId, rule.prefixListId].filter(Boolean).length === 1,
          "must have exactly one of cidr, referencedGroupId and prefixListId",
        ),
    )
    .optional(),
});

/** Amazon EC2 Auto Scaling API, AutoScalingGroup, HealthCheckType. */
const healthChecks = z
  .string()
  .regex(
    /^(?:EC2|ELB|EBS|VPC_LATTICE)(?:,(?:EC2|ELB|EBS|VPC_LATTICE))*$/,
    "must be EC2, ELB, EBS, VPC_LATTICE or a list of them",
  );

const nodePool = z.strictObject({
  name: text,
  kind: z.enum(["managedNodeGroup", "autoScalingGroup", "instances"]),
  labels: pairs.optional(),
  subnetIds: texts,
  instanceTypes: texts,
  nodeCount: count,
  autoScalingGroups: z.array(z.strictObject({ name: text, healthCheckType: healthChecks.optional() })),
  // Every node has an interface: where none was read, the field is absent.
  interfaces: z
    .array(z.strictObject({ subnetId: text, securityGroupIds: texts, primary: z.boolean() }))
    .min(1, "must have at least one entry, or be absent where none was read")
    .optional(),
  podSecurityGroups: z.boolean().optional(),
  addresses: z.array(z.strictObject({ address: z.ipv4(), subnetId: text })),
});

const network: z.core.$ZodType<AwsNetwork> = z.strictObject({
  vpcId: text,
  vpcCidrs: z.array(cidr),
  blockPublicAccess: blockPublicAccess.optional(),
  subnets: z.array(subnet).refine(oneOfEachId, idTwice),
  networkAcls: z.array(networkAcl).refine(oneOfEachId, idTwice),
  routeTables: z.array(routeTable).refine(oneOfEachId, idTwice),
  securityGroups: z.array(securityGroup).refine(oneOfEachId, idTwice),
  nodePools: z.array(nodePool),
});

/** What a facts file may hold, field by field; a field that is not in here is an error. */
export const eksFactsFile: z.core.$ZodType<EksFactsFile> = z.strictObject({
  formatVersion: z.literal(1),
  cloud: z.literal("eks"),
  recordedAt: z.iso.datetime(),
  account: z.string().regex(/^\d{12}$/, "must be an account id of 12 digits"),
  region: text,
  cluster: z.strictObject({
    name: text,
    endpoint: z.url({ protocol: /^https$/ }),
    certificateAuthority: z.base64().min(1),
    version: text,
    clusterSecurityGroupId: text,
    autoMode: z.boolean(),
    ipFamily: z.enum(["ipv4", "ipv6"]).optional(),
  }),
  network,
  warnings: texts.optional(),
});
