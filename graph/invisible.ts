import { invisibleOnEks } from "./aws/invisible";
import { invisibleOnAks } from "./azure/invisible";
import type { LlsInstallation } from "./lls-installation";

/** Facts of an installation that no resource of the stack and no configuration says, in words for an operator. Empty: nothing is invisible. */
export function invisibleTo(found: LlsInstallation): string[] {
  return found.cloud === "eks" ? invisibleOnEks(found.installation) : invisibleOnAks(found.installation);
}
