import { isPromise } from "node:util/types";
import * as pulumi from "@pulumi/pulumi";
import { lineIn, sourceOf, type AnyOutput } from "./labels";

type Apply = (this: AnyOutput, work: (value: unknown) => unknown, runWithUnknowns?: boolean) => AnyOutput;

/** One call of `apply`. */
interface Applied {
  source: AnyOutput;
  /** Made where it was called, for its stack trace. */
  site: Error;
}

/**
 * Watches every `apply` of a run: the SDK neither waits for one that nothing awaits, nor says of an error in which one it was.
 * It watches the copy of the SDK that this module has.
 */
export class WatchedApplies {
  /** Grows whenever something happens. */
  activity = 0;
  private readonly open = new Set<Applied>();
  private readonly failed = new WeakMap<object, Applied>();
  private waiting: (() => void)[] = [];

  /** @returns ends the watch, and leaves the SDK as it was */
  begin(): () => void {
    const prototype = (pulumi.Output as unknown as { prototype: { apply: Apply } }).prototype;
    const apply = prototype.apply;
    const begin = (source: AnyOutput): Applied => this.begun({ source, site: new Error() });
    const follow = (applied: Applied, work: (value: unknown) => unknown, value: unknown): unknown =>
      this.followed(applied, work, value);
    const end = (applied: Applied): void => this.ended(applied);
    prototype.apply = function (work, runWithUnknowns) {
      const applied = begin(this);
      const result = apply.call(this, (value) => follow(applied, work, value), runWithUnknowns);
      result.promise(true).then(
        () => end(applied),
        () => end(applied),
      );
      return result;
    };
    return () => {
      prototype.apply = apply;
    };
  }

  /**
   * Those whose outcome is not known, but for the SDK's and libraries' own.
   * @param resources those of the program
   */
  pending(resources: readonly pulumi.Resource[]): string[] {
    const own = [...this.open].filter(({ site }) => lineIn(site.stack) !== undefined);
    return own.map((applied) => placeOf(applied, resources));
  }

  /**
   * In which `apply` an error was thrown; undefined if in none.
   * @param resources those of the program
   */
  placeOf(error: unknown, resources: readonly pulumi.Resource[]): string | undefined {
    const applied = typeof error === "object" && error !== null ? this.failed.get(error) : undefined;
    return applied && placeOf(applied, resources);
  }

  /** Resolves once there is no `apply` whose outcome is not known. */
  quiet(): Promise<void> {
    if (this.open.size === 0) return Promise.resolve();
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  private begun(applied: Applied): Applied {
    this.activity++;
    this.open.add(applied);
    return applied;
  }

  private followed(applied: Applied, work: (value: unknown) => unknown, value: unknown): unknown {
    const note = (error: unknown): void => {
      // The innermost one is where it happened.
      if (typeof error === "object" && error !== null && !this.failed.has(error)) this.failed.set(error, applied);
    };
    try {
      const result = work(value);
      if (isPromise(result)) result.catch(note);
      return result;
    } catch (error) {
      note(error);
      throw error;
    }
  }

  private ended(applied: Applied): void {
    this.activity++;
    this.open.delete(applied);
    if (this.open.size > 0) return;
    const { waiting } = this;
    this.waiting = [];
    for (const resolve of waiting) resolve();
  }
}

function placeOf({ source, site }: Applied, resources: readonly pulumi.Resource[]): string {
  const line = lineIn(site.stack);
  return `in an apply on ${sourceOf(source, resources)}${line === undefined ? "" : ` (${line})`}`;
}
