import type * as pulumi from "@pulumi/pulumi";

/** How a change of the proxy is rolled out. Every restart of the pod ends all sessions. */
export const ProxyRollout = {
  /** The new pod starts before the old one stops; needs a second node in the zone with room for the proxy. */
  Surge: "surge",
  /** The release is removed and installed anew: an outage, but no spare node is needed. */
  Recreate: "recreate",
} as const;
export type ProxyRollout = (typeof ProxyRollout)[keyof typeof ProxyRollout];

/** What happens to packets that reach a node without the proxy's pod. */
export const ExternalTrafficPolicy = {
  /** kube-proxy forwards them to the node that has the pod. */
  Cluster: "Cluster",
  /** They are dropped. */
  Local: "Local",
} as const;
export type ExternalTrafficPolicy = (typeof ExternalTrafficPolicy)[keyof typeof ExternalTrafficPolicy];

/** Who makes the namespace `gdn-streaming`. */
export const NamespaceOwner = {
  /** The component creates it, and deletes it with everything in it. */
  Create: "create",
  /** It exists; it is neither created nor deleted. */
  Existing: "existing",
} as const;
export type NamespaceOwner = (typeof NamespaceOwner)[keyof typeof NamespaceOwner];

/** A toleration, as Kubernetes writes it. */
export interface ProxyToleration {
  /** Taint key. Absent: every key. */
  key?: pulumi.Input<string>;
  /** `Equal` (Kubernetes' default) or `Exists`. */
  operator?: pulumi.Input<string>;
  /** Taint value. */
  value?: pulumi.Input<string>;
  /** `NoSchedule`, `PreferNoSchedule` or `NoExecute`. Absent: every effect. */
  effect?: pulumi.Input<string>;
}

/**
 * Credentials of a registry that nodes cannot pull from by themselves. They become the one pull secret of the namespace's service account
 * `default`, whose list Kubernetes takes as a whole; it goes with the component.
 */
export interface RegistryCredentials {
  /** User name, for nvcr.io the literal `$oauthtoken`. A change updates one Secret in place and restarts nothing. */
  username: pulumi.Input<string>;
  /** Password or token. Kept as a Pulumi secret. A change updates one Secret in place and restarts nothing. */
  password: pulumi.Input<string>;
}

/** Choices for the proxy that are the same on every cloud. */
export interface ProxyOptions {
  /** Chart reference: `oci://…/gdn-streaming` or a path of a local `.tgz`. Default: the chart `gdn-streaming` below `imageRegistry`. A change restarts the proxy and ends all sessions. */
  chart?: string;
  /** Chart version. Default 3.0.0 (Omniverse 26.07 manifest). Not allowed with a local `.tgz`, which carries its own. A change restarts the proxy. */
  chartVersion?: string;
  /** Tag or digest (`sha256:…`) of the image `streaming-proxy`. Default 3.0.2 (Omniverse 26.07 manifest). A change restarts the proxy. */
  imageTag?: string;
  /** Number of pods. Default 1; the guide knows one pod only. A change restarts the proxy with `rollout: recreate`. */
  replicas?: number;
  /** CPU request and limit. Default `5000m` (guide, "Resource Requirements"). A change restarts the proxy. */
  cpu?: string;
  /** Memory request and limit. Default `24Gi` (guide, "Resource Requirements"). A change restarts the proxy. */
  memory?: string;
  /** Labels of the nodes that may run the proxy. Default `node-type: compute` (guide step 3). A change restarts the proxy. */
  nodeSelector?: Record<string, string>;
  /** Tolerations, passed as the chart value `tolerations` if given. A change restarts the proxy. */
  tolerations?: ProxyToleration[];
  /** UDP container port behind NodePort 30504, if known (the chart does not publish it); narrows the node-to-node rules. */
  mediaPort?: number;
  /** What the chart sets on its NodePort services, if known. Absent: judged as `Cluster`. */
  externalTrafficPolicy?: ExternalTrafficPolicy;
  /** How changes are rolled out. Default `surge`. */
  rollout?: ProxyRollout;
  /** Who makes the namespace. Default `create`. With `existing`, registry credentials are refused by Kubernetes if service account `default` has other pull secrets. A change from `create` to `existing` deletes the namespace and the proxy in it. */
  namespace?: NamespaceOwner;
  /** Further chart values, merged key by key. Those that follow from another input (port, host, zones, image, size, node selector, tolerations, replicas) are refused. A change restarts the proxy. */
  extraValues?: Record<string, any>;
}

/** Arguments of `StreamingProxy`. */
export interface StreamingProxyArgs {
  /** Registry host and path prefix that holds image and chart, without scheme and trailing slash. A change restarts the proxy. */
  imageRegistry: pulumi.Input<string>;
  /** Public UDP port, the chart value `env.lbPort`. A change restarts the proxy and ends all sessions. */
  port: pulumi.Input<number>;
  /** Public name or address that browsers are told, the chart value `env.lbDns`. A change restarts the proxy and ends all sessions. */
  host: pulumi.Input<string>;
  /** Zones, as node labels write them, to which the pod is pinned. Empty: not pinned. A change restarts the proxy. */
  availabilityZones: pulumi.Input<string>[];
  /**
   * Pull credentials. Absent: the nodes' own identity pulls. Give the Kubernetes provider `enableSecretMutable: true`: without it, new ones
   * delete the Secret and make it again, and a pod that starts in between cannot pull.
   */
  registryCredentials?: RegistryCredentials;
  /** Choices of the proxy. */
  options?: ProxyOptions;
}
