import type { NodeSize } from "../kubernetes/node-pool";

/** GiB of memory per vCPU by family. Source: Azure, "Virtual machine sizes overview"; those with an `l` in their name have half. */
const gibPerVcpu: Record<string, number> = { D: 4, E: 8, F: 2 };

/**
 * Size of a virtual machine, without what the kubelet keeps for itself, from its name: Standard_D8s_v5 has 8 vCPUs (Azure,
 * "VM sizes naming conventions"). Undefined for other families, those with GPUs among them.
 */
export function vmSize(name: string): NodeSize | undefined {
  const [, family = "", cpu, features = ""] = /^Standard_([A-Z]+)(\d+)([a-z]*)_v\d+$/.exec(name) ?? [];
  const gib = gibPerVcpu[family];
  if (gib === undefined) return undefined;
  const perVcpu = family === "D" && features.includes("l") ? gib / 2 : gib;
  return { cpu: Number(cpu), memory: Number(cpu) * perVcpu * 2 ** 30 };
}
