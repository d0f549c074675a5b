/**
 * The constants of Low Latency Streaming: every port, path, name, tag and size, each with its source.
 * "Guide" is NVIDIA's "LLS Installation" (docs.nvidia.com/nvcf, self-hosted); "Omniverse" the manifest of docs.omniverse.nvidia.com/ov/ovs 26.07.
 */

/** Ports. Guide: tables "Security Groups" and "Network Load Balancer". */
export const ports = {
  /** UDP, where browsers send media and STUN; `LLS_UDP_PORT` of the guide, the default of the input `port`. */
  listener: 5004,
  /** UDP NodePort behind which the proxy takes media. */
  mediaNodePort: 30504,
  /** TCP NodePort of the health check. */
  healthNodePort: 30800,
  /** TCP, the proxy's API for workers; also its own probes. */
  api: 8000,
  /** UDP, media from workers to the proxy. */
  workerMedia: 6004,
  /** UDP, STUN requests of workers. */
  stun: 3478,
  /** UDP, `STREAMING_PORT_BINDING_RANGE` of the streaming application in the worker (guide "LLS/WebRTC Functions"). */
  streamingApp: { from: 47998, to: 48020 },
} as const;

/** NodePorts that browsers send to on AKS, Kubernetes' default range (guide "LLS/WebRTC Functions", Azure). */
export const nodePorts = { from: 30000, to: 32767 } as const;

/** Health check of the target group. Guide step 2.7; all values are legal for an NLB (ELB user guide, target-group-health-checks). */
export const healthCheck = {
  protocol: "HTTP",
  path: "/v1/health",
  intervalSeconds: 30,
  timeoutSeconds: 6,
  healthyThreshold: 5,
  unhealthyThreshold: 2,
  matcher: "200-399",
} as const;

/** The Helm chart. Namespace and release have fixed names, because workers and OpenBao know them (guide step 4.1). */
export const chart = {
  name: "gdn-streaming",
  release: "gdn-streaming",
  namespace: "gdn-streaming",
  /** Omniverse 26.07; the older guide has 2.0.1. */
  version: "3.0.0",
  /** Labels of the proxy's pods. */
  podLabels: { app: "streaming-proxy" },
  /** Helm's timeout: image pull, start and readiness of one pod. */
  timeoutSeconds: 900,
} as const;

/** The proxy's image. */
export const image = {
  name: "streaming-proxy",
  /** Omniverse 26.07; the older guide has 2.0.1. */
  tag: "3.0.2",
  pullPolicy: "Always",
} as const;

/** Name of the pull secret that NVCF uses in every other namespace (guide "Image Mirroring"). */
export const pullSecretName = "nvcr-pull-secret";

/** The proxy's size; requests equal limits (guide "Resource Requirements"). */
export const resources = { cpu: "5000m", memory: "24Gi" } as const;

/** Label of the nodes that run the proxy (guide step 3). */
export const proxyNodeSelector = { "node-type": "compute" } as const;

/** Label of the nodes that run workers (NVCF "Infrastructure Sizing"). */
export const workerNodeSelector = { "nvcf.nvidia.com/workload": "gpu" } as const;

/** Values of the tag `lls:purpose` (guide step 2). */
export const purposes = {
  securityGroup: "streaming-nlb",
  loadBalancer: "streaming-traffic",
  targetGroup: "streaming-targets",
} as const;

/** Tag keys and fixed values (guide step 2); `lls:provisioner` and `lls:stack` are ours and mark what this program made. */
export const tags = {
  cluster: "lls:cluster",
  managedBy: { key: "lls:managed-by", value: "customer" },
  purpose: "lls:purpose",
  project: { key: "Project", value: "nvcf" },
  name: "Name",
  provisioner: { key: "lls:provisioner", value: "pulumi" },
  stack: "lls:stack",
} as const;

/** Names in the tag `Name`, as the guide names its resources (guide steps 2.1, 2.5, 4.3). */
export const displayNames = {
  securityGroup: (cluster: string): string => `${cluster}-rp-sg`,
  loadBalancer: (cluster: string): string => `rp-public-${cluster}`,
  targetGroup: (cluster: string): string => `${cluster}-rp-tg`,
  elasticIp: (cluster: string): string => `${cluster}-lls-eip`,
  publicIp: (cluster: string): string => `${cluster}-lls-ip`,
} as const;

/** ICMP "destination unreachable, fragmentation needed": path MTU discovery (RFC 1191; ELB user guide, load-balancer-security-groups). */
export const fragmentationNeeded = { type: 3, code: 4 } as const;

/** Free addresses that an NLB needs in its subnet (ELB user guide, availability zones). */
export const loadBalancerSubnetAddresses = 8;

/** First healthy target at the earliest: healthy threshold times interval. */
export const firstHealthySeconds = healthCheck.healthyThreshold * healthCheck.intervalSeconds;

/** Priorities that the cloud controller of AKS allocates to its own rules (cloud-provider-azure, securityrule.go). */
export const controllerPriorities = { from: 500, to: 4096 } as const;

/** Our rules on network security groups (guide "LLS/WebRTC Functions", Azure). */
export const networkRule = {
  name: "allow-udp-nodeports-webrtc",
  /** Not the guide's 510, which is one of the cloud controller's. */
  priority: 400,
  /** Of the rule for the load balancer's probe. */
  probePriority: 401,
} as const;

/** Annotation of Kubernetes objects of ours, with the value of the tag `lls:stack`: a label's value could not hold its slash. */
export const stackAnnotation = "nvcf-lls/stack";

/**
 * How the description of a network rule or role assignment of ours begins: `nvcf-lls <project>/<stack>`. The guide uses the same
 * rule name, so the name proves nothing; and role assignments take no tags.
 */
export const ruleOwner = (owner: string): string => `nvcf-lls ${owner}`;

/** The Service of type LoadBalancer on AKS. The chart's own services have other names. */
export const publicService = {
  name: "streaming-proxy-public",
  /** TCP NodePort on which kube-proxy tells the load balancer whether the node has the pod; any free one. */
  healthCheckNodePort: 32504,
} as const;
