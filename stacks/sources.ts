import type { Provider as AwsProvider } from "@pulumi/aws/provider";
import type { Provider as AzureProvider } from "@pulumi/azure-native/provider";
import type { AksFacts } from "../discovery/aks/facts";
import type { AksDiscoveryRequest } from "../discovery/aks/request";
import type { EksFacts } from "../discovery/eks/facts";
import type { EksDiscoveryRequest } from "../discovery/eks/request";
import type { StackConfig } from "./config";

/** What the program reads from outside. `pulumi up` reads the real things; a plan hands in a stack file and recorded facts. */
export interface ProgramSources {
  /** The stack's configuration, checked as a whole. */
  config(): StackConfig;
  /** The facts of an EKS cluster. The provider is made only if it is asked for. */
  eksFacts(request: EksDiscoveryRequest, provider: () => AwsProvider): Promise<EksFacts>;
  /** The facts of an AKS cluster. The provider is made only if it is asked for. */
  aksFacts(request: AksDiscoveryRequest, provider: () => AzureProvider): Promise<AksFacts>;
}
