import { isHidden, listOf } from "../../graph/known";
import type { GraphResource } from "../../graph/resource-graph";
import { imagesIn } from "../image-references";
import { leaf } from "../leaf";

/** Inputs of the release that trusted-image-registry reads beside the values. */
const ofChart = [["chart"], ["version"], ["repositoryOpts", "repo"]];

/** Values that proxy-resources reads. */
const ofPod = [
  ...["requests", "limits"].flatMap((side) => ["cpu", "memory"].map((kind) => ["values", "resources", side, kind])),
  ["values", "replicaCount"],
];

/** Values that trusted-image-registry reads, whichever other images there are. */
const ofImage = [["values", "image", "repository"]];

/** True where values may stand in files, of which nothing is read here. They lie under the values that the program writes. */
export function hasValueFiles({ inputs }: GraphResource): boolean {
  const files = leaf(inputs, "valueYamlFiles");
  return isHidden(files) || listOf(files).length > 0;
}

/** What trusted-image-registry and proxy-resources leave out of a release, because it is not known, is secret or may stand in a file. */
export function unreadValuesOf(release: GraphResource): string[] {
  const { inputs, name } = release;
  const hidden = [
    ...[...ofChart, ...ofPod, ...ofImage].map((path) => endOf(inputs, path)).filter((end) => end?.isHidden),
    ...imagesIn(inputs.values).flatMap(({ path, hasRepository, repository, version }) => {
      if (hasRepository && repository === undefined) return [{ path }];
      return version === undefined ? [{ path: `the tag of ${path}` }] : [];
    }),
  ].map((end) => end!.path);
  const inFiles = hasValueFiles(release) ? pathsInFiles(inputs) : [];
  return [
    ...new Set([
      ...withoutInner(hidden).map((path) => `${path} of release ${name}`),
      ...withoutInner(inFiles).map((path) => `${path} of release ${name}, which its valueYamlFiles may say`),
    ]),
  ];
}

/** What the values do not say, so that a file may. */
function pathsInFiles(inputs: Record<string, unknown>): string[] {
  const absent = [...ofPod, ...ofImage].map((path) => endOf(inputs, path)).filter((end) => end && !end.isHidden);
  const tags = imagesIn(inputs.values).filter(
    ({ repository, version }) => version === "" && !hasOwnVersion(repository),
  );
  return [...absent.map((end) => end!.path), ...tags.map(({ path }) => `the tag of ${path}`)];
}

function hasOwnVersion(repository = ""): boolean {
  return /[:@][^/]*$/.test(repository);
}

/** How far a path can be followed: undefined if a value is at its end, else where it is hidden or stops. */
function endOf(inputs: unknown, path: string[]): { path: string; isHidden: boolean } | undefined {
  for (let length = 1; length <= path.length; length++) {
    const value = leaf(inputs, ...path.slice(0, length));
    if (value === undefined || isHidden(value)) {
      return { path: path.slice(0, length).join("."), isHidden: value !== undefined };
    }
  }
  return undefined;
}

/** `values` says all that `values.image` says. */
function withoutInner(paths: string[]): string[] {
  const isInner = (path: string, outer: string): boolean =>
    path.startsWith(`${outer}.`) || path.startsWith(`the tag of ${outer}.`) || path === `the tag of ${outer}`;
  return paths.filter((path) => !paths.some((outer) => isInner(path, outer)));
}
