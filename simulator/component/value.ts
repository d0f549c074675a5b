import { unknownValue } from "../../graph/unknown";
import { asSecret, holdsSecret, holdsUnknownWire, plainOf, propertyOf, type WireValue } from "../wire";

/**
 * What a component works with: a value as the engine exchanges it, and the resources that it comes from. It may be unknown, as in a preview, or secret.
 * What the SDK calls an Output, without the promises.
 */
export class Value {
  readonly wire: WireValue;
  /** URNs, without repetition. */
  readonly sources: readonly string[];

  /**
   * @param wire the value
   * @param sources URNs of the resources that it comes from
   */
  constructor(wire: WireValue, sources: readonly string[] = []) {
    this.wire = wire;
    this.sources = [...new Set(sources)];
  }

  /** A value out of plain ones and others, nested in objects and lists as deep as may be. */
  static of(given: unknown): Value {
    if (given instanceof Value) return given;
    if (typeof given !== "object" || given === null) return new Value(given);
    const parts = Object.entries(given).map(([key, part]) => ({ key, value: Value.of(part) }));
    const sources = parts.flatMap(({ value }) => value.sources);
    const wire = Array.isArray(given)
      ? parts.map(({ value }) => value.wire)
      : Object.fromEntries(parts.map(({ key, value }) => [key, value.wire]));
    return new Value(wire, sources);
  }

  /** True if it is there: given, or not known yet. */
  get isGiven(): boolean {
    return this.wire !== undefined && this.wire !== null;
  }

  /** A property of an object, or an element of a list. What is not known has properties that are not known. */
  at(...path: (string | number)[]): Value {
    return new Value(
      path.reduce((wire, key) => propertyOf(wire, key), this.wire),
      this.sources,
    );
  }

  /** Another value that follows from this one; unknown as long as anything in this one is, secret if anything in it is. */
  map(work: (plain: any) => unknown): Value {
    if (holdsUnknownWire(this.wire)) return new Value(unknownValue, this.sources);
    const result = work(plainOf(this.wire));
    return new Value(holdsSecret(this.wire) ? asSecret(result) : result, this.sources);
  }

  /** This value, or another where it is not there. */
  or(other: unknown): Value {
    return this.isGiven ? this : Value.of(other);
  }
}
