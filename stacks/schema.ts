import * as z from "zod";
import { clusterNameProblem, zoneProblem } from "../components/aws-names";
import { publicCidrProblem } from "../components/cidr";
import { mostSenders, tooManySenders } from "../components/eks/security-rules";
import { tagsLeft, tooManyTags } from "../components/eks/tags";
import { hostProblem } from "../components/host";
import { ports } from "../components/lls";
import { registryProblem } from "../components/registry";
import { eksSchema } from "./schema/eks";
import { streamingProxySchema } from "./schema/streaming-proxy";
import { listOf, port, text, textMap } from "./schema/values";

/** The keys that are no secrets: the one source of the parser, of the JSON Schema for editors and of `config:` in Pulumi.yaml. */
export const stackSchema = z.strictObject({
  cloud: z
    .enum(["eks"], {
      error: ({ input }) => (input === "aks" ? "must be eks: this version does not install on aks yet" : undefined),
    })
    .describe("Where the cluster runs: eks."),
  cluster: text(clusterNameProblem).describe("Name of the cluster."),
  availabilityZone: text(zoneProblem)
    .optional()
    .describe("Zone of load balancer, proxy and GPU nodes, such as us-west-2a. A change replaces the load balancer."),
  port: port()
    .prefault(ports.listener)
    .describe("Public UDP port for browsers. A change restarts the proxy and ends all sessions."),
  imageRegistry: text(registryProblem).describe(
    "Registry host and path prefix of image and chart, such as 123456789012.dkr.ecr.us-west-2.amazonaws.com/nvcf. A change restarts the proxy.",
  ),
  allowedCidrs: listOf(text(publicCidrProblem))
    .max(mostSenders, tooManySenders)
    .default(["0.0.0.0/0"])
    .describe("Who may send to the load balancer, public IPv4 CIDR blocks."),
  clients: listOf(text(publicCidrProblem))
    .optional()
    .describe("Who the browsers are, public IPv4 CIDR blocks: the audience of the verdict. Default: allowedCidrs."),
  endpointHost: text(hostProblem)
    .optional()
    .describe(
      "Name or address that browsers are told instead of the load balancer's own. A change restarts the proxy.",
    ),
  streamingProxy: streamingProxySchema.prefault({}).describe("Choices for the streaming proxy."),
  eks: eksSchema.prefault({}).describe("Choices on EKS."),
  tags: textMap(tagProblem)
    .refine((tags) => Object.keys(tags).length <= tagsLeft, tooManyTags)
    .default({})
    .describe("Further tags on every taggable resource."),
});

/** What the keys that are no secrets say. */
export type StackValues = z.output<typeof stackSchema>;

/** Keys that every stack on EKS must have, beyond those that every cloud requires. */
export const requiredOnEks = ["availabilityZone"] as const satisfies (keyof StackValues)[];

/** The keys that must be secret, each with its description. */
export const secretDescriptions = {
  registryUsername: "User name of a registry that nodes cannot pull from by themselves; not with ECR.",
  registryPassword: "Password or token of that registry.",
  kubeconfig:
    "Kubeconfig of the cluster, its content. Default: made from the discovered endpoint, with `aws eks get-token`.",
} as const;

/** A key that must be secret. */
export type SecretKey = keyof typeof secretDescriptions;

/** All of them. */
export const alwaysSecret = Object.keys(secretDescriptions) as SecretKey[];

/** Tag restrictions of EC2 ("Tag your Amazon EC2 resources"); the keys that the components set recognise our own resources. */
function tagProblem(key: string, value: string): string | undefined {
  if (/^lls:/i.test(key) || key === "Name" || key === "Project") return "is set by the program; choose another key";
  if (/^aws:/i.test(key) || key.length < 1 || key.length > 128) {
    return "must have a key of 1-128 characters that does not start with aws:";
  }
  return value.length > 256 ? "must be text of at most 256 characters" : undefined;
}
