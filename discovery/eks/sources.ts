import type * as pulumi from "@pulumi/pulumi";
import type { Ec2Reader } from "./ec2-reader";

/** Where discovery reads. */
export interface EksSources {
  /** Options of provider invokes: the explicit AWS provider. */
  invoke: pulumi.InvokeOptions;
  /** EC2, with the provider's profile, roles and region. */
  ec2: Ec2Reader;
  /** Takes a sentence for the operator about what could not be read. */
  warn: (message: string) => void;
}
