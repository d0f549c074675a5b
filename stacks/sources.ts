import type { Provider } from "@pulumi/aws/provider";
import type { EksFacts } from "../discovery/eks/facts";
import type { EksDiscoveryRequest } from "../discovery/eks/request";
import type { StackConfig } from "./config";

/** What the program reads from outside. `pulumi up` reads the real things; a plan hands in a stack file and recorded facts. */
export interface ProgramSources {
  /** The stack's configuration, checked as a whole. */
  config(): StackConfig;
  /** The facts of an EKS cluster. The provider is made only if it is asked for. */
  eksFacts(request: EksDiscoveryRequest, provider: () => Provider): Promise<EksFacts>;
}
