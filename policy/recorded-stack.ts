import { isDeepStrictEqual } from "node:util";
import type { GivenInstallation } from "../graph/given-installation";
import { asWritten } from "./as-written";
import { engineGraph, type EngineResource } from "./engine-graph";
import { judgeStack } from "./judge-stack";
import type { JudgedStack } from "./judged-stack";
import { plainValues } from "./plain-values";
import { projectFolder } from "./project-folder";
import type { ReadStackConfig } from "./read-stack";

/**
 * What the policies of one pack know of the stack that the engine shows them. The engine shows the inputs of resources one by one
 * as they are registered, and at the end the outputs of all of them, to each policy in objects of its own.
 */
export class RecordedStack {
  private readonly inputs = new Map<string, Record<string, unknown>>();
  private config: ReadStackConfig = {};
  private given: Promise<GivenInstallation[]> = Promise.resolve([]);
  private installations: GivenInstallation[] = [];
  private judged?: JudgedStack;

  /** Keeps the inputs of a resource. What is shown again, as in an update after its preview, takes the place of what was before. */
  record(urn: string, properties: object): void {
    this.inputs.set(urn, asWritten(plainValues(properties)));
  }

  /**
   * Takes the configuration that the rules share.
   * @throws BadInput if a facts file in it cannot be used
   */
  async configure(config: ReadStackConfig): Promise<void> {
    if (!isDeepStrictEqual(config, this.config)) {
      this.config = config;
      this.given = readInstallations(config);
    }
    this.installations = await this.given;
  }

  /**
   * The stack, judged once for all policies of one analysis. They are called one after the other in the same turn of the event
   * loop; the next analysis comes in a later one.
   */
  judge(resources: readonly EngineResource[]): JudgedStack {
    if (this.judged === undefined) {
      this.judged = judgeStack(engineGraph(resources, this.inputs), this.installations, this.config.allowedRegistries);
      setImmediate(() => (this.judged = undefined));
    }
    return this.judged;
  }
}

/** Loaded when it is needed: what reads facts costs more than the rest of the pack. */
async function readInstallations(config: ReadStackConfig): Promise<GivenInstallation[]> {
  const { givenInstallations } = await import("./given-installations.js");
  return givenInstallations(config, projectFolder(process.cwd()));
}
