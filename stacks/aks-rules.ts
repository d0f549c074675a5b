import { AksEndpointKind } from "../components/aks/args";
import { clusterNameProblem, zoneProblem } from "../components/aks/azure-names";
import { aksRegistryProblem } from "../components/aks/registry";
import { unusedInput } from "../components/aks/unused-inputs";
import type { Problem } from "../components/bad-input";
import { isMap } from "../components/checks";
import { azureTags } from "../components/cloud-tags";
import { givenObject, shownValue, type ConfigSource } from "./config-source";
import type { StackValues } from "./schema";
import { FrontDoorKind } from "./schema/aks";
import { tagRules } from "./tag-rules";

/** What has to hold between keys on AKS. */
export function aksRules(source: ConfigSource, stack: Partial<StackValues>): Problem[] {
  return [...nameProblems(source, stack), ...endpointProblems(source, stack), ...tagRules(source, azureTags)];
}

/** Names that Azure has other rules for than AWS. */
function nameProblems(
  source: ConfigSource,
  { cluster, availabilityZone, imageRegistry }: Partial<StackValues>,
): Problem[] {
  const check = (key: string, value: string | undefined, reason: string | undefined): Problem[] =>
    value === undefined || reason === undefined
      ? []
      : [{ path: key, reason, ...shownValue(source, `${source.project}:${key}`, value) }];
  return [
    ...check("cluster", cluster, clusterNameProblem(cluster)),
    ...check("availabilityZone", availabilityZone, zoneProblem(availabilityZone)),
    ...check("imageRegistry", imageRegistry, aksRegistryProblem(imageRegistry)),
  ];
}

/** Which keys the endpoint asks for, and refuses. What is wrong in an object by itself keeps none of them back. */
function endpointProblems(source: ConfigSource, { port }: Partial<StackValues>): Problem[] {
  const aks = source.secretKeys.has(`${source.project}:aks`) ? undefined : givenObject(source, "aks");
  if (!aks) return [];
  const { endpoint = AksEndpointKind.NodePorts, nodeAddress } = aks;
  const hasHost = source.values[`${source.project}:endpointHost`] !== undefined;
  const problems: Problem[] = [];
  const add = (path: string, reason: string, value?: unknown): void => void problems.push({ path, reason, value });
  const unusedPort = unusedInput(endpoint, "port", port, "aks.endpoint");
  if (unusedPort !== undefined) add("port", unusedPort, port);
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
  } else if (endpoint === AksEndpointKind.LoadBalancer || endpoint === AksEndpointKind.Both) {
    const proxy = givenObject(source, "streamingProxy");
    if (proxy && proxy.mediaPort === undefined) {
      add(
        "streamingProxy.mediaPort",
        `is required with aks.endpoint ${endpoint}: the load balancer sends to that port of the pod`,
      );
    }
    const reason = hasHost ? undefined : hostReason(aks, endpoint);
    if (reason !== undefined) add("endpointHost", reason);
  }
  return problems;
}

/** Why the address of a load balancer is not what browsers can be told; undefined if it is. */
function hostReason({ frontDoor, publicIp }: Record<string, unknown>, endpoint: string): string | undefined {
  if (isMap(frontDoor) && frontDoor.kind === FrontDoorKind.Firewall) {
    return `is required with aks.frontDoor firewall and aks.endpoint ${endpoint}: the firewall's public name or address, because the load balancer admits the firewall only`;
  }
  return isMap(publicIp) && publicIp.id !== undefined
    ? "is required with aks.publicIp.id: the address of an existing public IP, or its name"
    : undefined;
}
