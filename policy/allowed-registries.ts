import { isHidden, knownText } from "../graph/known";
import type { LlsInstallation } from "../graph/lls-installation";
import type { JudgedStack } from "./judged-stack";

/**
 * The registries from which chart and images of an installation may come: those of the configuration, else the one that the component around its release
 * was given. Where that is not known yet, the chart's, because the component has one for both. Empty: nothing says it.
 */
export function allowedRegistriesOf({ allowedRegistries }: JudgedStack, found: LlsInstallation): readonly string[] {
  if (allowedRegistries.length > 0 || !found.release) return allowedRegistries;
  const chartRegistry = /^oci:\/\/(.+)\/[^/]+$/.exec(knownText(found.release.inputs.chart) ?? "")?.[1];
  return componentsAround(found).flatMap(
    ({ inputs: { imageRegistry } }) =>
      knownText(imageRegistry) ?? (!isHidden(imageRegistry) ? undefined : chartRegistry) ?? [],
  );
}

/** True where neither the configuration nor a component says where chart and images of a release may come from. */
export function isRegistryUnsaid({ allowedRegistries }: JudgedStack, found: LlsInstallation): boolean {
  return found.release !== undefined && allowedRegistries.length === 0 && componentsAround(found).length === 0;
}

function componentsAround({ resources }: LlsInstallation): LlsInstallation["resources"] {
  return resources.filter(({ type }) => type === "nvcf-lls:index:StreamingProxy");
}
