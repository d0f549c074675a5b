import { isPromise } from "node:util/types";
import type {
  ReadResourceRequest,
  RegisterResourceOutputsRequest,
  RegisterResourceRequest,
  ResourceCallRequest,
  ResourceInvokeRequest,
  SupportsFeatureRequest,
} from "@pulumi/pulumi/proto/resource_pb";
import type { GraphResource, ResourceGraph } from "../graph/resource-graph";
import { edgesTo, propertyDependencies, registered, struct } from "./answers";
import type { SimulatedCloud } from "./cloud";
import { construct } from "./component/construct";
import type { Callback, InvokeResult, RegisteredResource } from "./component/resource-monitor";
import { cancelled, FunctionCalls } from "./function-calls";
import { IgnoredCallbacks, notAppliedTo } from "./ignored-callbacks";
import type { SimulatedMocks } from "./mocks";
import type { NotApplied } from "./not-applied";
import { constructionRequest, optionsOf, qualifiedUrn } from "./registration";
import { outputsWithSecrets, previewedOutputs } from "./outputs";
import { readStackReference, stackReferenceType, type SimulatedStackOutputs } from "./stack-references";
import { structOf } from "./structs";
import { simulatedComponent } from "./types";
import { isUnmodelled, Unmodelled, type Created } from "./unmodelled";
import { openValue, shownValue, type WireValue } from "./wire";

/** Features of the engine that this monitor takes. Without `outputValues` inputs arrive plain; transforms and hooks are only noted. */
const features = new Set([
  ...["secrets", "resourceReferences", "deletedWith", "replaceWith", "aliasSpecs", "parameterization"],
  ...["transforms", "invokeTransforms", "resourceHooks", "errorHooks"],
]);

/** What a monitor has to know of a run. */
interface MonitoredRun {
  cloud: SimulatedCloud;
  project: string;
  stack: string;
  preview?: boolean;
  stackReferences?: Record<string, SimulatedStackOutputs>;
  mocks?: SimulatedMocks;
}

/**
 * Takes the engine's place: receives what a program registers, lets the simulated cloud create it, and records a resource graph.
 * In place of the SDK's own mock monitor, which shortens URNs, accepts duplicates and forgets options and dependencies.
 */
export class SimulatorMonitor {
  /** Rejects with the first error; never resolves. */
  readonly failed: Promise<never>;
  /** What the SDK asks for what needs an engine. */
  readonly callbacks: IgnoredCallbacks;
  /** Options that nothing here can apply, in the order of registration. */
  readonly notApplied: NotApplied[] = [];
  private readonly cloud: SimulatedCloud;
  private readonly project: string;
  private readonly stack: string;
  private readonly preview: boolean;
  private readonly stackReferences: Record<string, SimulatedStackOutputs>;
  private readonly unmodelled: Unmodelled;
  private readonly functions: FunctionCalls;
  private readonly claimed = new Set<string>();
  private readonly resources = new Map<string, GraphResource>();
  /** Outputs as they were given, by URN. */
  private readonly outputs = new Map<string, Record<string, WireValue>>();
  private answered = 0;
  private hasFailed = false;
  private reject!: (error: unknown) => void;

  /** @param run where to create, and what the URNs begin with */
  constructor(run: MonitoredRun) {
    this.cloud = run.cloud;
    this.project = run.project;
    this.stack = run.stack;
    this.preview = run.preview ?? false;
    this.stackReferences = run.stackReferences ?? {};
    this.unmodelled = new Unmodelled(run.mocks ?? {}, this.preview);
    this.functions = new FunctionCalls(this.cloud, this.unmodelled, (error) => this.fail(error));
    const root = qualifiedUrn(run.project, run.stack, "", "pulumi:pulumi:Stack", `${run.project}-${run.stack}`);
    this.callbacks = new IgnoredCallbacks((option) => this.notApplied.push({ urn: root, option }));
    this.failed = new Promise((_, reject) => (this.reject = reject));
    this.failed.catch(() => undefined);
  }

  /** What was registered so far. */
  get graph(): ResourceGraph {
    return { project: this.project, stack: this.stack, resources: [...this.resources.values()] };
  }

