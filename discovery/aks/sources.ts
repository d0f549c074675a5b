import type * as pulumi from "@pulumi/pulumi";
import type { ArmReader } from "./arm-reader";

/** Where discovery reads. */
export interface AksSources {
  /** Options of provider invokes: the explicit azure-native provider. */
  invoke: pulumi.InvokeOptions;
  /** Azure Resource Manager, with the provider's login. */
  arm: ArmReader;
  /** Takes a sentence for the operator about what could not be read. */
  warn: (message: string) => void;
}
