import { isLocalChart } from "../../components/chart-reference";
import { chart, image } from "../../components/lls";
import { isHidden, knownText } from "../../graph/known";
import type { GraphResource } from "../../graph/resource-graph";
import { allowedRegistriesOf } from "../allowed-registries";
import { imagesIn, liesIn, parseImage, tagProblem, type ImageReference, type NamedImage } from "../image-references";
import { leaf } from "../leaf";
import { hasValueFiles } from "../media-path/unread-values";
import type { RuleFactory } from "../rule";

/** Charts and images of LLS come from the registries that are allowed, each with a version or a digest. */
export const trustedImageRegistry: RuleFactory = () => ({
  name: "trusted-image-registry",
  displayName: "Chart and images come from your registry, in a fixed version",
  description:
    "The chart of the streaming proxy and every image in its values come from an allowed registry and have a version or a digest, never `latest`.",
  level: "mandatory",
  severity: "high",
  remediationSteps:
    "Mirror chart and images into your registry, name them there, and give each a version or a digest. " +
    "With the components: imageRegistry, streamingProxy.chart, chartVersion and imageTag. Which registries are allowed, allowedRegistries of read-stack says.",
  defaults: {},
  check(stack, _config, report) {
    for (const { found } of stack.installations) {
      if (!found.release) continue;
      const allowed = allowedRegistriesOf(stack, found);
      const problems = [...chartProblems(found.release, allowed), ...imageProblems(found.release, allowed)];
      const of = `Helm release ${found.release.name} of the streaming proxy`;
      if (problems.length > 0) report(found.release.urn, `${of}: ${problems.join("; ")}.`);
    }
  },
});

function chartProblems({ inputs }: GraphResource, allowed: readonly string[]): string[] {
  const reference = knownText(inputs.chart);
  const repository = knownText(leaf(inputs, "repositoryOpts", "repo"));
  // An archive or a folder beside the program carries its own version.
  if (reference === undefined || isLocalChart(reference) || /^\.{0,2}\//.test(reference)) return [];
  if (isHidden(leaf(inputs, "repositoryOpts", "repo"))) return chartVersionProblems(reference, inputs.version);
  const location = /^[a-z]+:\/\//i.test(reference) ? reference : repository;
  return [
    ...(location === undefined
      ? [`chart says no registry; write oci://${allowed[0] ?? "<registry>"}/${chart.name}`]
      : outsideProblems("chart", location.replace(/^[a-z]+:\/\//i, ""), allowed)),
    ...chartVersionProblems(reference, inputs.version),
  ];
}

/** A range, such as 3.x or ^3.0.0, is another chart on another day. */
function chartVersionProblems(reference: string, version: unknown): string[] {
  if (/@sha256:[0-9a-f]{64}$/i.test(reference) || /\.tgz$/.test(reference) || isHidden(version)) return [];
  const isExact =
    typeof version === "string" && /^v?\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?$/.test(version);
  return isExact ? [] : [`version is no exact version of the chart; write one such as ${chart.version}`];
}

function imageProblems(release: GraphResource, allowed: readonly string[]): string[] {
  const { inputs } = release;
  if (isHidden(inputs.values)) return [];
  const images = imagesIn(inputs.values);
  // Files lie under the values; what they say is not seen here.
  const inFiles = hasValueFiles(release);
  const main = images.some(({ path, hasRepository }) => path === "values.image" && hasRepository);
  const unsaid = main || inFiles || isHidden(leaf(inputs.values, "image", "repository"));
  return [
    ...(unsaid
      ? []
      : ["values.image.repository is not set, so that the chart's own default decides where the image comes from"]),
    ...images.flatMap((named) => problemsOfImage(named, allowed, inFiles)),
  ];
}

function problemsOfImage(
  { path, repository, version }: NamedImage,
  allowed: readonly string[],
  inFiles: boolean,
): string[] {
  const outside = repository === undefined ? [] : outsideProblems(path, repository, allowed);
  if (version === undefined || outside.length > 0) return outside;
  // A version is judged also where the repository is not known.
  const parsed = parseImage(`${repository ?? image.name}${version}`);
  if (!parsed) return [`${path} is no image reference; write <registry>/<name>:<version>`];
  return versionProblems(path, parsed, inFiles);
}

function versionProblems(path: string, { tag, digest }: ImageReference, inFiles: boolean): string[] {
  if (digest !== undefined) return [];
  if (tag === undefined) {
    return inFiles ? [] : [`${path} has neither a tag nor a digest; give it a version, such as that of your mirror`];
  }
  const problem = tagProblem(tag);
  return problem === undefined ? [] : [`the tag of ${path} ${problem}; write a version or a digest`];
}

/** The reference itself is not told: it may hold a password. */
function outsideProblems(path: string, location: string, allowed: readonly string[]): string[] {
  if (allowed.length === 0) return [];
  // The chart writes a digest as `repository@sha256` and its number as tag.
  const parsed = parseImage(location.replace(/@sha\d+$/, ""));
  if (parsed && allowed.some((registry) => liesIn(parsed, registry))) return [];
  return [`${path} is not in an allowed registry (${allowed.join(", ")})`];
}
