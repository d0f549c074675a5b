import { closeSync, existsSync, fsyncSync, openSync, readFileSync, writeSync } from "node:fs";
import { SimulatedCloud, type SimulatedResource } from "../cloud";
import { CloudError } from "../cloud-error";
import type { SimulatedSeed } from "../seed";

/** One accepted operation. What the cloud refused changed nothing and is not noted. */
type JournalEntry =
  | { operation: "configure"; provider: string; inputs: Inputs }
  | { operation: "create"; type: string; urn: string; inputs: Inputs; provider: string }
  | { operation: "update"; type: string; id: string; inputs: Inputs; provider: string }
  | { operation: "delete"; type: string; id: string; provider: string };

type Inputs = Record<string, any>;

/**
 * A simulated cloud that outlives the process: every operation that it accepted, one JSON line each, on disk before the answer
 * is sent. What a killed CLI had made is therefore still there, as in a real cloud.
 */
export class Journal {
  /** The cloud as it stands. Change it through this journal only, else the change is forgotten. */
  readonly cloud: SimulatedCloud;
  private readonly file: string | undefined;

  /**
   * @param seed what exists besides; it may have changed since the last time, as a cluster does
   * @param file where the operations are kept; absent: the cloud lives as long as this object
   *   and what was made in it may have gone with a part of it
   */
  constructor(seed: SimulatedSeed | readonly SimulatedSeed[], file?: string) {
    this.file = file;
    this.cloud = new SimulatedCloud(seed);
    if (file !== undefined && existsSync(file))
      for (const entry of entriesOf(file)) replayIfPossible(this.cloud, entry);
  }

  /** See `SimulatedCloud.configure`. */
  configure(provider: string, inputs: Inputs): void {
    this.cloud.configure(provider, inputs);
    this.write({ operation: "configure", provider, inputs });
  }

  /** See `SimulatedCloud.create`. */
  create(type: string, urn: string, inputs: Inputs, provider: string): SimulatedResource {
    const created = this.cloud.create(type, urn, inputs, provider);
    this.write({ operation: "create", type, urn, inputs, provider });
    return created;
  }

  /** See `SimulatedCloud.update`. */
  update(type: string, id: string, inputs: Inputs, provider: string): SimulatedResource {
    const updated = this.cloud.update(type, id, inputs, provider);
    this.write({ operation: "update", type, id, inputs, provider });
    return updated;
  }

  /** See `SimulatedCloud.delete`. */
  delete(type: string, id: string, provider: string): void {
    this.cloud.delete(type, id, provider);
    this.write({ operation: "delete", type, id, provider });
  }

  private write(entry: JournalEntry): void {
    if (this.file === undefined) return;
    // Secrets of the simulated cluster are in it, as they are in a real one.
    const descriptor = openSync(this.file, "a", 0o600);
    try {
      writeSync(descriptor, `${JSON.stringify(entry)}\n`);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
  }
}

function entriesOf(file: string): JournalEntry[] {
  const lines = readFileSync(file, "utf8").split("\n");
  // A line without its end was cut off: the operation was never answered.
  return lines.slice(0, -1).map((line) => JSON.parse(line) as JournalEntry);
}

/** What stood on something that is gone, a node group for example, is gone with it. */
function replayIfPossible(cloud: SimulatedCloud, entry: JournalEntry): void {
  try {
    cloud.restore(() => replay(cloud, entry));
  } catch (error) {
    if (!(error instanceof CloudError)) throw error;
  }
}

function replay(cloud: SimulatedCloud, entry: JournalEntry): void {
  switch (entry.operation) {
    case "configure":
      return cloud.configure(entry.provider, entry.inputs);
    case "create":
      return void cloud.create(entry.type, entry.urn, entry.inputs, entry.provider);
    case "update":
      return void cloud.update(entry.type, entry.id, entry.inputs, entry.provider);
    case "delete":
      return cloud.delete(entry.type, entry.id, entry.provider);
  }
}
