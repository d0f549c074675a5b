import { isMap } from "../components/checks";
import { isKnown } from "./known";

/** An image that the values of a chart name. */
export interface NamedImage {
  /** Where it is named, for messages: `values.image`. */
  path: string;
  /** Registry, repository, tag and digest in one text; undefined where a part is not known. */
  reference?: string;
  /** The part that says the registry, where only tag or digest are unknown; undefined: not known, or not given. */
  repository?: string;
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
  const tag = siblings.tag ?? siblings.imageTag;
  if (!isKnown(text)) return { path, hasRepository: true };
  const separate = (typeof tag === "string" || typeof tag === "number") && /^[^@]*(?:\/|^)[^/:@]+$/.test(text);
  if (separate && !isKnown(tag)) return { path, repository: text, hasRepository: true };
  return { path, reference: separate ? `${text}:${tag}` : text, repository: text, hasRepository: true };
}

function assembled(path: string, { registry, repository, tag, digest }: Record<string, unknown>): NamedImage {
  const hasRepository = typeof repository === "string" && repository !== "";
  if (![registry, repository].every(isKnown)) return { path, hasRepository };
  const name = hasRepository ? [registry, repository].filter(Boolean).join("/") : "";
  if (![tag, digest].every(isKnown)) return { path, repository: name, hasRepository };
  const version = `${given(tag) ? `:${String(tag)}` : ""}${given(digest) ? `@${String(digest)}` : ""}`;
  return { path, reference: name + version, repository: name, hasRepository };
}

function given(part: unknown): boolean {
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
