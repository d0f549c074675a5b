/** A resource as the cloud keeps it. */
export interface SimulatedResource {
  /** Type token. */
  type: string;
  /** Physical id. */
  id: string;
  /** URN. */
  urn: string;
  /** What it was made with. */
  inputs: Record<string, any>;
  /** What the cloud tells of it. */
  outputs: Record<string, any>;
}

/** Something the cloud accepts and the operator regrets. */
export interface CloudWarning {
  /** URN. */
  urn: string;
  /** Error or warning code of the cloud. */
  code: string;
  /** What it means for the operator. */
  message: string;
}
