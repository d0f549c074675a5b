import type { SimulatedEksSeed } from "../seed";
import { SeededNetwork } from "./seeded-network";

/** What exists in AWS before the program runs. */
export class SimulatedAws {
  readonly seed: SimulatedEksSeed;
  /** The seed's network by id. */
  readonly network: SeededNetwork;

  /** @param seed account, cluster and network */
  constructor(seed: SimulatedEksSeed) {
    this.seed = seed;
    this.network = new SeededNetwork(seed.network);
  }
}
