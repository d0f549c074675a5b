import type { GraphResource } from "../graph/resource-graph";
import { kindOf } from "./kinds";
import { providerUrn, type StackState, type StateResource } from "./stack-state";

/** What the program would register; the reason where that cannot be said. */
export type Planned = { resources: GraphResource[] } | { unknown: string };

/** A resource that the program wants and the state does not have. */
export interface WantedResource {
  urn: string;
  type: string;
  parent?: string;
  /** URN. */
  provider?: string;
  /** What tells it apart from others of its type. */
  key: string;
}

/** A resource of which keys are made. */
type Keyed = Pick<StateResource, "type" | "id"> & { properties: Record<string, any> };

/**
 * Makes keys: two of the same type and key are the same thing. The id of something of our own stands for itself in the cloud and is
 * made up in a plan, so each becomes the same word.
 * @param ownIds ids that our own resources have on one side
 */
export function keysOn(ownIds: ReadonlySet<string>): (resource: Keyed) => string {
  const isOwn = (part: unknown): boolean => typeof part === "string" && ownIds.has(part.toLowerCase());
  return ({ type, properties }) => {
    const { identity, ignoresCase } = kindOf(type)!;
    const key = JSON.stringify([type, ...identity(properties).map((part) => (isOwn(part) ? "own" : (part ?? null)))]);
    return ignoresCase ? key.toLowerCase() : key;
  };
}

/** Ids, in lower case, of those whose id the cloud makes. */
export function generatedIds(resources: { type: string; id?: string | undefined }[]): Set<string> {
  const generated = resources.filter(({ type, id }) => id !== undefined && kindOf(type)?.isNamed === false);
  return new Set(generated.map(({ id }) => id!.toLowerCase()));
}

/**
 * What the program wants and the state does not have. Where no plan could be made, only what it was about to create is known.
 * @param keyInCloud makes keys of what has the ids of the real cloud
 */
export function wantedResources(
  planned: Planned,
  state: StackState,
  keyInCloud: ReturnType<typeof keysOn>,
): WantedResource[] {
  const present = new Set(state.resources.filter((resource) => !resource.delete).map(({ urn }) => urn));
  const missing = <Resource extends { urn: string; type: string }>(resources: Resource[]): Resource[] =>
    resources.filter(({ urn, type }) => kindOf(type) && !present.has(urn));

  if ("unknown" in planned) {
    const creating = state.pending.filter(({ operation }) => operation === "creating");
    return missing(creating.map(({ resource }) => resource)).map((resource) =>
      wantedResource(resource, keyInCloud({ ...resource, properties: resource.inputs })),
    );
  }
  const keyInPlan = keysOn(generatedIds(planned.resources));
  return missing(planned.resources.filter(({ custom }) => custom)).map((resource) =>
    wantedResource(resource, keyInPlan({ ...resource, properties: resource.inputs })),
  );
}

function wantedResource(
  { urn, type, parent, provider }: Pick<StateResource, "urn" | "type" | "parent" | "provider">,
  key: string,
): WantedResource {
  return {
    ...{ urn, type, key },
    ...(parent !== undefined && { parent }),
    ...(provider !== undefined && { provider: providerUrn(provider) }),
  };
}
