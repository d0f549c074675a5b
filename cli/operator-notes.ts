import { chart, image, ports } from "../components/lls";
import type { StackConfig } from "../stacks/config";
import type { EksInstallation } from "../reachability/aws/installation";
import type { FactsSource } from "./report";
import { restartingKeys } from "./restarts";

/** What no verdict covers, on any cloud. */
export const notJudged: string[] = [
  "Signalling: browser -> intermediary proxy -> NVCF gateway (TCP 10081), worker -> gRPC proxy.",
  `The workers' name for the proxy: nvcf-sbs.nvcf-backend must lead to its TCP ${ports.api} (or NVCA's NVCF_SBS_ZONE_DNS be set).`,
  "Kubernetes NetworkPolicies; NVCA without the feature flag SelfHosted denies workers private addresses.",
  `Whether the chart fixes the NodePorts ${ports.mediaNodePort} and ${ports.healthNodePort}, and its externalTrafficPolicy: it is not public.`,
  "Firewalls on hosts, and on the clients' side (corporate networks often block UDP).",
];

/** What must exist before `pulumi up`, for this stack. */
export function prerequisitesOf({ imageRegistry, streamingProxy, availabilityZone, eks }: StackConfig): string[] {
  const { replicas, resources } = streamingProxy;
  const { cpu, memory } = resources;
  const tag = streamingProxy.imageTag ?? image.tag;
  const chartReference = streamingProxy.chart ?? `oci://${imageRegistry}/${chart.name}`;
  return [
    "NVCF control plane, installed with addons.lls.enabled: true and addons.lls.hmacRotation.image.tag set.",
    `Image ${imageRegistry}/${image.name}, ${tag}, for linux/amd64.`,
    `Chart ${chartReference}, readable by the machine that runs Pulumi (helm registry login, or a local .tgz).`,
    "Image nvcf_worker_niclls in the registry that workers pull from: every streaming function needs it.",
    `Room for ${replicas === 1 ? "the proxy's pod" : `${replicas} pods of the proxy`} in ${availabilityZone}: ${cpu} CPU and ${memory} on a node` +
      (replicas === 1 ? "" : " each") +
      (streamingProxy.rollout === "surge" ? ", and once more on another node for every update (rollout: surge)." : "."),
    // Its release 2.2 brought the node selector of a binding.
    ...(eks.targets.kind === "targetGroupBinding"
      ? ["AWS Load Balancer Controller, version 2.2 or newer, installed in the cluster: it registers the targets."]
      : []),
  ];
}

/** What an operator should know of this plan. */
export function noticesOf(config: StackConfig, facts: FactsSource | null, installations: EksInstallation[]): string[] {
  const { streamingProxy } = config;
  return [
    facts
      ? `Facts of cluster ${facts.cluster}, account ${facts.account}, recorded ${facts.recordedAt}: what changed since is not judged.`
      : "No facts of the real cluster: a plain one is assumed. Record them with `lls facts`, then plan again.",
    `Restart the proxy, which ends all sessions, if they change: ${restartingKeys.join(", ")}${
      streamingProxy.rollout === "recreate"
        ? "; rollout: recreate adds the time until a new pod is ready, and streamingProxy.replicas"
        : ""
    }.`,
    config.eks.addressing.kind === "elasticIp"
      ? "A change of zone, subnet or addressing replaces the load balancer: an outage of minutes, a new name, the same address."
      : "A change of zone, subnet or addressing replaces the load balancer: an outage of minutes, a new name and a new address.",
    ...installations.flatMap(emptyPools),
    ...(streamingProxy.replicas > 1
      ? [`streamingProxy.replicas is ${streamingProxy.replicas}: NVIDIA documents one proxy only.`]
      : []),
    ...(streamingProxy.extraValues
      ? ["Whether the chart has the values in streamingProxy.extraValues is not known: it is not public."]
      : []),
    ...(config.kubeconfig
      ? ["The kubeconfig is encrypted: whether it leads to this cluster is checked by `pulumi preview`."]
      : []),
  ];
}

/** Pools that can run the proxy, but have no node now. */
function emptyPools({ network, proxyNodes }: EksInstallation): string[] {
  const names = new Set(proxyNodes.flatMap(({ pools }) => pools));
  const pools = network?.nodePools.filter(({ name }) => names.has(name)) ?? [];
  if (pools.length === 0 || pools.some(({ nodeCount }) => nodeCount > 0)) return [];
  return [
    `No node can run the proxy now: ${pools.map(({ name }) => name).join(", ")} has none; scale it up before \`pulumi up\`.`,
  ];
}