  /** How many requests there were, of any kind. */
  get requests(): number {
    return this.answered + this.functions.requests;
  }

  /** URNs of the resources that nobody models and no mock answered: their outputs are their inputs. */
  get echoed(): readonly string[] {
    return this.unmodelled.echoed;
  }

  /** Ends the run with an error; the first one counts. */
  fail(error: unknown): void {
    this.hasFailed = true;
    this.reject(error);
  }

  /** SDK: can the engine do this? */
  supportsFeature(request: SupportsFeatureRequest, callback: Callback<unknown>): void {
    const supported = features.has(request.getId());
    callback(null, { getHassupport: () => supported });
  }

  /** SDK: a parameterized provider. */
  registerPackage(_request: unknown, callback: Callback<unknown>): void {
    callback(null, { getRef: () => "simulated" });
  }

  /** SDK: a new resource, component, provider or the stack itself. */
  registerResource(request: RegisterResourceRequest, callback: Callback<RegisteredResource>): void {
    const remote = request.getRemote();
    const modelled = !isUnmodelled(request.getType(), { custom: request.getCustom(), remote });
    if (remote && modelled) void this.construct(request, callback);
    else this.answer(callback, () => this.register(request));
  }

  /** SDK: the outputs of a component or of the stack. */
  registerResourceOutputs(request: RegisterResourceOutputsRequest, callback: Callback<unknown>): void {
    this.answer(callback, () => {
      const resource = this.resources.get(request.getUrn());
      if (!resource) throw new Error(`outputs of ${request.getUrn()}, which was not registered`);
      const outputs = (request.getOutputs()?.toJavaScript() ?? {}) as Record<string, WireValue>;
      this.outputs.set(request.getUrn(), outputs);
      resource.outputs = shownValue(outputs) as Record<string, unknown>;
      return {};
    });
  }

  /** SDK: `get` of an existing resource, which may be another stack. */
  readResource(request: ReadResourceRequest, callback: Callback<unknown>): void {
    this.answer(callback, () => {
      const type = request.getType();
      const name = request.getName();
      const id = request.getId();
      const urn = qualifiedUrn(this.project, this.stack, request.getParent(), type, name);
      const answerWith = (properties: Record<string, WireValue>) => ({
        getUrn: () => urn,
        getProperties: () => struct(properties),
      });
      if (type === stackReferenceType) return answerWith(readStackReference(id, this.stackReferences));
      const inputs = (request.getProperties()?.toJavaScript() ?? {}) as Record<string, WireValue>;
      const read = this.unmodelled.create({
        type,
        name,
        urn,
        inputs,
        provider: request.getProvider(),
        custom: true,
        id,
      });
      return isPromise(read) ? read.then(({ outputs }) => answerWith(outputs)) : answerWith(read.outputs);
    });
  }

  /** SDK: a provider function. */
  invoke(request: ResourceInvokeRequest, callback: Callback<InvokeResult>): void {
    if (request.getTok() !== "pulumi:pulumi:getResource") return this.functions.invoke(request, callback);
    const { urn } = openValue(request.getArgs()?.toJavaScript() ?? {}) as { urn: string };
    this.answer(callback, () => this.lookUp(urn));
  }

  /** SDK: a method of a resource. */
  call(request: ResourceCallRequest, callback: Callback<InvokeResult>): void {
    this.functions.call(request, callback);
  }

  private answer<Response>(callback: Callback<Response>, work: () => Response | Promise<Response>): void {
    this.answered++;
    // The engine stops at the first error too.
    if (this.hasFailed) return callback(cancelled);
    const fail = (error: unknown): void => {
      this.fail(error);
      callback(cancelled);
    };
    let response: Response | Promise<Response>;
    try {
      response = work();
    } catch (error) {
      return fail(error);
    }
    if (isPromise(response)) response.then((later) => callback(null, later), fail);
    else callback(null, response);
  }

