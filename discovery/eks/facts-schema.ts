import type { z as types } from "zod";
import type { Zod } from "../../components/zod";
import type { AwsNetwork } from "../../reachability/aws/network";
import { factsValues } from "../facts-values";
import type { EksFactsFile } from "./facts";
import { awsValues, portsInOrder } from "./facts-values";

/**
 * What a facts file may hold, field by field; a field that is not in here is an error. An id that is named, but not described,
 * is none: discovery may not have been allowed to read what it stands for, which is then unknown.
 */
export function eksFactsFile(z: Zod): types.core.$ZodType<EksFactsFile> {
  const { cloud, distinct, endpoint, formatVersion, recordedAt } = factsValues(z);
  const { cidr, ipv4Cidr, ipv6Cidr, namedProtocol, numberedProtocol } = awsValues(z);
  const text = z.string().min(1);
  const texts = z.array(text);
  const pairs = z.record(z.string(), z.string());
  const count = z.int().min(0);
  const outOfOrder = "must not have fromPort above toPort";

  const blockPublicAccess = z.strictObject({
    mode: z.enum(["off", "block-bidirectional", "block-ingress"]),
    exclusions: z.array(z.strictObject({ resourceId: text, mode: z.enum(["allow-bidirectional", "allow-egress"]) })),
  });

  const subnet = z.strictObject({
    id: text,
    availabilityZone: text,
    cidr: ipv4Cidr,
    ipv6Cidrs: z.array(ipv6Cidr),
    networkAclId: text.optional(),
    routeTableId: text.optional(),
    availableAddresses: count.optional(),
    name: text.optional(),
  });

  const networkAclEntry = z
    .strictObject({
      ruleNumber: z.int().min(1).max(32766),
      egress: z.boolean(),
      allow: z.boolean(),
      protocol: numberedProtocol,
      cidr,
      fromPort: count.max(65535).optional(),
      toPort: count.max(65535).optional(),
      icmpType: z.int().min(-1).max(255).optional(),
      icmpCode: z.int().min(-1).max(255).optional(),
    })
    .refine(portsInOrder, outOfOrder);

  const networkAcl = z.strictObject({
    id: text,
    entries: distinct(networkAclEntry, "direction and number", (each) => `${each?.egress} ${each?.ruleNumber}`),
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

  const securityGroupRule = z
    .strictObject({
      id: text,
      egress: z.boolean(),
      protocol: namedProtocol,
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
    )
    .refine(portsInOrder, outOfOrder);

  const securityGroup = z.strictObject({
    id: text,
    name: text,
    tags: pairs,
    rules: z.array(securityGroupRule).optional(),
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
    addresses: z.array(z.strictObject({ address: z.ipv4("must be an IPv4 address"), subnetId: text })),
  });

  const network: types.core.$ZodType<AwsNetwork> = z.strictObject({
    vpcId: text,
    vpcCidrs: z.array(cidr),
    blockPublicAccess: blockPublicAccess.optional(),
    subnets: distinct(subnet, "id"),
    networkAcls: distinct(networkAcl, "id"),
    routeTables: distinct(routeTable, "id"),
    securityGroups: distinct(securityGroup, "id"),
    // A node group and a Karpenter pool may share a name.
    nodePools: distinct(nodePool, "kind and name", (each) => `${each?.kind} ${each?.name}`),
  });

  return z.strictObject({
    formatVersion,
    cloud: cloud("eks"),
    recordedAt,
    account: z.string().regex(/^\d{12}$/, "must be an account id of 12 digits"),
    region: text,
    cluster: z.strictObject({
      name: text,
      endpoint,
      certificateAuthority: z.base64("must be base64").min(1),
      version: text,
      clusterSecurityGroupId: text,
      autoMode: z.boolean(),
      ipFamily: z.enum(["ipv4", "ipv6"]).optional(),
    }),
    network,
    warnings: texts.optional(),
  });
}
