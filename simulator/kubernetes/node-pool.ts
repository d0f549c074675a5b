/** Nodes that come and go together, as the scheduler sees them. */
export interface NodePool {
  /** Whether its nodes carry these labels, or may do so. */
  matches: (selector: Record<string, string>) => boolean;
  /** What the label topology.kubernetes.io/zone can say on its nodes. */
  zones: string[];
  /** What its nodes can be; undefined: a type of unknown size. */
  sizes: (NodeSize | undefined)[];
  /** Nodes that exist now. */
  nodeCount: number;
}

/** CPU and memory. */
export interface NodeSize {
  /** vCPUs. */
  cpu: number;
  /** Bytes. */
  memory: number;
}
