import type { AgentPoolFacts } from "./network";

// Kubernetes, "Well-Known Labels, Annotations and Taints"; AKS documentation, "Use labels" (reserved and deprecated system labels).
const system =
  /^(?:(?:[\w-]+\.)*kubernetes\.(?:io|azure\.com)\/|(?:agentpool|accelerator|storageprofile|storagetier)$)/;

/** Whether AKS or Kubernetes sets a label, and not the pool's owner. */
export function isSystemLabel(key: string): boolean {
  return system.test(key);
}

/** Those that facts hold wherever nodes have them. */
const told = ["agentpool", "kubernetes.azure.com/agentpool", "kubernetes.azure.com/scalesetpriority"];

/** Whether the nodes of a pool, or some of them, carry a label; undefined: it is a system label that facts do not tell, or not known yet. */
export function hasLabel(pool: AgentPoolFacts, key: string, value: string): boolean | undefined {
  const written = pool.labels[key];
  if (written !== undefined) return written === value;
  if (pool.undecidedKeys || pool.undecidedLabels?.includes(key)) return undefined;
  const derived = derivations[key]?.(pool, value);
  if (derived !== undefined) return derived;
  return isSystemLabel(key) && !told.includes(key) ? undefined : false;
}

/** What follows from the rest of the facts; undefined: nothing does. */
type Derivation = (pool: AgentPoolFacts, value: string) => boolean | undefined;

const accelerator = bySize((size, value) => value === "nvidia" && isNvidia(size));
const architecture = bySize((size, value) => value === (isArm(size) ? "arm64" : "amd64"));
const instanceType = bySize((size, value) => size === value);
const regionLabel = "topology.kubernetes.io/region";
const region: Derivation = ({ labels }, value) =>
  labels[regionLabel] === undefined ? undefined : labels[regionLabel] === value;

const derivations: Record<string, Derivation> = {
  accelerator,
  "kubernetes.azure.com/accelerator": accelerator,
  "kubernetes.io/arch": architecture,
  "beta.kubernetes.io/arch": architecture,
  "node.kubernetes.io/instance-type": instanceType,
  "beta.kubernetes.io/instance-type": instanceType,
  "topology.kubernetes.io/zone": isInZone,
  "failure-domain.beta.kubernetes.io/zone": isInZone,
  "failure-domain.beta.kubernetes.io/region": region,
};

/** `<location>-<zone>`; nodes without a zone have a fault domain there, "0" or so (AKS documentation, "Availability zones"). */
function isInZone({ availabilityZones, undecidedZones, labels }: AgentPoolFacts, value: string): boolean | undefined {
  if (undecidedZones) return undefined;
  if (availabilityZones.length === 0) return /^\d+$/.test(value);
  const [, location, zone] = /^(.*)-(\d+)$/.exec(value) ?? [];
  return zone !== undefined && availabilityZones.includes(zone) && location === (labels[regionLabel] ?? location);
}

function bySize(test: (size: string, value: string) => boolean): Derivation {
  return ({ vmSize }, value) => (vmSize === "" ? undefined : test(vmSize, value));
}

/** Azure, "GPU accelerated virtual machine sizes": NC, ND and NV, of which NVv4 and those with MI300X are AMD's. */
function isNvidia(size: string): boolean {
  return /^Standard_N[CDV]C?\d/i.test(size) && !/^Standard_NV\d+as_v4$|_MI300X_/i.test(size);
}

/** Azure, "VM sizes naming conventions": the feature `p` is an Arm processor. */
function isArm(size: string): boolean {
  return /^Standard_[A-Z]+\d+(?:-\d+)?[a-z]*p[a-z]*(?:_|$)/i.test(size);
}
