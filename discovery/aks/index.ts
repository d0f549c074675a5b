import * as pulumi from "@pulumi/pulumi";
import { AksEndpointKind, AksNicMode, AksOwnership } from "../../components/aks/args";
import { given } from "../../components/given";
import { networkRule, nodePorts, ports, proxyNodeSelector, workerNodeSelector } from "../../components/lls";
import { armReaderOf } from "../arm-client";
import { standInReaders } from "../stand-in";
import type { ArmReader } from "./arm-reader";
import { azureConnection } from "./connection";
import { checkDiscoverAks, checkRecordedAks } from "./argument-problems";
import { aksArgs, type DiscoveredAksArgs } from "./args";
import type { AksFacts } from "./facts";
import { checkAksFactsMatch, parseAksFacts } from "./facts-file";
import { readAksFacts } from "./read";
import type { AksDiscoveryRequest, AksSelection } from "./request";
import { selectAks } from "./select";

/** What to discover. Only cluster and resource group are needed; an explicit choice wins. */
export interface AksDiscoveryArgs extends Partial<Omit<AksDiscoveryRequest, "cluster" | "resourceGroup" | "rule">> {
  /** Name of the AKS cluster. */
  cluster: string;
  /** Its resource group, not the node resource group. */
  resourceGroup: string;
  /** The rule that is made on every group. Default: that of `AksLls`. */
  rule?: Partial<AksDiscoveryRequest["rule"]>;
}

/** How to reach Azure. */
export interface AksDiscoveryOptions {
  /** The azure-native provider of the invokes; its login reads the rest too. */
  provider: pulumi.ProviderResource;
  /** Environment of that provider: `public`, `usgovernment` or `china`. Default: the configured one, else `public`. */
  environment?: string;
  /** Answers the calls to Azure Resource Manager instead of Azure, in tests. Default: Azure; in a program that `testStack` runs, its simulated cloud. */
  arm?: ArmReader;
}

/** What was found, and what follows from it. */
export interface AksDiscovery {
  /** Everything that was read. */
  facts: AksFacts;
  /** What an installation is made of. */
  selection: AksSelection;
  /** The same as arguments of `AksLls`; what discovery cannot know is added, `imageRegistry` at least. */
  args: DiscoveredAksArgs;
}

/**
 * Finds out from the name of a cluster and its resource group what `AksLls` needs to know, with read-only calls: network
 * security groups of both layers of every agent pool, and the facts for its verdicts (`network`). Run it before any component is
 * made. The permissions it needs are in docs/iam/aks-role.json; a fact that Azure refuses stays unknown, with a warning in the
 * engine's log.
 *
 * @throws BadInput with everything that is wrong with the arguments, before any call
 * @throws BadInput if the cluster does not exist, a call that an id follows from is denied, the login has expired, no pool fits,
 *   the node resource group is locked, or a rule of others is in the way: names the stack's config key (here the argument of
 *   that name) that decides
 * @throws RangeError if the configured environment, where `environment` is absent, is not one of those
 */
export async function discoverAks(args: AksDiscoveryArgs, options: AksDiscoveryOptions): Promise<AksDiscovery> {
  checkDiscoverAks(args, options);
  const request = requestOf(args);
  const invoke = { provider: options.provider };
  const facts = await readAksFacts(request, {
    invoke,
    arm: options.arm ?? standInReaders().arm ?? armReaderOf(azureConnection(invoke, options.environment)),
    warn: (message) => void pulumi.log.warn(message),
  });
  return discovered(request, facts);
}

/**
 * What `discoverAks` finds, out of a facts file that `lls facts` wrote: without a call, and at once.
 *
 * @param text content of the file
 * @param file its name, for messages
 * @throws BadInput with everything that is wrong with the arguments
 * @throws BadInput if it is not a facts file, if it is of another cluster, or as `discoverAks` does about what was found
 */
export function recordedAks(args: AksDiscoveryArgs, text: string, file: string): AksDiscovery {
  checkRecordedAks(args, text, file);
  const request = requestOf(args);
  const facts = parseAksFacts(text, file);
  checkAksFactsMatch(facts, request, file);
  return discovered(request, facts);
}

function requestOf(args: AksDiscoveryArgs): AksDiscoveryRequest {
  return {
    owner: `${pulumi.getProject()}/${pulumi.getStack()}`,
    proxyNodeSelector,
    workerNodeSelector,
    nicMode: AksNicMode.NsgRules,
    nsgRules: AksOwnership.Create,
    endpoint: AksEndpointKind.NodePorts,
    ...given(args),
    rule: { ...networkRule, nodePorts, port: ports.listener, ...(args.rule && given(args.rule)) },
  };
}

function discovered(request: AksDiscoveryRequest, facts: AksFacts): AksDiscovery {
  const selection = selectAks(facts, request);
  return { facts, selection, args: aksArgs(request, facts, selection) };
}
