import type { AwsNetwork } from "../reachability/aws/network";

/** What exists in the simulated cloud before the program runs. `EksFacts` of discovery has this shape. */
export interface SimulatedSeed {
  account: string;
  region: string;
  cluster: SimulatedCluster;
  network: AwsNetwork;
}

/** The simulated EKS cluster. */
export interface SimulatedCluster {
  name: string;
  endpoint: string;
  certificateAuthority: string;
  version: string;
  clusterSecurityGroupId: string;
  autoMode: boolean;
}

/** A resource as the cloud keeps it. */
export interface SimulatedResource {
  type: string;
  id: string;
  urn: string;
  inputs: Record<string, any>;
  outputs: Record<string, any>;
}

/** An in-memory AWS and Kubernetes with the rules that break real installations. Knows nothing of who drives it: SDK mocks or a provider server. */
export declare class SimulatedCloud {
  constructor(seed: SimulatedSeed);
  /** Every resource that exists, in the order of creation. */
  readonly resources: ReadonlyMap<string, SimulatedResource>;
  /** Creates a resource, or throws `CloudError` with the code that the real cloud answers. */
  create(type: string, urn: string, inputs: Record<string, any>): SimulatedResource;
  /** Changes a resource in place. */
  update(type: string, id: string, inputs: Record<string, any>): SimulatedResource;
  /** Deletes a resource, or throws `CloudError`. */
  delete(type: string, id: string): void;
  /** Input properties whose change replaces the resource. */
  replacements(type: string, oldInputs: Record<string, any>, newInputs: Record<string, any>): string[];
  /** Answers a provider function such as `aws:eks/getCluster:getCluster`. */
  invoke(token: string, args: Record<string, any>): Record<string, any>;
}
