import * as pulumi from "@pulumi/pulumi";
import type { GraphResource, ResourceGraph } from "../../graph/resource-graph";

/**
 * A program that registers the resources of a graph, as if somebody had written it: what depends on another resource is its output again, so that it
 * is not known in a first preview.
 */
export function replayed({ resources }: ResourceGraph): () => Promise<Record<string, unknown>> {
  return () => {
    const made = new Map<string, Replayed>();
    for (const resource of resources) {
      if (resource.type !== "pulumi:pulumi:Stack") made.set(resource.urn, register(resource, made));
    }
    return Promise.resolve({});
  };
}

/** A resource that is registered, and what other resources may have of it. */
interface Replayed {
  resource: pulumi.Resource;
  original: GraphResource;
}

class Component extends pulumi.ComponentResource {
  constructor(
    type: string,
    name: string,
    inputs: pulumi.Inputs,
    outputs: pulumi.Inputs,
    options: pulumi.ComponentResourceOptions,
  ) {
    super(type, name, inputs, options);
    this.registerOutputs(outputs);
  }
}

class Custom extends pulumi.CustomResource {}

class Provider extends pulumi.ProviderResource {}

function register(original: GraphResource, made: Map<string, Replayed>): Replayed {
  const { type, name, custom, inputs, outputs, parent = "", provider = "", options } = original;
  const given: pulumi.CustomResourceOptions = { ...options };
  const above = made.get(parent)?.resource;
  if (above) given.parent = above;
  const providerUrn = provider.slice(0, provider.lastIndexOf("::"));
  const explicit = made.get(providerUrn)?.resource;
  if (explicit) given.provider = explicit as pulumi.ProviderResource;
  const withOutputs = referring(original, made);
  if (!custom) {
    // Facts, and what was known of the component's outputs, stand in both kinds of run.
    return { original, resource: new Component(type, name, withOutputs, { network: outputs.network }, given) };
  }
  if (type.startsWith("pulumi:providers:")) {
    return {
      original,
      resource: new Provider(type.slice("pulumi:providers:".length), name, withOutputs, given),
    };
  }
  const computed = Object.keys(outputs).filter((key) => !(key in inputs) && key !== "id");
  const declared = Object.fromEntries(computed.map((key) => [key, undefined]));
  return { original, resource: new Custom(type, name, { ...declared, ...withOutputs }, given) };
}

/** Inputs in which each value of another resource that the graph says they depend on is that resource's output. */
function referring({ inputs, propertyDependencies }: GraphResource, made: Map<string, Replayed>): pulumi.Inputs {
  const entries = Object.entries(inputs).map(([property, value]) => {
    const sources = (propertyDependencies[property] ?? []).flatMap((urn) => made.get(urn) ?? []);
    return [property, sources.reduce(within, value)] as const;
  });
  return Object.fromEntries(entries);
}

function within(value: unknown, source: Replayed): unknown {
  if (typeof value === "string") return referTo(value, source);
  if (Array.isArray(value)) return value.map((entry) => within(entry, source));
  if (typeof value !== "object" || value === null || pulumi.Output.isInstance(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, within(entry, source)]));
}

function referTo(text: string, { resource, original }: Replayed): unknown {
  const { id, inputs, outputs } = original;
  const said = [["id", id] as const, ...Object.entries(outputs).filter(([key]) => !(key in inputs))];
  const found = said.find(([, value]) => typeof value === "string" && value !== "" && text.includes(value));
  if (!found) return text;
  const [key, part] = found;
  const output = (resource as unknown as Record<string, pulumi.Output<string>>)[key]!;
  return text === part ? output : output.apply((value) => text.replaceAll(part as string, value));
}
