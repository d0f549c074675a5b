import * as pulumi from "@pulumi/pulumi";
import { BadInput, type Problem } from "./bad-input";
import { isMap, textMap, type Check } from "./checks";

const notKnown = "must be known when the program runs; give the value itself, not an Output or a promise of it";

/** Collects everything that is wrong with one input. */
export class Problems {
  private readonly found: Problem[] = [];

  /** Notes a problem. Leave out the value where it is secret. */
  add(path: string, reason: string, value?: unknown): void {
    this.found.push({ path, reason, ...(value !== undefined && { value: printable(value) }) });
  }

  /**
   * Checks a value that must be there. Returns whether it can be used.
   * @param shown false for a value that may be secret
   */
  required(path: string, value: unknown, check: Check, shown = true): boolean {
    if (!isAbsent(value)) return this.optional(path, value, check, shown);
    this.add(path, `is required, and ${check(undefined)}`);
    return false;
  }

  /**
   * Checks a value that may be absent. Returns whether it can be used.
   * @param shown false for a value that may be secret
   */
  optional(path: string, value: unknown, check: Check, shown = true): boolean {
    if (isAbsent(value)) return true;
    const reason = check(value);
    if (reason !== undefined) this.addWrong(path, reason, value, shown);
    return reason === undefined;
  }

  /** Checks that a value is a list with at least `least` entries, and returns it; an empty one where it is none. */
  list(path: string, value: unknown, least = 1): unknown[] {
    if (Array.isArray(value)) {
      if (value.length < least) this.add(path, "must have at least one entry");
      return value;
    }
    if (!isAbsent(value)) this.addWrong(path, "must be a list", value);
    else if (least > 0) this.add(path, "is required, and must be a list with at least one entry");
    return [];
  }

  /** Checks a list that may be absent, and each of its entries. */
  optionalList(path: string, value: unknown, check: Check, least = 0): void {
    if (isAbsent(value)) return;
    this.list(path, value, least).forEach((entry, index) => this.required(`${path}[${index}]`, entry, check));
  }

  /** Checks a map from text to text that may be absent, and each of its entries. */
  textMap(path: string, value: unknown): void {
    this.optional(path, isMap(value) ? this.known(path, value) : value, textMap);
  }

  /** Notes every entry of a map that is not known yet. Returns the map with text in its place, so that all else can be checked. */
  known(path: string, value: Record<string, unknown>): Record<string, unknown> {
    const entries = Object.entries(value).map(([key, entry]) => {
      if (isPlain(entry)) return [key, entry];
      this.add(`${path}.${key}`, notKnown);
      return [key, ""];
    });
    return Object.fromEntries(entries) as Record<string, unknown>;
  }

  /**
   * Notes that a value is not what it must be. Of one that is not known yet its shape says nothing: that it is one is the problem.
   * @param shown false for a value that may be secret
   */
  addWrong(path: string, reason: string, value: unknown, shown = true): void {
    if (isPlain(value)) this.add(path, reason, shown ? value : undefined);
    else this.add(path, notKnown);
  }

  /** @throws BadInput with every problem, if there is any */
  throwIfAny(subject: string): void {
    if (this.found.length > 0) throw new BadInput(subject, this.found);
  }
}

/** A resource given instead of its id is circular and may hold secrets: of anything but a scalar only the kind is told. */
function printable(value: unknown): unknown {
  // JSON has no NaN and no infinity.
  if (typeof value === "number") return Number.isFinite(value) ? value : String(value);
  if (typeof value === "string" || typeof value === "boolean") return value;
  if (!isPlain(value)) return "an Output or a promise";
  if (Array.isArray(value)) return "a list";
  if (typeof value !== "object" || value === null || isMap(value)) return `of type ${typeof value}`;
  const { constructor: made } = Object.getPrototypeOf(value) as { constructor?: { name?: unknown } };
  return typeof made?.name === "string" ? `an instance of ${made.name}` : "of type object";
}

/** Whether a value was not given: other languages, and many a program in JavaScript, have null for undefined. */
export function isAbsent(value: unknown): value is undefined | null {
  return value === undefined || value === null;
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
