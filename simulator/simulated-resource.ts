/** A resource as the cloud keeps it. */
export interface SimulatedResource {
  type: string;
  id: string;
  urn: string;
  inputs: Record<string, any>;
  outputs: Record<string, any>;
}

/** Something the cloud accepts and the operator regrets. */
export interface CloudWarning {
  urn: string;
  code: string;
  message: string;
}
