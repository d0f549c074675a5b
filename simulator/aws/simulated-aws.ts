import type { SimulatedAwsSeed } from "../seed";
import { SeededNetwork } from "./seeded-network";

/** What exists in AWS before the program runs. */
export class SimulatedAws {
  /** What exists before. */
  readonly seed: SimulatedAwsSeed;
  /** The seed's network by id. */
  readonly network: SeededNetwork;

  /** @param seed account, and cluster and network where there are any */
  constructor(seed: SimulatedAwsSeed) {
    this.seed = seed;
    this.network = new SeededNetwork(seed.network);
  }
}
