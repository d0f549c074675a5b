import { everyIpv4 } from "./addresses";
import { describeAddresses, describePorts, listPackets } from "./describe";
import { passAll, verdictOf, type Judgement, type Outcome } from "./judgement";
import { everyPort, formatPorts, type Protocol } from "./ports";
import {
  answersTo,
  answerTo,
  extent,
  intersectRegions,
  regionOf,
  replaceDimensions,
  type Box,
  type Region,
} from "./region";
import type { FlowVerdict, LayerVerdict, Need } from "./verdict";

/** A flow to judge: the packets of one direction and every layer on their way. */
export interface Flow {
  id: string;
  from: string;
  to: string;
  protocol: Protocol;
  need: Need;
  /** The packets that must pass. */
  asked: Box;
  /** Layers that look at these packets, in order. */
  layers: readonly Judgement[];
  /** Layers that look at the answers, in order, where the answers are not a flow of their own. */
  answerLayers?: readonly Judgement[];
  /** For a flow of answers: what may enter on the way there, from `enteringThrough`. */
  entering?: Region;
  notes?: readonly string[];
}

/** A flow's verdict, with the packets that may pass. */
export interface JudgedFlow {
  flow: FlowVerdict;
  possible: Region;
}

/**
 * Intersects what the layers admit. Where those who may enter and those who may be answered have nobody in common, a last layer "round trip"
 * closes the flow, although no other layer does.
 */
export function judgeFlow(flow: Flow): JudgedFlow {
  const { id, from, to, protocol, need, layers, answerLayers = [], notes = [] } = flow;
  const asked = regionOf(flow.asked);
  const there = passAll(asked, layers);
  const back = passAll(answersTo(asked), answerLayers);
  const answered: Outcome = { admitted: answersTo(back.admitted), possible: answersTo(back.possible) };

  const roundTrip = flow.entering
    ? judgeRoundTrip(answerTo(flow.asked), protocol, flow.entering, asClientSees(answersTo(there.possible)))
    : judgeRoundTrip(flow.asked, protocol, there.possible, answered.possible);
  const outcome = roundTrip ? { admitted: [], possible: [] } : passAll(asked, [there, answered]);
  return {
    flow: {
      id,
      from,
      to,
      protocol,
      ports: formatPorts(protocol, flow.asked.ports).join(", "),
      need,
      verdict: verdictOf(asked, outcome),
      layers: [...[...layers, ...answerLayers].map(({ layer }) => layer), ...(roundTrip ? [roundTrip] : [])],
      notes: [...notes],
    },
    possible: outcome.possible,
  };
}

/** What may enter through flows that follow one another, as the client sees it: a load balancer in between translates the other end. */
export function enteringThrough(first: JudgedFlow, ...others: JudgedFlow[]): Region {
  return others.reduce(
    (entering, { possible }) => intersectRegions(entering, asClientSees(possible)),
    asClientSees(first.possible),
  );
}

/** Layers on the other side of a load balancer, which gives packets its own address and port on one end and changes nothing else. */
export function translated(judgements: readonly Judgement[], end: Partial<Box>): Judgement[] {
  return judgements.map((judgement) => ({
    ...judgement,
    admitted: replaceDimensions(judgement.admitted, end),
    possible: replaceDimensions(judgement.possible, end),
  }));
}

/** Packets from a client, whatever they are sent to. */
function asClientSees(region: Region): Region {
  return replaceDimensions(region, { destinations: everyIpv4, ports: everyPort });
}

/** Undefined unless both ways let something through, but nothing in common. All packets are seen from the client. */
function judgeRoundTrip(asked: Box, protocol: Protocol, entering: Region, answered: Region): LayerVerdict | undefined {
  if (entering.length === 0 || answered.length === 0) return undefined;
  if (intersectRegions(entering, answered).length > 0) return undefined;
  const clients = (region: Region): string => {
    const addresses = describeAddresses(extent(region, "sources"), asked.sources);
    return `${addresses} at ${describePorts(protocol, extent(region, "sourcePorts"))}`;
  };
  return {
    name: "round trip",
    verdict: "closed",
    rule: null,
    missing: listPackets(protocol, [asked], ["sources", "sourcePorts"]),
    code: null,
    reason: `who may enter (${clients(entering)}) and who may be answered (${clients(answered)}) have nobody in common`,
  };
}
