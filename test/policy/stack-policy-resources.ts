import * as server from "@pulumi/policy/server";
import type { StackValidationArgs } from "@pulumi/policy";
import * as analyzer from "@pulumi/pulumi/proto/analyzer_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { GraphResource, ResourceGraph } from "../../graph/resource-graph";

type Answer = (error: Error | null | undefined) => void;
type MakeServer = (...pack: unknown[]) => (call: { request: unknown }, answer: Answer) => Promise<void>;

/**
 * What a stack policy is handed by the SDK where Pulumi's engine sends it these resources: the engine sends outputs, without the internal ones, and
 * default providers; the SDK opens secrets and hides what is not known.
 */
export async function stackPolicyResources(graph: ResourceGraph): Promise<StackValidationArgs["resources"]> {
  const resources = graph.resources.flatMap((resource): GraphResource[] =>
    resource.custom && !resource.type.startsWith("pulumi:") && !resource.provider
      ? [resource, defaultProvider(resource, graph)]
      : [resource],
  );
  const distinct = [...new Map(resources.map((resource) => [resource.urn, resource])).values()];
  const request = new analyzer.AnalyzeStackRequest();
  // The engine keeps them in a map and ranges over it.
  request.setResourcesList(distinct.reverse().map((resource) => message(resource, distinct, graph)));

  let handed: StackValidationArgs["resources"] = [];
  const validateStack = ({ resources: all }: StackValidationArgs): void => void (handed = all);
  const policy = { name: "capture", description: "", enforcementLevel: "advisory", validateStack };
  // The SDK declares no types for its server.
  const { makeAnalyzeStackRpcFun } = server as unknown as { makeAnalyzeStackRpcFun: MakeServer };
  await new Promise<void>((resolve, reject) => {
    const answer: Answer = (error) => (error ? reject(error) : resolve());
    void makeAnalyzeStackRpcFun("pack", "1.0.0", "advisory", [policy])({ request }, answer);
  });
  return handed;
}

function message(resource: GraphResource, all: GraphResource[], graph: ResourceGraph): analyzer.AnalyzerResource {
  const { urn, type, name, parent = "", id, outputs, dependencies, propertyDependencies, options } = resource;
  const properties = { ...(id !== undefined && { id }), ...outputs };
  const sent = new analyzer.AnalyzerResource()
    .setUrn(urn)
    .setType(type)
    .setName(name)
    .setParent(parent)
    .setProperties(Struct.fromJavaScript(properties))
    .setDependenciesList(dependencies)
    .setOptions(
      new analyzer.AnalyzerResourceOptions()
        .setProtect(options.protect ?? false)
        .setIgnorechangesList(options.ignoreChanges ?? [])
        .setAliasesList(options.aliases ?? [])
        .setDeletebeforereplace(options.deleteBeforeReplace ?? false)
        .setDeletebeforereplacedefined(options.deleteBeforeReplace !== undefined),
    );
  for (const [property, urns] of Object.entries(propertyDependencies)) {
    sent.getPropertydependenciesMap().set(property, new analyzer.AnalyzerPropertyDependencies().setUrnsList(urns));
  }
  const provider = providerOf(resource, all, graph);
  if (!provider) return sent;
  return sent.setProvider(
    new analyzer.AnalyzerProviderResource()
      .setUrn(provider.urn)
      .setType(provider.type)
      .setName(provider.name)
      .setProperties(new Struct()),
  );
}

function providerOf(resource: GraphResource, all: GraphResource[], graph: ResourceGraph): GraphResource | undefined {
  if (!resource.custom || resource.type.startsWith("pulumi:providers:")) return undefined;
  if (!resource.provider) return defaultProvider(resource, graph);
  return all.find(({ urn }) => resource.provider!.startsWith(`${urn}::`));
}

function defaultProvider({ type }: GraphResource, { project, stack }: ResourceGraph): GraphResource {
  const providerType = `pulumi:providers:${type.split(":")[0]}`;
  const name = "default_7_48_0";
  return {
    ...{ urn: `urn:pulumi:${stack}::${project}::${providerType}::${name}`, type: providerType, name, custom: true },
    ...{ inputs: {}, outputs: {}, dependencies: [], propertyDependencies: {}, options: {} },
  };
}
