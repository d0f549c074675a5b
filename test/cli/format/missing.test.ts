import { expect, it } from "vitest";
import { describeMissing } from "../../../cli/format/missing";
import { addressesOfAll, formatAddresses } from "../../../reachability/addresses";
import { outside } from "../../../reachability/aws/audience";
import type { EksInstallation } from "../../../reachability/aws/installation";
import { subtract } from "../../../reachability/intervals";
import type { LayerVerdict, Verdict } from "../../../reachability/verdict";
import { missing } from "../format-reports";

function layer(verdict: Verdict, sources: string[]): LayerVerdict {
  return { ...{ name: "a layer", rule: null, code: null, reason: "" }, verdict, missing: [missing(sources, ["5004"])] };
}

/** The addresses of an audience, as the verdict writes them, without some blocks. */
function audience(cidr: string, but: string[]): string[] {
  const clients = outside([cidr], {} as EksInstallation);
  return formatAddresses(subtract(clients, addressesOfAll(but)));
}

it.each<[string, string[], string]>([
  ["the whole internet", audience("0.0.0.0/0", []), "from the internet on ports 5004"],
  [
    "the internet without a block",
    audience("0.0.0.0/0", ["198.51.100.0/24", "203.0.113.7/32"]),
    "from the internet, all but 198.51.100.0/24, 203.0.113.7/32 on ports 5004",
  ],
  ["a block", ["198.51.100.0/24"], "from 198.51.100.0/24 on ports 5004"],
  ["less than half of the internet", audience("128.0.0.0/1", []).slice(0, 1), "from 128.0.0.0-169.253.255.255 on"],
  ["a range of IPv6", ["2001:db8::-2001:db8::5"], "from 2001:db8::-2001:db8::5 on ports 5004"],
  ["private addresses", ["10.0.0.0/8", "0.0.0.0/1", "128.0.0.0/1"], "from 10.0.0.0/8, 0.0.0.0/1, 128.0.0.0/1 on"],
])("%s is said in few words", (_, sources, words) => {
  expect(describeMissing(layer("partial", sources))).toContain(words);
});

it("a closed layer lacks all that the flow asks for, which is not repeated", () => {
  expect(describeMissing(layer("closed", ["198.51.100.0/24"]))).toBe("");
  expect(describeMissing(layer("unknown", ["198.51.100.0/24"]))).not.toBe("");
});
