import { isMap } from "../components/checks";
import { isHidden } from "../graph/known";

/** An image that the values of a chart name. */
export interface NamedImage {
  /** Where it is named, for messages: `values.image`. */
  path: string;
  /** Registry and repository, with tag and digest where they are written in one; undefined: not known, or not given. */
  repository?: string;
  /** Tag and digest that are written apart, as `:tag@digest`, or nothing; undefined: not known. */
  version?: string;
  /** False: only a tag or a digest is given, the registry is the chart's default. */
  hasRepository: boolean;
}

/** What an image reference names. */
export interface ImageReference {
  /** Host with port, Docker Hub written out, in lower case. */
  registry: string;
  /** Path below it. */
  repository: string;
  tag?: string;
  digest?: string;
}

const imageKey = /image$/i;

/** Every image that a chart's values name, as text, or as map of registry, repository, tag and digest. */
export function imagesIn(values: unknown, path = "values"): NamedImage[] {
  if (Array.isArray(values)) return values.flatMap((value, index) => imagesIn(value, `${path}[${index}]`));
  if (!isMap(values)) return [];
  return Object.entries(values).flatMap(([key, value]) => {
    const at = `${path}.${key}`;
    if (imageKey.test(key) && typeof value === "string") return [writtenOut(at, value, values)];
    if (!isMap(value)) return imagesIn(value, at);
    const isImage = imageKey.test(key) ? "repository" in value || hasVersion(value) : isImageMap(value);
    return [...(isImage ? [assembled(at, value)] : []), ...imagesIn(value, at)];
  });
}

function hasVersion(map: Record<string, unknown>): boolean {
  return "tag" in map || "digest" in map;
}

function isImageMap(map: Record<string, unknown>): boolean {
  return "repository" in map && (hasVersion(map) || "pullPolicy" in map);
}

/** `image: name`, with the tag in the text or beside it. */
function writtenOut(path: string, text: string, siblings: Record<string, unknown>): NamedImage {
  if (isHidden(text)) return { path, hasRepository: true };
  const tag = /^[^@]*(?:\/|^)[^/:@]+$/.test(text) ? (siblings.tag ?? siblings.imageTag) : undefined;
  return { path, hasRepository: true, repository: text, ...(!isHidden(tag) && { version: versionOf(tag, undefined) }) };
}

function assembled(path: string, { registry, repository, tag, digest }: Record<string, unknown>): NamedImage {
  const hasRepository = typeof repository === "string" && repository !== "";
  return {
    path,
    hasRepository,
    ...(hasRepository &&
      [registry, repository].every((part) => !isHidden(part)) && {
        repository: [registry, repository].filter(Boolean).join("/"),
      }),
    ...([tag, digest].every((part) => !isHidden(part)) && { version: versionOf(tag, digest) }),
  };
}

function versionOf(tag: unknown, digest: unknown): string {
  return `${given(tag) ? `:${String(tag)}` : ""}${given(digest) ? `@${String(digest)}` : ""}`;
}

function given(part: unknown): part is string | number {
  return (typeof part === "string" && part !== "") || typeof part === "number";
}

// Distribution reference grammar, https://github.com/distribution/reference: name [":" tag] ["@" digest].
const shape = /^([^\s:@]+(?::\d+(?=\/))?[^\s:@]*)(?::([\w][\w.-]{0,127}))?(?:@([A-Za-z0-9+._-]+:[0-9a-fA-F]{32,}))?$/;

/** Takes an image reference apart; undefined if it is none. A host has a dot or a port, or is localhost; else it is Docker Hub. */
export function parseImage(reference: string): ImageReference | undefined {
  const [, name, tag, digest] = shape.exec(reference) ?? [];
  if (name === undefined || name.includes("..") || name.includes("//")) return undefined;
  const [first = "", ...rest] = name.split("/");
  const hasHost = rest.length > 0 && (/[.:]/.test(first) || first === "localhost");
  const registry = hasHost ? first.toLowerCase() : "docker.io";
  const path = hasHost ? rest.join("/") : rest.length > 0 ? name : `library/${name}`;
  return {
    registry: registry === "index.docker.io" ? "docker.io" : registry,
    repository: path,
    ...(tag !== undefined && { tag }),
    ...(digest !== undefined && { digest }),
  };
}

/** Whether a repository lies in a registry, given as host with an optional path. */
export function liesIn({ registry, repository }: ImageReference, allowed: string): boolean {
  const plain = allowed.replace(/^[a-z+]+:\/\//i, "").replace(/\/+$/, "");
  const [host = "", ...path] = plain.split("/");
  if (host.toLowerCase() !== registry) return false;
  return path.length === 0 || `${repository}/`.startsWith(`${path.join("/")}/`);
}

/** What is wrong with a tag as a version, or undefined: it must name one build, now and later. */
export function tagProblem(tag: string): string | undefined {
  if (/(?:^|[-._])latest(?:[-._]|$)/i.test(tag)) return "is latest, which names another image every day";
  return /\d/.test(tag) ? undefined : "is no version";
}
