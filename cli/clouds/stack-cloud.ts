import type { ResourceGraph } from "../../graph/resource-graph";
import type { SimulatedAksSeed, SimulatedEksSeed } from "../../simulator/cloud";
import type { ProgramSources } from "../../stacks/sources";
import type { FactsSource } from "../report";

/** What a plan does differently on each cloud, for one stack. */
export interface StackCloud {
  /**
   * A cluster as it was recorded.
   * @param file name of the facts file, for messages
   * @throws BadInput if these are no facts, or those of another cluster
   */
  recorded(text: string, file: string): PlannedCluster;
  /** A cluster of which no facts are recorded. */
  assumed(): PlannedCluster;
  /** What a program registered, without what the simulated cloud made up and a verdict could hang on. */
  known(graph: ResourceGraph): ResourceGraph;
  /** Where the proxy's node must be: " in us-west-2a"; empty: anywhere. */
  proxyPlace: string;
  /** What must exist besides, on this cloud. */
  prerequisites: string[];
  /** What an operator should know of changes and choices of this stack. */
  notices: string[];
}

/** The cluster of a plan, for the simulated cloud and for the program. */
export interface PlannedCluster {
  seed: SimulatedEksSeed | SimulatedAksSeed;
  sources: Partial<ProgramSources>;
  /** Null: assumed. */
  facts: FactsSource | null;
  /** What an operator should know of the recorded facts. */
  notices: string[];
}
