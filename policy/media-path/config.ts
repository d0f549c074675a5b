import type { JudgedInstallation, JudgedStack } from "../judged-stack";
import type { RuleConfigSchema } from "../rule";

/** What every rule about the media path can be configured with. */
export interface MediaPathConfig {
  /** Names of installations that the rule leaves alone. Default none. */
  ignoreInstallations: string[];
}

export const mediaPathDefaults: MediaPathConfig = { ignoreInstallations: [] };

export const mediaPathSchema: RuleConfigSchema = {
  properties: {
    ignoreInstallations: {
      type: "array",
      items: { type: "string" },
      description:
        "Names of installations that this rule leaves alone: the logical name of the component, or of the Helm release where there is none.",
    },
  },
};

/** The installations that a rule judges. */
export function installationsIn(stack: JudgedStack, { ignoreInstallations }: MediaPathConfig): JudgedInstallation[] {
  return stack.installations.filter(({ found }) => !ignoreInstallations.includes(found.name));
}
