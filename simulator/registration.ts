import type { Alias } from "@pulumi/pulumi/proto/alias_pb";
import type { RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";
import type { GraphResourceOptions } from "../graph/resource-graph";
import type { ConstructionRequest } from "./component/construct";
import { Value } from "./component/value";
import type { WireValue } from "./wire";

const rootType = "pulumi:pulumi:Stack";

/** The URN as the engine makes it: with the types of all parents but the stack. */
export function qualifiedUrn(project: string, stack: string, parent: string, type: string, name: string): string {
  const parentType = parent.split("::")[2];
  const qualifiedType = parentType && parentType !== rootType ? `${parentType}$${type}` : type;
  return `urn:pulumi:${stack}::${project}::${qualifiedType}::${name}`;
}

/** The options of a registration, only those that were given; aliases as URNs. */
export function optionsOf(request: RegisterResourceRequest, project: string, stack: string): GraphResourceOptions {
  const options: GraphResourceOptions = {};
  if (request.hasProtect()) options.protect = request.getProtect();
  if (request.hasRetainondelete()) options.retainOnDelete = request.getRetainondelete();
  if (request.getDeletebeforereplacedefined()) options.deleteBeforeReplace = request.getDeletebeforereplace();
  const ignoreChanges = request.getIgnorechangesList();
  if (ignoreChanges.length > 0) options.ignoreChanges = ignoreChanges;
  const replaceOnChanges = request.getReplaceonchangesList();
  if (replaceOnChanges.length > 0) options.replaceOnChanges = replaceOnChanges;
  if (request.hasReplacementTrigger()) options.replacementTrigger = request.getReplacementTrigger()?.toJavaScript();
  const aliases = request.getAliasesList().map((alias) => aliasUrn(alias, request, project, stack));
  if (aliases.length > 0) options.aliases = aliases;
  return options;
}

/** The registration of a remote component, as its provider is told of it. */
export function constructionRequest(request: RegisterResourceRequest, preview: boolean): ConstructionRequest {
  const edges = request.getPropertydependenciesMap();
  const inputs = (request.getObject()?.toJavaScript() ?? {}) as Record<string, WireValue>;
  return {
    ...{ type: request.getType(), name: request.getName(), parent: request.getParent(), preview },
    inputs: Object.fromEntries(
      Object.entries(inputs).map(([key, wire]) => [key, new Value(wire, edges.get(key)?.getUrnsList())]),
    ),
    providers: Object.fromEntries(request.getProvidersMap().entries()),
    dependencies: request.getDependenciesList(),
    aliases: request.getAliasesList(),
    ...(request.hasProtect() && { protect: request.getProtect() }),
    ...(request.hasRetainondelete() && { retainOnDelete: request.getRetainondelete() }),
  };
}

function aliasUrn(alias: Alias, request: RegisterResourceRequest, project: string, stack: string): string {
  const spec = alias.getSpec();
  if (!spec) return alias.getUrn();
  return qualifiedUrn(
    spec.getProject() || project,
    spec.getStack() || stack,
    spec.getNoparent() ? "" : spec.getParenturn() || request.getParent(),
    spec.getType() || request.getType(),
    spec.getName() || request.getName(),
  );
}
