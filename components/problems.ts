import * as pulumi from "@pulumi/pulumi";
import { BadInput, type Problem } from "./bad-input";
import type { Check } from "./checks";

/** Collects everything that is wrong with one input. */
export class Problems {
  private readonly found: Problem[] = [];

  /** Notes a problem. Leave out the value where it is secret. */
  add(path: string, reason: string, value?: unknown): void {
    this.found.push({ path, reason, ...(value !== undefined && { value: printable(value) }) });
  }

  /** Checks a value that must be there. Returns whether it can be used. */
  required(path: string, value: unknown, check: Check): boolean {
    if (value !== undefined && value !== null) return this.optional(path, value, check);
    this.add(path, `is required, and ${check(undefined)}`);
    return false;
  }

  /** Checks a value that may be absent. Returns whether it can be used. */
  optional(path: string, value: unknown, check: Check): boolean {
    if (value === undefined || value === null) return true;
    const reason = check(value);
    if (reason !== undefined) this.add(path, reason, value);
    return reason === undefined;
  }

  /** Checks that a value is a list with at least `least` entries, and returns it; an empty one where it is none. */
  list(path: string, value: unknown, least = 1): unknown[] {
    if (Array.isArray(value)) {
      if (value.length < least) this.add(path, "must have at least one entry");
      return value;
    }
    if (value !== undefined && value !== null) this.add(path, "must be a list", value);
    else if (least > 0) this.add(path, "is required, and must be a list with at least one entry");
    return [];
  }

  /** @throws BadInput with every problem, if there is any */
  throwIfAny(subject: string): void {
    if (this.found.length > 0) throw new BadInput(subject, this.found);
  }
}

/** A resource given instead of its id is circular and may hold secrets: of anything but a scalar only the kind is told. */
function printable(value: unknown): unknown {
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
  if (!isPlain(value)) return "an Output or a promise";
  return Array.isArray(value) ? "a list" : `of type ${typeof value}`;
}

/** Whether a value is known when the program runs: neither an Output nor a promise. */
export function isPlain(value: unknown): boolean {
  return !pulumi.Output.isInstance(value) && !(value instanceof Promise);
}

/** The check of a property that may be an Output; one that is not known yet is left to `guarded`. */
export function inputOf(check: Check): Check {
  return (value) => (isPlain(value) ? check(value) : undefined);
}

/**
 * A checked value as it is; one that is not known yet, with the check put between it and every resource that uses it.
 * The error names component and property, but not the value, which may be secret.
 */
export function guarded<T>(subject: string, path: string, value: pulumi.Input<T>, check: Check): pulumi.Input<T> {
  if (isPlain(value)) return value;
  return pulumi.output(value).apply((known) => {
    const reason = check(known);
    if (reason !== undefined) throw new BadInput(subject, [{ path, reason }]);
    return known;
  }) as pulumi.Output<T>;
}
