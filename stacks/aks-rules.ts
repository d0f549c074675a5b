import { AksEndpointKind } from "../components/aks/args";
import { clusterNameProblem, tagKeyProblem, zoneProblem } from "../components/aks/azure-names";
import { unusedInput } from "../components/aks/unused-inputs";
import type { Problem } from "../components/bad-input";
import { shownValue, type ConfigSource } from "./config-source";
import type { StackValues } from "./schema";

/** What has to hold between keys on AKS. */
export function aksRules(source: ConfigSource, stack: Partial<StackValues>): Problem[] {
  return [...nameProblems(source, stack), ...endpointProblems(source, stack)];
}

/** Names that Azure has other rules for than AWS. */
function nameProblems(source: ConfigSource, { cluster, availabilityZone, tags = {} }: Partial<StackValues>): Problem[] {
  const check = (key: string, value: string | undefined, reason: string | undefined): Problem[] =>
    value === undefined || reason === undefined
      ? []
      : [{ path: key, reason, ...shownValue(source, `${source.project}:${key}`, value) }];
  return [
    ...check("cluster", cluster, clusterNameProblem(cluster)),
    ...check("availabilityZone", availabilityZone, zoneProblem(availabilityZone)),
    ...Object.keys(tags).flatMap((key): Problem[] => {
      const reason = tagKeyProblem(key);
      return reason === undefined ? [] : [{ path: `tags[${JSON.stringify(key)}]`, reason }];
    }),
  ];
}

/** Which keys the endpoint asks for. A key with a problem of its own is given all the same. */
function endpointProblems(
  { project, values }: ConfigSource,
  { aks, port, streamingProxy }: Partial<StackValues>,
): Problem[] {
  if (!aks) return [];
  const { endpoint, nodeAddress, publicIp } = aks;
  const problems: Problem[] = [];
  const add = (path: string, reason: string, value?: unknown): void => void problems.push({ path, reason, value });
  const unusedPort = unusedInput(endpoint, "port", port, "aks.endpoint");
  if (unusedPort !== undefined) add("port", unusedPort, port);
  const hasHost = values[`${project}:endpointHost`] !== undefined;
  if (endpoint === AksEndpointKind.NodePorts) {
    if (nodeAddress === undefined && !hasHost) {
      add(
        "aks.nodeAddress",
        "is required with endpoint nodePorts: the name or address of the nodes that browsers are told",
      );
    }
    if (nodeAddress !== undefined && hasHost) {
      add("endpointHost", "must be absent with aks.nodeAddress, which is what browsers are told");
    }
    return problems;
  }
  if (streamingProxy && streamingProxy.mediaPort === undefined) {
    add(
      "streamingProxy.mediaPort",
      `is required with aks.endpoint ${endpoint}: the load balancer sends to that port of the pod`,
    );
  }
  if (publicIp?.id !== undefined && !hasHost) {
    add("endpointHost", "is required with aks.publicIp.id: the address of an existing public IP, or its name");
  }
  return problems;
}
