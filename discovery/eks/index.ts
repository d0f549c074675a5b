import * as pulumi from "@pulumi/pulumi";
import { regionOfZone } from "../../components/aws-names";
import { EksTargetsKind } from "../../components/eks/args";
import { given } from "../../components/given";
import { proxyNodeSelector, workerNodeSelector } from "../../components/lls";
import { type AwsConnection, ec2ReaderOf } from "../aws-clients";
import { standInReaders } from "../stand-in";
import type { Ec2Reader } from "./ec2-reader";
import { checkDiscoverEks, checkProviderRegion, checkRecordedEks } from "./argument-problems";
import { eksArgs, type DiscoveredEksArgs } from "./args";
import type { EksFacts } from "./facts";
import { checkFactsMatch, parseEksFacts } from "./facts-file";
import { readEksFacts } from "./read";
import type { EksDiscoveryRequest, EksSelection } from "./request";
import { selectEks } from "./select";

/** What to discover. Only cluster and zone are needed; an explicit choice wins. */
export interface EksDiscoveryArgs extends Partial<
  Omit<EksDiscoveryRequest, "cluster" | "availabilityZone" | "region" | "nodeRules" | "adopted">
> {
  /** Name of the EKS cluster. */
  cluster: string;
  /** Zone of the installation, for example us-west-2a. */
  availabilityZone: string;
  /** The rules that will be made on the nodes' groups. Default: those of `EksLls`; undefined: none, `args` say `nodeRules: assume` then. */
  nodeRules?: EksDiscoveryRequest["nodeRules"];
}

/** How to reach AWS. */
export interface EksDiscoveryOptions {
  /** Provider of the invokes, with the region of the zone. */
  provider: pulumi.ProviderResource;
  /** Profile and roles of that provider: the facts that no invoke returns are read with them. Default: the SDK's own chain, which must lead to the provider's account. */
  connection?: Omit<AwsConnection, "region">;
  /** Answers the EC2 calls instead of AWS, in tests. Default: AWS; in a program that `testStack` runs, its simulated cloud. */
  ec2?: Ec2Reader;
}

/** What was found, and what follows from it. */
export interface EksDiscovery {
  /** Everything that was read. */
  facts: EksFacts;
  /** What an installation is made of. */
  selection: EksSelection;
  /** The same as arguments of `EksLls`; what discovery cannot know is added, `imageRegistry` at least. */
  args: DiscoveredEksArgs;
}

/**
 * Finds out from the name of a cluster and a zone what `EksLls` needs to know, with read-only calls: VPC, subnet, security
 * groups, targets, and the facts for its verdicts (`network`). Run it before any component is made. The actions it needs are
 * in docs/iam/eks-policy.json; a fact that AWS refuses stays unknown, with a warning in the engine's log.
 *
 * @throws BadInput with everything that is wrong with the arguments, before any call
 * @throws BadInput if the cluster does not exist, `connection` leads to another account than the provider, a call that an id follows from is denied, or no or several candidates were
 *   found: lists them, and names the stack's config key (here the argument of that name) that decides
 */
export async function discoverEks(args: EksDiscoveryArgs, options: EksDiscoveryOptions): Promise<EksDiscovery> {
  checkDiscoverEks(args, options);
  const request = requestOf(args);
  const { region } = request;
  await checkProviderRegion(options.provider, region);
  const facts = await readEksFacts(request, {
    invoke: { provider: options.provider },
    ec2: options.ec2 ?? standInReaders().ec2 ?? ec2ReaderOf({ ...options.connection, region }),
    warn: (message) => void pulumi.log.warn(message),
  });
  return discovered(request, facts);
}

/**
 * What `discoverEks` finds, out of a facts file that `lls facts` wrote: without a call, and at once.
 *
 * @param text content of the file
 * @param file its name, for messages
 * @throws BadInput with everything that is wrong with the arguments
 * @throws BadInput if it is not a facts file, if it is of another cluster or region, or as `discoverEks` does about what was found
 */
export function recordedEks(args: EksDiscoveryArgs, text: string, file: string): EksDiscovery {
  checkRecordedEks(args, text, file);
  const request = requestOf(args);
  const facts = parseEksFacts(text, file);
  checkFactsMatch(facts, request, file);
  return discovered(request, facts);
}

function requestOf(args: EksDiscoveryArgs): EksDiscoveryRequest {
  return {
    owner: `${pulumi.getProject()}/${pulumi.getStack()}`,
    proxyNodeSelector,
    workerNodeSelector,
    ...given(args),
    targets: args.targets ? given(args.targets) : { kind: EksTargetsKind.AutoScalingGroups },
    nodeRules: "nodeRules" in args ? (args.nodeRules ? given(args.nodeRules) : undefined) : {},
    region: regionOfZone(args.availabilityZone),
  };
}

function discovered(request: EksDiscoveryRequest, facts: EksFacts): EksDiscovery {
  const selection = selectEks(facts, request);
  return { facts, selection, args: eksArgs(request, selection) };
}
