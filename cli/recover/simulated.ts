import type { CloudObject, CloudReading } from "../../recovery/cloud-object";
import { kindOf } from "../../recovery/kinds";
import type { Recovery } from "../../recovery/recovery";
import type { SimulatedCloud } from "../../simulator/cloud";
import type { SimulatedStack } from "../../simulator/engine/simulated-stack";
import type { PlannedStack } from "../planned-stack";
import { recover } from "./recover";

/** What a killed command has left of a simulated stack and its cloud. Changes neither. */
export function recoverSimulated(
  { file, config, cluster }: Pick<PlannedStack, "file" | "config" | "cluster">,
  { cli, journal }: SimulatedStack,
  stack: string,
): Promise<Recovery> {
  return recover({ ...cli, stack }, file, config, async () => ({
    reading: simulatedObjects(journal.cloud),
    cluster,
    server: cluster.seed.cluster.endpoint,
  }));
}

/** What stands in a simulated cloud, as the readers of the real ones tell it. */
export function simulatedObjects(cloud: SimulatedCloud): CloudReading {
  const objects = [...cloud.resources.values()].filter(({ type }) => kindOf(type));
  return {
    objects: objects.map(({ type, id, inputs, outputs }): CloudObject => {
      const { status } = (outputs.status ?? {}) as { status?: unknown };
      return { type, id, properties: inputs, ...(typeof status === "string" && { status }) };
    }),
    unread: [],
  };
}
