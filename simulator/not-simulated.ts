import { nearestKey } from "../components/nearest-key";

/** What a program may ask for. */
export type SimulatedKind = "resource type" | "component" | "function" | "method" | "filter" | "existing resource";

/** Something that the simulator has no model of. Whoever runs the program may answer for it, see `SimulatedMocks`. */
export class NotSimulated extends Error {
  /** What it is. */
  readonly kind: SimulatedKind;
  /** Its token or name. */
  readonly token: string;
  /** The one of that kind that the simulator knows and whose name is nearest; undefined if none is near. */
  readonly nearest: string | undefined;

  /**
   * @param known tokens of that kind that the simulator knows
   * @param message what is wrong. Default: the simulator does not know it
   */
  constructor(
    kind: SimulatedKind,
    token: string,
    known: Iterable<string> = [],
    message = `the simulator does not know the ${kind} ${token}`,
  ) {
    const nearest = nearestToken(token, [...known]);
    super(nearest === undefined ? message : `${message}; nearest by name is ${nearest}`);
    this.name = "NotSimulated";
    this.kind = kind;
    this.token = token;
    this.nearest = nearest;
  }
}

/** By the whole token, else by its last part alone: modules move, names stay. */
function nearestToken(token: string, known: string[]): string | undefined {
  const byName = new Map(known.map((one) => [nameOf(one), one] as const).reverse());
  const whole = nearestKey(token, known);
  return whole ?? byName.get(nearestKey(nameOf(token), [...byName.keys()]) ?? "");
}

function nameOf(token: string): string {
  return token.slice(token.lastIndexOf(":") + 1);
}