  /** Lets the model of a remote component register its children here, as its provider does with the engine. */
  private async construct(request: RegisterResourceRequest, callback: Callback<RegisteredResource>): Promise<void> {
    let response: RegisteredResource;
    try {
      const component = simulatedComponent(request.getType());
      const { urn, outputs } = await construct(component, this, constructionRequest(request, this.preview));
      const wires = Object.entries(outputs).map(([key, { wire }]) => [key, wire] as const);
      const edges = Object.entries(outputs).map(([key, { sources }]) => [key, edgesTo(sources)] as const);
      // What is undefined is not there, as after a way through the engine.
      response = registered(urn, "", structOf(Object.fromEntries(wires)).toJavaScript(), new Map(edges));
    } catch (error) {
      // Of what a child was refused for the run knows already.
      this.fail(error);
      return callback(cancelled);
    }
    callback(null, response);
  }

  /** What the engine tells of a resource that a program has the reference of. */
  private lookUp(urn: string): InvokeResult {
    const resource = this.resources.get(urn);
    if (!resource) throw new Error(`unknown resource ${urn}`);
    const result = structOf({ urn, id: resource.id ?? "", state: this.outputs.get(urn) ?? {} });
    return { getFailuresList: () => [], getReturn: () => result };
  }

  private register(request: RegisterResourceRequest): RegisteredResource | Promise<RegisteredResource> {
    const type = request.getType();
    const name = request.getName();
    const urn = qualifiedUrn(this.project, this.stack, request.getParent(), type, name);
    if (this.claimed.has(urn)) throw new Error(`duplicate resource: ${urn} is registered twice; give it another name`);
    this.claimed.add(urn);

    const wire = (request.getObject()?.toJavaScript() ?? {}) as Record<string, WireValue>;
    const kind = { custom: request.getCustom(), remote: request.getRemote() };
    const id = request.getImportid();
    if (isUnmodelled(type, kind)) {
      const provider = request.getProvider();
      const made = this.unmodelled.create({ type, name, urn, inputs: wire, provider, custom: kind.custom, id });
      return isPromise(made)
        ? made.then((later) => this.record(request, urn, wire, later))
        : this.record(request, urn, wire, made);
    }
    if (id) throw new Error(`${urn}: the simulator cannot import existing resources`);
    return this.record(request, urn, wire, kind.custom ? this.create(request, type, urn, wire) : undefined);
  }

  private record(
    request: RegisterResourceRequest,
    urn: string,
    wire: Record<string, WireValue>,
    created: Created | undefined,
  ): RegisteredResource {
    const type = request.getType();
    const outputs = outputsWithSecrets(created?.outputs ?? {}, wire, request.getAdditionalsecretoutputsList());
    this.notApplied.push(...notAppliedTo(urn, request));
    this.outputs.set(urn, outputs);
    this.resources.set(urn, {
      urn,
      type,
      name: request.getName(),
      ...(request.getParent() && { parent: request.getParent() }),
      custom: request.getCustom(),
      ...(created?.id && { id: created.id }),
      inputs: (type === "pulumi:pulumi:Stack" ? {} : shownValue(wire)) as Record<string, unknown>,
      outputs: shownValue(outputs) as Record<string, unknown>,
      dependencies: request.getDependenciesList().sort(),
      propertyDependencies: propertyDependencies(request),
      ...(request.getProvider() && { provider: request.getProvider() }),
      options: optionsOf(request, this.project, this.stack),
    });
    return registered(urn, created?.id ?? "", outputs);
  }

  /** Lets the cloud create a resource; in a preview it gets no id, and what is not an input stays unknown. */
  private create(
    request: RegisterResourceRequest,
    type: string,
    urn: string,
    wire: Record<string, WireValue>,
  ): Created {
    const inputs = openValue(wire) as Record<string, any>;
    if (type.startsWith("pulumi:providers:")) return this.provide(urn, inputs);
    if (this.preview) return { id: "", outputs: previewedOutputs(type, inputs) };
    try {
      return this.cloud.create(type, urn, inputs, request.getProvider(), request.getDependenciesList());
    } catch (error) {
      (error as Error).message = `${urn}: ${(error as Error).message}`;
      throw error;
    }
  }

  private provide(urn: string, inputs: Record<string, any>): Created {
    const id = this.preview ? "" : "simulated";
    this.cloud.configure(`${urn}::${id}`, inputs);
    return { id, outputs: inputs };
  }
}
