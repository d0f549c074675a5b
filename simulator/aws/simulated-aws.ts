import type { SimulatedAwsSeed, SimulatedEksSeed } from "../seed";
import { SeededNetwork } from "./seeded-network";

/** What exists in an account of AWS before the program runs. */
export class SimulatedAws {
  /** AWS account id. */
  readonly account: string;
  /** AWS region. */
  readonly region: string;
  /** The seeds' networks by id. */
  readonly network: SeededNetwork;
  private readonly clusters: ReadonlyMap<string, SimulatedEksSeed>;

  /**
   * @param seeds of one account and one region, with cluster and network where there are any
   * @throws Error if they are of several
   */
  constructor(seeds: readonly [SimulatedAwsSeed, ...SimulatedAwsSeed[]]) {
    const [{ account, region }] = seeds;
    const other = seeds.find((seed) => seed.account !== account || seed.region !== region);
    if (other) {
      throw new Error(
        `a simulated cloud has one account and region of AWS, ${account} ${region}: ${other.account} ${other.region} needs a cloud of its own`,
      );
    }
    this.account = account;
    this.region = region;
    this.network = new SeededNetwork(seeds.flatMap((seed) => seed.network ?? []));
    this.clusters = new Map(seeds.filter(hasCluster).map((seed) => [seed.cluster.name, seed]));
  }

  /** The seed's cluster of a name; undefined if there is none. */
  cluster(name: string): SimulatedEksSeed | undefined {
    return this.clusters.get(name);
  }
}

function hasCluster(seed: SimulatedAwsSeed): seed is SimulatedEksSeed {
  return seed.cluster !== undefined && seed.network !== undefined;
}
