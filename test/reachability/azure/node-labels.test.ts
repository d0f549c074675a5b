import { expect, it } from "vitest";
import type { AgentPoolFacts } from "../../../reachability/azure/network";
import { hasLabel } from "../../../reachability/azure/node-labels";

const pool = (more: Partial<AgentPoolFacts> = {}): AgentPoolFacts => ({
  ...{ name: "gpu", labels: {}, availabilityZones: [], applicationSecurityGroupIds: [], nodePublicIp: false },
  ...{ allowedHostPorts: [], vmSize: "", nodeCount: 1, ...more },
});
const sized = (vmSize: string) => pool({ vmSize });
const zoned = (...availabilityZones: string[]) =>
  pool({ availabilityZones, labels: { "topology.kubernetes.io/region": "westeurope" } });

it.each<[AgentPoolFacts, string, string, boolean | undefined]>([
  [pool({ labels: { tier: "gpu" } }), "tier", "gpu", true],
  [pool({ labels: { tier: "gpu" } }), "tier", "cpu", false],
  [pool(), "tier", "gpu", false],
  [pool(), "example.com/tier", "gpu", false],
  [pool({ labels: { "kubernetes.io/os": "linux" } }), "kubernetes.io/os", "windows", false],
  [pool(), "kubernetes.io/os", "linux", undefined],
  [pool(), "kubernetes.azure.com/fips_enabled", "true", undefined],
  [pool(), "storagetier", "Premium_LRS", undefined],
  [pool(), "agentpool", "gpu", false],
  [pool(), "kubernetes.azure.com/scalesetpriority", "spot", false],
  ...["accelerator", "kubernetes.azure.com/accelerator"].flatMap(
    (key): [AgentPoolFacts, string, string, boolean | undefined][] => [
      [sized("Standard_NC24ads_A100_v4"), key, "nvidia", true],
      [sized("standard_nv36ads_a10_v5"), key, "nvidia", true],
      [sized("Standard_ND96isr_H100_v5"), key, "nvidia", true],
      [sized("Standard_NC24ads_A100_v4"), key, "amd", false],
      [sized("Standard_ND96isr_MI300X_v5"), key, "nvidia", false],
      [sized("Standard_NV16as_v4"), key, "nvidia", false],
      [sized("Standard_D16s_v5"), key, "nvidia", false],
      [pool(), key, "nvidia", undefined],
    ],
  ),
  [sized("Standard_D16s_v5"), "kubernetes.io/arch", "amd64", true],
  [sized("Standard_D16ps_v5"), "kubernetes.io/arch", "amd64", false],
  [sized("Standard_E8-4pds_v5"), "kubernetes.io/arch", "arm64", true],
  [sized("Standard_NP10s"), "beta.kubernetes.io/arch", "amd64", true],
  [pool(), "kubernetes.io/arch", "amd64", undefined],
  [sized("Standard_D16s_v5"), "node.kubernetes.io/instance-type", "Standard_D16s_v5", true],
  [sized("Standard_D16s_v5"), "beta.kubernetes.io/instance-type", "Standard_D8s_v5", false],
  [zoned("1", "3"), "topology.kubernetes.io/zone", "westeurope-3", true],
  [zoned("1", "3"), "topology.kubernetes.io/zone", "westeurope-2", false],
  [zoned("1", "3"), "topology.kubernetes.io/zone", "northeurope-3", false],
  [zoned("1", "3"), "failure-domain.beta.kubernetes.io/zone", "3", false],
  [pool({ availabilityZones: ["2"] }), "topology.kubernetes.io/zone", "northeurope-2", true],
  [zoned(), "topology.kubernetes.io/zone", "westeurope-1", false],
  [zoned(), "topology.kubernetes.io/zone", "0", true],
  [zoned(), "failure-domain.beta.kubernetes.io/region", "westeurope", true],
  [zoned(), "failure-domain.beta.kubernetes.io/region", "northeurope", false],
  [pool(), "failure-domain.beta.kubernetes.io/region", "westeurope", undefined],
])("%j has %s=%s: %s", (facts, key, value, expected) => {
  expect(hasLabel(facts, key, value)).toBe(expected);
});
