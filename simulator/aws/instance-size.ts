import type { NodeSize } from "../kubernetes/node-pool";

/** vCPUs by instance size. Source: EC2 user guide, "Amazon EC2 instance types", the same in every family listed below. */
const vcpus: Record<string, number> = {
  large: 2,
  xlarge: 4,
  "2xlarge": 8,
  "4xlarge": 16,
  "8xlarge": 32,
  "12xlarge": 48,
  "16xlarge": 64,
  "24xlarge": 96,
};

/** GiB of memory per vCPU by family. Source: EC2 user guide, "Amazon EC2 instance types". */
const gibPerVcpu: Record<string, number> = {
  c5: 2,
  c6i: 2,
  c7i: 2,
  g4dn: 4,
  g5: 4,
  g6: 4,
  g6e: 8,
  m5: 4,
  m6i: 4,
  m7i: 4,
  r5: 8,
  r6i: 8,
  r7i: 8,
};

/** Size of an instance type, without what the kubelet keeps for itself; undefined for types that the table does not know. */
export function instanceSize(instanceType: string): NodeSize | undefined {
  const [family = "", size = ""] = instanceType.split(".");
  const cpu = vcpus[size];
  const gib = gibPerVcpu[family];
  return cpu === undefined || gib === undefined ? undefined : { cpu, memory: cpu * gib * 2 ** 30 };
}
