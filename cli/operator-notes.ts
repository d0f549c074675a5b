import { chart, image, ports } from "../components/lls";
import type { StackConfig } from "../stacks/config";
import type { StackCloud } from "./clouds";
import { accountWord } from "./format/verdicts";
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
export function prerequisitesOf(
  { imageRegistry, streamingProxy }: StackConfig,
  { proxyPlace, prerequisites }: StackCloud,
): string[] {
  const { replicas, resources } = streamingProxy;
  const { cpu, memory } = resources;
  const tag = streamingProxy.imageTag ?? image.tag;
  const chartReference = streamingProxy.chart ?? `oci://${imageRegistry}/${chart.name}`;
  return [
    "NVCF control plane, installed with addons.lls.enabled: true and addons.lls.hmacRotation.image.tag set.",
    `Image ${imageRegistry}/${image.name}, ${tag}, for linux/amd64.`,
    `Chart ${chartReference}, readable by the machine that runs Pulumi (helm registry login, or a local .tgz).`,
    "Image nvcf_worker_niclls in the registry that workers pull from: every streaming function needs it.",
    `Room for ${replicas === 1 ? "the proxy's pod" : `${replicas} pods of the proxy`}${proxyPlace}: ${cpu} CPU and ${memory} on a node` +
      (replicas === 1 ? "" : " each") +
      (streamingProxy.rollout === "surge" ? ", and once more on another node for every update (rollout: surge)." : "."),
    ...prerequisites,
  ];
}

/** What an operator should know of this plan. */
export function noticesOf(config: StackConfig, cloud: StackCloud, facts: FactsSource | null): string[] {
  const { streamingProxy } = config;
  return [
    facts
      ? `Facts of cluster ${facts.cluster}, ${accountWord(config.cloud)} ${facts.account}, recorded ${facts.recordedAt}: what changed since is not judged.`
      : "No facts of the real cluster: a plain one is assumed. Record them with `lls facts`, then plan again.",
    `Restart the proxy, which ends all sessions, if they change: ${restartingKeys(config).join(", ")}${
      streamingProxy.rollout === "recreate"
        ? "; rollout: recreate adds the time until a new pod is ready, and streamingProxy.replicas"
        : ""
    }.`,
    ...cloud.notices,
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
