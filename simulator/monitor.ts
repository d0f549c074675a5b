import type {
  ReadResourceRequest,
  RegisterResourceOutputsRequest,
  RegisterResourceRequest,
  ResourceInvokeRequest,
  SupportsFeatureRequest,
} from "@pulumi/pulumi/proto/resource_pb";
import type { GraphResource, ResourceGraph } from "../graph/resource-graph";
import type { SimulatedCloud } from "./cloud";
import { CloudError } from "./cloud-error";
import { construct } from "./component/construct";
import type { Callback, InvokeResult, RegisteredResource } from "./component/resource-monitor";
import { constructionRequest, optionsOf, qualifiedUrn } from "./registration";
import { outputsWithSecrets, previewedOutputs } from "./outputs";
import { readStackReference, stackReferenceType, type SimulatedStackOutputs } from "./stack-references";
import { structOf } from "./structs";
import { simulatedComponent } from "./types";
import { openValue, shownValue, type WireValue } from "./wire";

/** gRPC status; the SDK takes it for the end of the engine: it drops what waits for the call and raises no further error. */
const cancelled = { code: 1, details: "the simulated run has failed", message: "the simulated run has failed" };
/** gRPC status of an error that a program may catch. */
const failedCall = 2;

/** Features of the engine that this monitor has. Without `outputValues` inputs arrive plain; transforms and hooks need an engine. */
const features = new Set([
  "secrets",
  "resourceReferences",
  "deletedWith",
  "replaceWith",
  "aliasSpecs",
  "parameterization",
]);

/** What a monitor has to know of a run. */
interface MonitoredRun {
  cloud: SimulatedCloud;
  project: string;
  stack: string;
  preview?: boolean;
  stackReferences?: Record<string, SimulatedStackOutputs>;
}

/**
 * Takes the engine's place: receives what a program registers, lets the simulated cloud create it, and records a resource graph.
 * In place of the SDK's own mock monitor, which shortens URNs, accepts duplicates and forgets options and dependencies.
 */
export class SimulatorMonitor {
  /** Rejects with the first error; never resolves. */
  readonly failed: Promise<never>;
  private readonly cloud: SimulatedCloud;
  private readonly project: string;
  private readonly stack: string;
  private readonly preview: boolean;
  private readonly stackReferences: Record<string, SimulatedStackOutputs>;
  private readonly resources = new Map<string, GraphResource>();
  /** Outputs as they were given, by URN. */
  private readonly outputs = new Map<string, Record<string, WireValue>>();
  private hasFailed = false;
  private reject!: (error: unknown) => void;

  /** @param run where to create, and what the URNs begin with */
  constructor(run: MonitoredRun) {
    this.cloud = run.cloud;
    this.project = run.project;
    this.stack = run.stack;
    this.preview = run.preview ?? false;
    this.stackReferences = run.stackReferences ?? {};
    this.failed = new Promise((_, reject) => (this.reject = reject));
    this.failed.catch(() => undefined);
  }

  /** What was registered so far. */
  get graph(): ResourceGraph {
    return { project: this.project, stack: this.stack, resources: [...this.resources.values()] };
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
    if (request.getRemote()) void this.construct(request, callback);
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
      if (type !== stackReferenceType) {
        throw new Error(`${name} [${type}]: the simulator cannot read existing resources`);
      }
      const urn = qualifiedUrn(this.project, this.stack, request.getParent(), type, name);
      const properties = readStackReference(request.getId(), this.stackReferences);
      return { getUrn: () => urn, getProperties: () => struct(properties) };
    });
  }

  /** SDK: a provider function. What it refuses goes to the caller, who may catch it; a function nobody knows ends the run. */
  invoke(request: ResourceInvokeRequest, callback: Callback<InvokeResult>): void {
    const token = request.getTok();
    const args = openValue(request.getArgs()?.toJavaScript() ?? {}) as Record<string, any>;
    if (token === "pulumi:pulumi:getResource") return this.answer(callback, () => this.lookUp(args.urn as string));
    try {
      const result = this.cloud.invoke(token, args);
      callback(null, { getFailuresList: () => [], getReturn: () => struct(result) });
    } catch (error) {
      const details = `${token}: ${(error as Error).message}`;
      if (error instanceof CloudError) callback({ code: failedCall, details, message: details });
      else {
        this.fail(error);
        callback(cancelled);
      }
    }
  }

  private answer<Response>(callback: Callback<Response>, work: () => Response): void {
    // The engine stops at the first error too.
    if (this.hasFailed) return callback(cancelled);
    let response: Response;
    try {
      response = work();
    } catch (error) {
      this.fail(error);
      return callback(cancelled);
    }
    callback(null, response);
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

  private register(request: RegisterResourceRequest): RegisteredResource {
    const type = request.getType();
    const name = request.getName();
    const urn = qualifiedUrn(this.project, this.stack, request.getParent(), type, name);
    if (this.resources.has(urn))
      throw new Error(`duplicate resource: ${urn} is registered twice; give it another name`);
    if (request.getImportid()) throw new Error(`${urn}: the simulator cannot import existing resources`);

    const wire = (request.getObject()?.toJavaScript() ?? {}) as Record<string, WireValue>;
    const created = request.getCustom() ? this.create(request, type, urn, wire) : undefined;
    const outputs = outputsWithSecrets(created?.outputs ?? {}, wire, request.getAdditionalsecretoutputsList());
    this.outputs.set(urn, outputs);
    this.resources.set(urn, {
      urn,
      type,
      name,
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

interface Created {
  id: string;
  outputs: Record<string, unknown>;
}

function propertyDependencies(request: RegisterResourceRequest): Record<string, string[]> {
  const entries: [string, string[]][] = [];
  request.getPropertydependenciesMap().forEach((dependencies, property) => {
    const urns = dependencies.getUrnsList();
    if (urns.length > 0) entries.push([property, urns.sort()]);
  });
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** What the SDK asks of the answer to a registration; for a component with the resources that each output comes from. */
function registered(
  urn: string,
  id: string,
  outputs: Record<string, WireValue>,
  edges?: Map<string, Edges>,
): RegisteredResource {
  const answer = { getPropertydependenciesMap: () => edges, getResult: () => 0 };
  return { ...answer, getUrn: () => urn, getId: () => id, getObject: () => struct(outputs) };
}

interface Edges {
  getUrnsList(): string[];
}

function edgesTo(urns: readonly string[]): Edges {
  return { getUrnsList: () => [...urns] };
}

/** All that the SDK asks of a protobuf Struct; a real one would be built only to be taken apart. */
function struct(value: Record<string, unknown>): { toJavaScript(): Record<string, any> } {
  return { toJavaScript: () => value };
}
