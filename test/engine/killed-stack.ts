import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { stackCloud } from "../../cli/clouds";
import { formatRecovery } from "../../cli/recover/format";
import { recoverSimulated } from "../../cli/recover/simulated";
import { configSourceOf } from "../../cli/stack-file";
import { kindOf, unseenTypes } from "../../recovery/kinds";
import { CloudError } from "../../simulator/cloud-error";
import type { CloudOperation, Fault } from "../../simulator/engine/operation";
import type { EngineRun, SimulatedStack } from "../../simulator/engine/simulated-stack";
import { parseStackConfig } from "../../stacks/config";
import { differences, EngineStack, type Variant } from "./engine-stack";
import { KillableCli } from "./killable-cli";
import { Operator } from "./operator";

/** When the CLI is killed: just before the cloud does what it was asked for, or when that is done and nobody was told. */
export type Moment = "before" | "after";

/** State and cloud have the same. */
export const nothing = { onlyInState: [], onlyInCloud: [] };

/** An example stack whose CLI can be killed, and somebody who follows what `lls recover` prints. */
export class KilledStack {
  readonly engine: EngineStack;
  /** What the CLI was killed at; undefined: the last run went to its end. */
  hit: CloudOperation | undefined;
  /** Whether it is killed at an operation. */
  private isAim: ((operation: CloudOperation) => boolean) | undefined;
  private moment: Moment = "after";

  private constructor(
    name: string,
    private readonly cli: KillableCli,
    private readonly operator: Operator,
  ) {
    this.engine = EngineStack.fresh(name);
  }

  static async fresh(name: string): Promise<KilledStack> {
    return new KilledStack(name, await KillableCli.open(), await Operator.onDuty());
  }

  /** Runs something with the providers up. */
  with<Result>(variant: Variant, work: (run: SimulatedStack) => Promise<Result>): Promise<Result> {
    const behaviour = {
      fault: (operation: CloudOperation): Fault | undefined =>
        this.strike("before", operation) ? { error: new CloudError("Killed", "never asked for") } : undefined,
      applied: (operation: CloudOperation): void => void this.strike("after", operation),
    };
    return this.engine.with({ ...variant, cli: this.cli.command, behaviour }, work);
  }

  /**
   * Kills the CLI at one of its operations.
   * @param at which one, counted from 1, or the first one of a type, by the end of the token
   * @returns false if it had no such operation: the run has then gone well
   */
  async killed(work: () => Promise<EngineRun>, at: number | string, moment: Moment = "after"): Promise<boolean> {
    let count = 0;
    this.isAim = ({ type }) => (typeof at === "number" ? ++count === at : type.endsWith(`:${at}`));
    Object.assign(this, { moment, hit: undefined });
    const { failure } = await work();
    this.isAim = undefined;
    expect(failure === null).toBe(this.hit === undefined);
    return this.hit !== undefined;
  }

  /**
   * Follows the lines; state and cloud are the same then, but for relations, which the next `up` makes once more. Answers all lines.
   */
  async recover(run: SimulatedStack, variant: Variant = {}): Promise<string[]> {
    const lines: string[] = [];
    for (let round = 1; round <= 3; round++) {
      const followed = await this.operator.follow(await this.printed(run, variant), run);
      lines.push(...followed);
      // Whoever cannot read the state yet is asked to begin again.
      if (!followed.some((line) => line.startsWith("rm "))) break;
    }
    const { onlyInState, onlyInCloud } = differences(run);
    const isRelation = (line: string): boolean => {
      const [type = ""] = line.split(" ");
      return kindOf(type)?.isRepeatable === true || unseenTypes.includes(type);
    };
    expect({ onlyInState, onlyInCloud: onlyInCloud.filter((line) => !isRelation(line)) }).toEqual(nothing);
    return lines;
  }

  /** What `lls simulate recover` prints. */
  async printed(run: SimulatedStack, variant: Variant = {}): Promise<string> {
    const { name } = this.engine;
    const file = this.engine.fileOf(variant);
    const config = parseStackConfig(configSourceOf(file));
    const facts = join("facts", `${name}.json`);
    const cluster = stackCloud(config, `${file.project}/${name}`).recorded(readFileSync(facts, "utf8"), facts);
    return formatRecovery.text(await recoverSimulated({ file, config, cluster }, run, name), name);
  }

  /** Follows no more than lines that begin so. */
  async follow(run: SimulatedStack, only: string): Promise<void> {
    await this.operator.follow(await this.printed(run), run, only);
  }

  /** Loses the state, as when a bucket was emptied. */
  async forget(run: SimulatedStack): Promise<void> {
    await this.operator.type(`pulumi stack rm --force --yes --preserve-config --stack ${this.engine.name}`, run);
    await this.operator.type(`pulumi stack init ${this.engine.name}`, run);
  }

  remove(): void {
    this.engine.remove();
    this.cli.remove();
    this.operator.dismiss();
  }

  private strike(moment: Moment, operation: CloudOperation): boolean {
    if (moment !== this.moment || this.hit || !this.isAim?.(operation)) return false;
    this.cli.kill();
    this.hit = operation;
    return true;
  }
}
