import { setTimeout as wait } from "node:timers/promises";
import { simulatedType, type SimulatedResource } from "../cloud";
import type { Journal } from "./journal";
import type { CloudOperation, Fault, SimulatedBehaviour } from "./operation";

/** What a provider is about to change. */
export interface Change extends Pick<CloudOperation, "kind" | "type" | "urn"> {
  /** Absent: it is created. */
  id?: string;
  /** Reference of the provider. */
  provider: string;
}

/** Lets the cloud change, with the time that it takes and what goes wrong; one for all providers of a run. */
export class CloudChanges {
  private readonly journal: Journal;
  private readonly behaviour: SimulatedBehaviour;
  private count = 0;

  /** @param journal the cloud */
  constructor(journal: Journal, behaviour: SimulatedBehaviour) {
    this.journal = journal;
    this.behaviour = behaviour;
  }

  /**
   * Makes a change.
   * @returns what the cloud has made, and the fault with which the provider answers all the same
   * @throws CloudError if the cloud refuses, or a fault is to happen before anything is done
   */
  async make<Result extends SimulatedResource | void>(
    { kind, type, urn, id = "", provider }: Change,
    work: () => Result,
  ): Promise<{ result: Result; fault?: Fault }> {
    const { cloud } = this.journal;
    const operation: CloudOperation = { number: ++this.count, kind, type, urn };
    const fault = this.behaviour.fault?.(operation);
    if (fault && !fault.applied) throw fault.error;
    const deleted = cloud.writtenWith(type, id, provider);
    const result = work();
    const written = result ? cloud.writtenWith(type, result.id, provider) : deleted;
    const end = cloud.turns.begin(urn, written);
    try {
      this.behaviour.applied?.(operation);
      const seconds = simulatedType(type).latencySeconds * (this.behaviour.latencyScale ?? 0);
      if (seconds > 0) await wait(seconds * 1000);
    } finally {
      end();
    }
    return { result, ...(fault && { fault }) };
  }
}
