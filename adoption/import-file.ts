import type { GraphResource, ResourceGraph } from "../graph/resource-graph";

/** What `pulumi import --file` reads (pulumi: pkg/cmd/pulumi/operations/import.go, `importFile`). */
export interface ImportFile {
  /** Name of what is in the state already -> its URN. */
  nameTable: Record<string, string>;
  resources: ImportEntry[];
}

/** One resource of an import file. */
export interface ImportEntry {
  type: string;
  /** Logical name; other entries name a parent by it. */
  name: string;
  /** Id as the provider takes it; absent for a component. */
  id?: string;
  /** Name of an entry or of the name table. */
  parent?: string;
  /** Name of the name table: a provider cannot be imported. */
  provider?: string;
  component?: true;
}

/** A resource of the program, and the thing in the cloud that it becomes. */
export interface ImportedResource {
  urn: string;
  type: string;
  /** Id as the provider takes it. */
  id: string;
  /** URN of the parent; absent: the stack. */
  parent?: string;
  /** URN of the explicit provider. */
  provider?: string;
}

/**
 * The import file of resources, with the components that they are parts of: `pulumi import` makes these in the state, empty. Explicit
 * providers have to be in the state already.
 * @param graph what the program registers
 */
export function importFileOf(resources: ImportedResource[], graph: ResourceGraph): ImportFile {
  const isComponent = ({ custom, type }: GraphResource): boolean => !custom && type !== "pulumi:pulumi:Stack";
  const byUrn = new Map(graph.resources.filter(isComponent).map((component) => [component.urn, component]));
  const needed = new Map<string, GraphResource>();
  const need = (urn: string | undefined): void => {
    const component = urn === undefined ? undefined : byUrn.get(urn);
    if (!component || needed.has(component.urn)) return;
    need(component.parent);
    needed.set(component.urn, component);
  };
  for (const { parent } of resources) need(parent);
  const providers = [...new Set(resources.flatMap(({ provider }) => provider ?? []))].sort();
  const parentOf = (parent: string | undefined): { parent?: string } =>
    parent !== undefined && needed.has(parent) ? { parent: nameOf(parent) } : {};
  return {
    nameTable: Object.fromEntries(providers.map((urn) => [nameOf(urn), urn])),
    resources: [
      ...[...needed.values()].map(({ urn, type, parent }): ImportEntry => {
        return { type, name: nameOf(urn), ...parentOf(parent), component: true };
      }),
      ...resources.map(({ urn, type, id, parent, provider }): ImportEntry => {
        const by = provider === undefined ? {} : { provider: nameOf(provider) };
        return { type, name: nameOf(urn), id, ...parentOf(parent), ...by };
      }),
    ],
  };
}

/** The text of the file. */
export function importFileText(file: ImportFile): string {
  return `${JSON.stringify(file, null, 2)}\n`;
}

/** Logical name, the last part of a URN. */
function nameOf(urn: string): string {
  return urn.slice(urn.lastIndexOf("::") + 2);
}
