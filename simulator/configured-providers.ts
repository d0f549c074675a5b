import { serverOf } from "./kubernetes/cluster-of";

/** How the providers of a program are configured, by their references. */
export class ConfiguredProviders {
  private readonly inputs = new Map<string, Record<string, any>>();
  /** The first provider that led to an API server. */
  private readonly firstAt = new Map<string, string>();
  private readonly clusters = new Map<string, string>();

  /** Notes a configuration. A kubeconfig that is written otherwise leaves the provider at the cluster where it was. */
  configure(reference: string, inputs: Record<string, any>): void {
    this.inputs.set(reference, inputs);
    const server = serverOf(inputs.kubeconfig);
    if (server === undefined || this.clusters.has(reference)) return;
    const first = this.firstAt.get(server) ?? reference;
    this.firstAt.set(server, first);
    this.clusters.set(reference, first);
  }

  /** What was noted; nothing of one that was not. */
  inputsOf(reference: string): Record<string, any> {
    return this.inputs.get(reference) ?? {};
  }

  /** What stands for the cluster that a provider leads to: two that lead to one API server, a renamed one for example, have one. */
  clusterOf(reference: string): string {
    return this.clusters.get(reference) ?? reference;
  }
}
