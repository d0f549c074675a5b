import type { CloudError } from "../cloud-error";
import type { SimulatedRegistry } from "../kubernetes/registry";

/** One change that the engine asks of the simulated cloud. */
export interface CloudOperation {
  /** Counts the changes since the servers were started, from 1. */
  number: number;
  kind: "create" | "update" | "delete";
  type: string;
  urn: string;
}

/** What goes wrong with an operation. */
export interface Fault {
  error: CloudError;
  /** True: the cloud has done it all the same, and only the answer says otherwise, as after a timeout. Default false. */
  applied?: boolean;
  /** Besides: the cloud's answer never reached the provider, which therefore knows no id of what it has created. Default false. */
  unanswered?: boolean;
}

/** How the simulated cloud behaves for the engine. */
export interface SimulatedBehaviour {
  /** Seconds that the real cloud takes, times this, are waited for. Default 0. */
  latencyScale?: number;
  /** Called before each change; what it answers goes wrong. */
  fault?: (operation: CloudOperation) => Fault | undefined;
  /** Registries that ask who pulls charts and images; any other one admits everybody. Default: none. */
  registries?: SimulatedRegistry[];
  /** File of `helm registry login`, for providers that name none: what `PULUMI_K8S_HELM_REGISTRY_CONFIG_PATH` is to the real one. */
  helmLogins?: string;
  /** Called after each change that the cloud has made, before the engine is told. */
  applied?: (operation: CloudOperation) => void;
}
