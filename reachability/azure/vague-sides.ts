import { withUnknownAddress, type Outcome } from "../judgement";
import { boxOf, type Packets } from "./packets";

/** What is known where a side has some address of its set, not known which. */
export function whereverItIs(packets: Packets, outcome: Outcome): Outcome {
  const asked = boxOf(packets);
  const from = packets.from.addressesKnown ? outcome : withUnknownAddress(asked, "sources", outcome);
  return packets.to.addressesKnown ? from : withUnknownAddress(asked, "destinations", from);
}

/** Why that is less than with addresses. */
export function sayVagueSides({ from, to }: Packets): string[] {
  return [from, to]
    .filter((side) => !side.addressesKnown)
    .map((side) => `the addresses of the ${side.label} are not known`);
}
