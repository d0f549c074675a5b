import { map } from "../checks";
import { azureTags } from "../cloud-tags";
import { factsShape } from "../facts-shape";
import { publicHostProblem } from "../host";
import { portProblem } from "../port";
import { Problems } from "../problems";
import { credentialsProblems, proxyOptionsProblems } from "../streaming-proxy-problems";
import { tagProblems } from "../tags";
import { aksKeyProblems } from "./argument-keys";
import type { AksLlsArgs } from "./args";
import { clusterNameProblem, locationProblem, resourceGroupProblem, zoneProblem } from "./azure-names";
import { endpointProblems } from "./endpoint-problems";
import { groupProblems } from "./group-problems";
import { aksRegistryProblem } from "./registry";
import { sourceProblems } from "./source-problems";
import { usedBy } from "./unused-inputs";

const networkShape = {
  subnets: ["cidrs"],
  networkSecurityGroups: [],
  routeTables: ["routes"],
  agentPools: ["allowedHostPorts"],
};

/**
 * Checks the arguments of an installation on AKS.
 * @throws BadInput with every problem
 */
export function validateAksLls(subject: string, args: AksLlsArgs): void {
  const problems = new Problems();
  if (problems.required("args", args, map)) {
    problems.required("cluster", args.cluster, clusterNameProblem);
    problems.optional("resourceGroup", args.resourceGroup, resourceGroupProblem);
    problems.optional("availabilityZone", args.availabilityZone, zoneProblem);
    problems.required("location", args.location, locationProblem);
    const usable = problems.required("imageRegistry", args.imageRegistry, aksRegistryProblem);
    credentialsProblems(problems, usable ? args.imageRegistry : undefined, args.registryCredentials);
    problems.optional("port", args.port, usedBy(args, "port", portProblem));
    problems.optional("endpointHost", args.endpointHost, publicHostProblem);
    problems.textMap("workerNodeSelector", args.workerNodeSelector);
    // Facts that are none prove nothing wrong.
    const judged = factsShape(problems, "network", args.network, networkShape) ? args : { ...args, network: undefined };
    sourceProblems(problems, judged);
    endpointProblems(problems, judged);
    groupProblems(problems, judged);
    proxyOptionsProblems(problems, "streamingProxy", args.streamingProxy);
    tagProblems(problems, "tags", args.tags, azureTags);
    aksKeyProblems(problems, args);
  }
  problems.throwIfAny(subject);
}
