import * as pulumi from "@pulumi/pulumi";
import { BadInput } from "./bad-input";

/**
 * The oldest Pulumi CLI whose engine may deploy an installation on EKS. Engines know `replacementTrigger` from 3.208.0 on (release notes), and
 * ignore it without a word before. They can be asked for their version from 3.217.0 on (sdk/go/common/resource/plugin/host_server.go).
 */
export const oldestPulumi = "3.217.0";

/**
 * Asks the engine whether it is new enough. Where there is none, as in tests and plans, nothing is asked.
 * @param subject who needs it, for the message
 * @returns nothing to depend on, so that resources can wait for the answer in `dependsOn`
 * @throws BadInput if the engine is older, or too old to answer
 */
export async function newEnoughEngine(subject: string): Promise<pulumi.Resource[]> {
  try {
    await pulumi.requirePulumiVersion(`>=${oldestPulumi}`);
  } catch (error) {
    const reason = `the CLI must be ${oldestPulumi} or newer; update it (https://www.pulumi.com/docs/install/): ${(error as Error).message}`;
    throw new BadInput(subject, [{ path: "pulumi", reason }]);
  }
  return [];
}
