import type { AmbiguousReference } from "../graph/possible-graphs";
import { enumerate } from "../reachability/describe";
import type { FlowVerdict, LayerVerdict, Missing } from "../reachability/verdict";

/** The flows of one installation, in one way in which the unknown references of its stack can turn out. */
export interface Way {
  /** What each ambiguous reference is then; undefined: it stays unknown. */
  picks: readonly (string | undefined)[];
  flows: FlowVerdict[];
}

/**
 * The verdicts that hold whichever way it turns out. What is the same in all ways stands; what differs is `unknown`, and a layer
 * names the references that decide.
 * @param ways at least one
 */
export function combineWays(ways: readonly Way[], ambiguous: readonly AmbiguousReference[]): FlowVerdict[] {
  return ways.length === 1 ? ways[0]!.flows : new Combination(ways, ambiguous).flows();
}

class Combination {
  constructor(
    private readonly ways: readonly Way[],
    private readonly ambiguous: readonly AmbiguousReference[],
  ) {}

  flows(): FlowVerdict[] {
    const ids = new Set(this.ways.flatMap(({ flows }) => flows.map(({ id }) => id)));
    return [...ids].flatMap((id) => this.flowsOf(this.ways.map(({ flows }) => flows.filter((flow) => flow.id === id))));
  }

  /** @param each the flows of one id, in each way */
  private flowsOf(each: FlowVerdict[][]): FlowVerdict[] {
    const [first] = each as [FlowVerdict[]];
    const places = each.map((flows) => JSON.stringify(flows.map(placeOf)));
    if (places.every((place) => place === places[0])) {
      return first.map((_, index) => this.flow(each.map((flows) => flows[index]!)));
    }
    // Nodes that are wired otherwise make other flows, which can be compared as a whole only.
    const verdicts = each.map((flows) => [...new Set(flows.map(({ verdict }) => verdict))].sort().join());
    const decides = this.decidedBy(verdicts);
    const some = each.find(({ length }) => length > 0)!;
    return decides === undefined ? some : some.map((flow) => unknownFlow(flow, flow.layers, decides));
  }

  /** @param each the same flow, in each way */
  private flow(each: FlowVerdict[]): FlowVerdict {
    const [first] = each as [FlowVerdict];
    const decides = this.decidedBy(each.map(({ verdict }) => verdict));
    const layers = first.layers.map((layer, index) => {
      const inEach = each.map((flow) => flow.layers[index]);
      return decides === undefined ? this.oneReason(layer, inEach) : this.layer(layer, inEach);
    });
    return decides === undefined ? { ...first, layers } : unknownFlow(first, layers, decides);
  }

  private layer(first: LayerVerdict, each: (LayerVerdict | undefined)[]): LayerVerdict {
    const decides = this.decidedBy(each.map((layer) => layer?.verdict));
    return decides === undefined ? first : { ...first, ...unknown, reason: sentence(decides) };
  }

  /** A layer of a flow whose verdict is the same in all ways, though perhaps for different reasons. */
  private oneReason(first: LayerVerdict, each: (LayerVerdict | undefined)[]): LayerVerdict {
    if (each.every((layer) => layer?.verdict === "open")) return first;
    const deciding = this.deciding(each.map((layer) => JSON.stringify(layer)));
    if (deciding.length === 0) return first;
    const picks = deciding.map((index) => {
      return `${describe(this.ambiguous[index]!)} is ${this.ways[0]!.picks[index] ?? "not known"}`;
    });
    return { ...first, reason: `${first.reason} (if ${enumerate(picks)})` };
  }

  /** The references that make the difference between the values of the ways, in words; undefined if there is no difference. */
  private decidedBy(values: (string | undefined)[]): string | undefined {
    if (values.every((value) => value === values[0])) return undefined;
    const deciding = this.deciding(values).map((index) => this.ambiguous[index]!);
    return enumerate(deciding.map((one) => `${describe(one)} (${enumerate(one.ways, " or ")})`));
  }

  /** Positions of the references on which the values of the ways depend: two ways have other values, and differ in nothing else. */
  private deciding(values: (string | undefined)[]): number[] {
    return [...this.ambiguous.keys()].filter((position) => {
      const valueOf = new Map<string, string | undefined>();
      return this.ways.some(({ picks }, way) => {
        const others = JSON.stringify(picks.filter((_, other) => other !== position));
        if (!valueOf.has(others)) valueOf.set(others, values[way]);
        return valueOf.get(others) !== values[way];
      });
    });
  }
}

const unknown = {
  verdict: "unknown" as const,
  rule: null,
  missing: [] as Missing[],
  code: null,
} satisfies Partial<LayerVerdict>;

function unknownFlow(flow: FlowVerdict, layers: LayerVerdict[], decides: string): FlowVerdict {
  const isSaid = layers.some(({ reason }) => reason === sentence(decides));
  const layer: LayerVerdict = { name: "references that are not known yet", ...unknown, reason: sentence(decides) };
  return { ...flow, verdict: "unknown", layers: isSaid ? layers : [...layers, layer] };
}

function sentence(decides: string): string {
  return `decided by ${decides}, not known before it is deployed`;
}

/** `securityGroupId` of web-rule. */
function describe({ urn, property }: AmbiguousReference): string {
  return `\`${property}\` of ${urn.split("::").at(-1)}`;
}

function placeOf({ from, to, protocol, ports }: FlowVerdict): string[] {
  return [from, to, protocol, ports];
}
