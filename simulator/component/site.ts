import {
  RegisterResourceOutputsRequest,
  RegisterResourceRequest,
  ResourceInvokeRequest,
} from "@pulumi/pulumi/proto/resource_pb";
import { isUnknown } from "../../graph/unknown";
import { sdkVersions } from "../sdk-versions";
import { structOf } from "../structs";
import { isReference, plainOf, type WireValue } from "../wire";
import type { ConstructionRequest } from "./construct";
import { MadeResource } from "./made-resource";
import { called, type InvokeResult, type RegisteredResource, type ResourceMonitor } from "./resource-monitor";
import { Value } from "./value";

/** A child of a component. */
export interface Child {
  /** Type token; a component's children that are components themselves are not `custom`. */
  type: string;
  name: string;
  /** False for a component. Default true. */
  custom?: boolean;
  /** Default: the component itself. */
  parent?: MadeResource;
  /** Plain values and `Value`s, nested. */
  inputs?: Record<string, unknown>;
  /** Default: what the program gives the component for the package of the type. */
  provider?: MadeResource;
  dependsOn?: MadeResource[];
  ignoreChanges?: string[];
}

/** Where a component is built: what it was given, and a way to register what it is made of. */
export class ComponentSite {
  readonly name: string;
  /** True: nothing is made, ids and what only the cloud knows are unknown. */
  readonly preview: boolean;
  private readonly monitor: ResourceMonitor;
  private readonly request: ConstructionRequest;
  private readonly self: MadeResource;

  private constructor(monitor: ResourceMonitor, request: ConstructionRequest, self: MadeResource) {
    this.name = request.name;
    this.preview = request.preview;
    this.monitor = monitor;
    this.request = request;
    this.self = self;
  }

  /** Registers the component itself. */
  static async open(monitor: ResourceMonitor, request: ConstructionRequest): Promise<ComponentSite> {
    const { type, name, parent, aliases, dependencies, preview } = request;
    const message = registration({ type, name, custom: false, inputs: request.inputs })
      .setParent(parent)
      .setAliasesList(aliases)
      .setDependenciesList(dependencies);
    for (const [pkg, reference] of Object.entries(request.providers)) message.getProvidersMap().set(pkg, reference);
    inherit(message, request);
    const registered = await called<RegisteredResource>((callback) => monitor.registerResource(message, callback));
    return new ComponentSite(monitor, request, new MadeResource([registered.getUrn()], undefined, {}, preview));
  }

  /** URN of the component. */
  get urn(): string {
    return this.self.urn;
  }

  /** An argument of the component. */
  input(...path: [string, ...(string | number)[]]): Value {
    const [first, ...rest] = path;
    return (this.request.inputs[first] ?? new Value(undefined)).at(...rest);
  }

  /** Registers a child. */
  async register(child: Child): Promise<MadeResource> {
    const { custom = true, parent = this.self, dependsOn = [] } = child;
    const message = registration(child).setParent(parent.urn);
    const own = message.getDependenciesList();
    message.setDependenciesList([...new Set([...own, ...dependsOn.flatMap(({ sources }) => sources)])]);
    const provider = this.providerOf(child);
    if (provider !== undefined && custom) message.setProvider(provider);
    inherit(message, this.request);
    const made = await called<RegisteredResource>((callback) => this.monitor.registerResource(message, callback));
    const outputs = (made.getObject()?.toJavaScript() ?? {}) as Record<string, WireValue>;
    return new MadeResource([made.getUrn()], custom ? made.getId() : undefined, outputs, this.preview);
  }

  /** Registers what came of a component among the children. */
  registerOutputs({ urn }: MadeResource, outputs: Record<string, unknown>): Promise<unknown> {
    const message = new RegisterResourceOutputsRequest().setUrn(urn).setOutputs(structOf(wiresOf(outputs)));
    return called((callback) => this.monitor.registerResourceOutputs(message, callback));
  }

  /** Registers what came of the component. */
  close(outputs: Record<string, unknown>): Promise<unknown> {
    return this.registerOutputs(this.self, outputs);
  }

  /**
   * The resource that an argument or an output refers to, with its outputs.
   * @throws Error if the value is something else
   */
  async resource(reference: Value): Promise<MadeResource> {
    const { wire, sources } = reference;
    if (isUnknown(wire)) return MadeResource.unknown(sources);
    if (!isReference(wire)) {
      const given = JSON.stringify(plainOf(wire));
      const hint = "of a resource whose module the program has not imported, the SDK passes on no more than the id";
      throw new Error(`${this.urn}: a resource is needed, not ${given}; ${hint}`);
    }
    const { urn, id } = wire;
    const message = new ResourceInvokeRequest()
      .setTok("pulumi:pulumi:getResource")
      .setArgs(structOf({ urn }))
      .setAcceptresources(true);
    const result = await called<InvokeResult>((callback) => this.monitor.invoke(message, callback));
    const { state = {} } = (result.getReturn()?.toJavaScript() ?? {}) as { state?: Record<string, WireValue> };
    return new MadeResource([urn], id, state, this.preview);
  }

  /** The same of a list; one of which not even the length is known has one resource that is not known. */
  async resources(list: Value): Promise<MadeResource[]> {
    if (!list.isGiven) return [];
    if (isUnknown(list.wire)) return [MadeResource.unknown(list.sources)];
    return Promise.all(Object.keys(list.wire as object).map((index) => this.resource(list.at(Number(index)))));
  }

  private providerOf({ type, provider }: Child): string | undefined {
    if (provider) return `${provider.urn}::${provider.id.wire as string}`;
    return type.startsWith("pulumi:providers:") ? undefined : this.request.providers[packageOf(type)];
  }
}

/** The package whose provider a resource is for: that of its type, of a provider the one that it provides. */
function packageOf(type: string): string {
  const [first = "", , provided = ""] = type.split(":");
  return type.startsWith("pulumi:providers:") ? provided : first;
}

/** The message of a registration, with the resources that each input comes from. */
function registration({ type, name, custom = true, inputs = {}, ignoreChanges = [] }: Child): RegisterResourceRequest {
  const message = new RegisterResourceRequest()
    .setType(type)
    .setName(name)
    .setCustom(custom)
    .setObject(structOf(wiresOf(inputs)))
    .setIgnorechangesList(ignoreChanges)
    // As the SDKs do; without it the engine finds a version later, which looks like a change.
    .setVersion(custom ? (sdkVersions()[packageOf(type)] ?? "") : "")
    .setAcceptsecrets(true)
    .setAcceptresources(true)
    .setSupportspartialvalues(true)
    .setAliasspecs(true);
  const all = new Set<string>();
  for (const [property, input] of Object.entries(inputs)) {
    const { sources } = Value.of(input);
    if (sources.length === 0) continue;
    const edges = new RegisterResourceRequest.PropertyDependencies().setUrnsList([...sources]);
    message.getPropertydependenciesMap().set(property, edges);
    for (const urn of sources) all.add(urn);
  }
  return message.setDependenciesList([...all]);
}

/** Options of the component that its children have too. */
function inherit(message: RegisterResourceRequest, { protect, retainOnDelete }: ConstructionRequest): void {
  if (protect !== undefined) message.setProtect(protect);
  if (retainOnDelete !== undefined) message.setRetainondelete(retainOnDelete);
}

function wiresOf(values: Record<string, unknown>): Record<string, WireValue> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, Value.of(value).wire]));
}
