import * as z from "zod";
import { resourceGroupProblem } from "../components/aks/azure-names";
import { publicCidrProblem } from "../components/cidr";
import { mostSenders, tooManySenders } from "../components/eks/security-rules";
import { publicHostProblem } from "../components/host";
import { ports } from "../components/lls";
import { registryProblem } from "../components/registry";
import { tagsLeft, tooManyTags } from "../components/tags";
import { aksSchema } from "./schema/aks";
import { eksSchema } from "./schema/eks";
import { streamingProxySchema } from "./schema/streaming-proxy";
import { listOf, port, text, textMap } from "./schema/values";

/** Where a cluster can run. */
export const clouds = ["eks", "aks"] as const;

/** Where a cluster runs. */
export type Cloud = (typeof clouds)[number];

/** The keys that are no secrets: the one source of the parser, of the JSON Schema for editors and of `config:` in Pulumi.yaml. */
export const stackSchema = z.strictObject({
  cloud: z.enum(clouds).describe("Where the cluster runs: eks or aks."),
  cluster: text(noProblem).describe("Name of the cluster."),
  resourceGroup: text(resourceGroupProblem)
    .optional()
    .describe("Resource group of the cluster, not the node resource group. Required on AKS."),
  availabilityZone: text(noProblem)
    .optional()
    .describe(
      'On EKS the zone of load balancer, proxy and GPU nodes, such as us-west-2a; required. On AKS the zone that the proxy is pinned to, "1", "2" or "3"; absent: not pinned. A change replaces the load balancer (EKS) or restarts the proxy (AKS).',
    ),
  port: port()
    .prefault(ports.listener)
    .describe(
      "Public UDP port of the load balancer. On AKS not with endpoint nodePorts, where browsers are told NodePort 30504. A change restarts the proxy and ends all sessions.",
    ),
  imageRegistry: text(registryProblem).describe(
    "Registry host and path prefix of image and chart, such as 123456789012.dkr.ecr.us-west-2.amazonaws.com/nvcf or example.azurecr.io/nvcf; on AKS not ECR. A change restarts the proxy.",
  ),
  allowedCidrs: listOf(text(publicCidrProblem))
    .max(mostSenders, tooManySenders)
    .default(["0.0.0.0/0"])
    .describe(
      "Who may send media, public IPv4 CIDR blocks, at most 59. On EKS a change makes new rules before old ones go, so old and new blocks together are 59 at most: exchange more in two steps.",
    ),
  clients: listOf(text(publicCidrProblem))
    .optional()
    .describe("Who the browsers are, public IPv4 CIDR blocks: the audience of the verdict. Default: allowedCidrs."),
  endpointHost: text(publicHostProblem)
    .optional()
    .describe(
      "Public name or address that browsers are told instead of the load balancer's own. Required on AKS for a load balancer with an existing public IP, or behind a firewall. A change restarts the proxy.",
    ),
  streamingProxy: streamingProxySchema.prefault({}).describe("Choices for the streaming proxy."),
  eks: eksSchema.prefault({}).describe("Choices on EKS."),
  aks: aksSchema.prefault({}).describe("Choices on AKS."),
  tags: textMap(noProblem)
    .refine((tags) => Object.keys(tags).length <= tagsLeft, tooManyTags)
    .default({})
    .describe("Further tags on every taggable resource."),
});

/** What the keys that are no secrets say. */
export type StackValues = z.output<typeof stackSchema>;

/** Keys that a stack on a cloud must have beyond those that every cloud requires, and those that no other cloud has. */
export const cloudKeys: Record<Cloud, { required: (keyof StackValues)[]; own: (keyof StackValues)[] }> = {
  eks: { required: ["availabilityZone"], own: ["eks"] },
  aks: { required: ["resourceGroup"], own: ["aks", "resourceGroup"] },
};

/** Keys that a stack on a cloud cannot have: those of other clouds only. None if the cloud is not known. */
export function foreignKeys(cloud: Cloud | undefined): string[] {
  return cloud === undefined
    ? []
    : clouds.flatMap((other) => cloudKeys[other].own).filter((key) => !cloudKeys[cloud].own.includes(key));
}

/** The keys that must be secret, each with its description. */
export const secretDescriptions = {
  registryUsername:
    "User name of a registry that nodes cannot pull from by themselves; not with ECR, not needed with ACR.",
  registryPassword: "Password or token of that registry.",
  kubeconfig:
    "Kubeconfig of the cluster, its content. Default: made from the discovered endpoint, with `aws eks get-token` or `kubelogin`.",
} as const;

/** A key that must be secret. */
export type SecretKey = keyof typeof secretDescriptions;

/** All of them. */
export const alwaysSecret = Object.keys(secretDescriptions) as SecretKey[];

/** What is taken depends on the cloud: see config-rules.ts. */
function noProblem(): undefined {
  return undefined;
}
