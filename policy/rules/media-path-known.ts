import type { LlsInstallation } from "../../graph/lls-installation";
import { isRegistryUnsaid } from "../allowed-registries";
import type { JudgedStack } from "../judged-stack";
import { installationsIn, mediaPathDefaults, mediaPathSchema, type MediaPathConfig } from "../media-path/config";
import { unknownsOf } from "../media-path/unknowns";
import { undecidedIngressOf } from "../open-to-world/undecided-ingress";
import { undecidedPrioritiesOf } from "../undecided-priorities";
import type { RuleFactory } from "../rule";

/**
 * What the rules of the media path could not judge, and why. Never mandatory by default: on a stack that another program made, facts of the cluster are in no
 * resource.
 */
export const mediaPathKnown: RuleFactory<MediaPathConfig> = (settings) => ({
  name: "media-path-known",
  displayName: "Everything on the media path is known",
  description:
    "Everything that decides whether media gets through is known: nothing that the other rules of the media path need is invisible.",
  level: "advisory",
  severity: "medium",
  remediationSteps:
    "Install with EksLls or AksLls and the facts that discovery reads, or give the facts to the pack in its configuration. What depends on resources that do not exist yet is judged again by the next preview.",
  configSchema: mediaPathSchema,
  defaults: { ...mediaPathDefaults, ...settings },
  check(stack, config, report) {
    const installations = installationsIn(stack, config);
    // Groups belong to no installation alone: they are told once.
    const onAks = installations.find(({ found }) => found.cloud === "aks") ?? installations[0];
    for (const judged of installations) {
      const priorities = judged === onAks ? undecidedPrioritiesOf(stack) : [];
      const ingress = undecidedIngressOf(stack, judged.found.name);
      const message = unknownsOf(judged, stack.graph, [...ingress, ...priorities, ...registryOf(stack, judged.found)]);
      if (message !== undefined) report(judged.found.urn, message);
    }
    for (const { release, reason } of stack.unjudged) {
      if (config.ignoreInstallations.includes(release.name)) continue;
      report(release.urn, `Release ${release.name} of LLS could not be judged: ${reason}.`);
    }
  },
});

function registryOf(stack: JudgedStack, found: LlsInstallation): string[] {
  return isRegistryUnsaid(stack, found)
    ? [
        `from which registries release ${found.release!.name} may take chart and images, which allowedRegistries of read-stack says`,
      ]
    : [];
}
