import type { RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";
import type { RegisteredResource } from "./component/resource-monitor";
import type { WireValue } from "./wire";

/** Which resources each input waits for: URNs, sorted, by property. */
export function propertyDependencies(request: RegisterResourceRequest): Record<string, string[]> {
  const entries: [string, string[]][] = [];
  request.getPropertydependenciesMap().forEach((dependencies, property) => {
    const urns = dependencies.getUrnsList();
    if (urns.length > 0) entries.push([property, urns.sort()]);
  });
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** What the SDK asks of the answer to a registration; for a component with the resources that each output comes from. */
export function registered(
  urn: string,
  id: string,
  outputs: Record<string, WireValue>,
  edges?: Map<string, Edges>,
): RegisteredResource {
  const answer = { getPropertydependenciesMap: () => edges, getResult: () => 0 };
  return { ...answer, getUrn: () => urn, getId: () => id, getObject: () => struct(outputs) };
}

/** Where an output comes from. */
interface Edges {
  getUrnsList(): string[];
}

/** Resources that an output comes from. */
export function edgesTo(urns: readonly string[]): Edges {
  return { getUrnsList: () => [...urns] };
}

/** All that the SDK asks of a protobuf Struct; a real one would be built only to be taken apart. */
export function struct(value: Record<string, unknown>): { toJavaScript(): Record<string, any> } {
  return { toJavaScript: () => value };
}
