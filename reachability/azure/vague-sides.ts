import { withUnknownAddress, type Outcome } from "../judgement";
import { boxOf, type Packets } from "./packets";

/** What is known where a side has some address of its set, or packets go to some port of theirs, not known which. */
export function whereverItIs(packets: Packets, outcome: Outcome): Outcome {
  const asked = boxOf(packets);
  const from = packets.from.addressesKnown ? outcome : withUnknownAddress(asked, "sources", outcome);
  const to = packets.to.addressesKnown ? from : withUnknownAddress(asked, "destinations", from);
  return packets.portsKnown === false ? withUnknownAddress(asked, "ports", to) : to;
}

/** Why that is less than with addresses. */
export function sayVagueSides({ from, to, portsKnown }: Packets): string[] {
  const vague = [from, to].filter((side) => !side.addressesKnown);
  return [
    ...vague.map((side) => `the addresses of the ${side.label} are not known`),
    ...(portsKnown === false ? ["the NodePort is not known"] : []),
  ];
}
