import { unknownValue } from "../../graph/unknown";
import { asReference, type WireValue } from "../wire";
import { Value } from "./value";

/** A resource that a component has registered, or was given. */
export class MadeResource {
  /** Its URN; of one that is not known, those of the resources that it comes from. */
  readonly sources: readonly string[];
  private readonly idWire: string | undefined;
  private readonly outputs: WireValue;
  private readonly preview: boolean;

  /**
   * @param id undefined for a component; empty: not known yet
   * @param preview true: an output that is missing is one that is not known yet
   */
  constructor(sources: readonly string[], id: string | undefined, outputs: WireValue, preview: boolean) {
    this.sources = sources;
    this.idWire = id;
    this.outputs = outputs;
    this.preview = preview;
  }

  /** A resource of which a preview does not know which one it is. */
  static unknown(sources: readonly string[]): MadeResource {
    return new MadeResource(sources, "", unknownValue, true);
  }

  /** @throws Error if it is not known which resource it is */
  get urn(): string {
    if (this.outputs === unknownValue) throw new Error("it is not known which resource this is");
    return this.sources[0]!;
  }

  /** Its id; unknown in a preview that is to make it. */
  get id(): Value {
    return new Value(this.idWire || unknownValue, this.sources);
  }

  /** One of its outputs, or a part of it. */
  output(...path: (string | number)[]): Value {
    const found = new Value(this.outputs, this.sources).at(...path);
    return found.isGiven || !this.preview ? found : new Value(unknownValue, this.sources);
  }

  /** The resource as a whole, as an output of the component. */
  get reference(): Value {
    if (this.outputs === unknownValue) return new Value(unknownValue, this.sources);
    const id = this.idWire === undefined ? {} : { id: this.idWire };
    return new Value(asReference({ urn: this.urn, ...id }), this.sources);
  }
}
