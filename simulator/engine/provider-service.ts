import type { sendUnaryData, ServerUnaryCall } from "@grpc/grpc-js";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import type { Struct } from "google-protobuf/google/protobuf/struct_pb";
import * as plugin from "@pulumi/pulumi/proto/plugin_pb";
import * as proto from "@pulumi/pulumi/proto/provider_pb";
import { simulatedType } from "../cloud";
import { CloudError } from "../cloud-error";
import { release } from "../kubernetes/release";
import { outputsWithSecrets, previewedChange, previewedOutputs } from "../outputs";
import { structOf, valuesOf } from "../structs";
import { holdsUnknown } from "../../graph/unknown";
import { openValue, type WireValue } from "../wire";
import type { CloudChanges } from "./cloud-changes";
import { constructForEngine } from "./construct";
import { filledIn, withoutFilledIn } from "./filled-in";
import { answerOf, initFailed } from "./grpc-errors";
import type { Journal } from "./journal";
import type { ReleasePulls } from "./release-pulls";
import { comparedInputs, planChange, sameValue } from "./replacement";
import { forgetsUnreachable, isToForget } from "./unreachable-cluster";

type Call<Request> = ServerUnaryCall<Request, unknown>;
type Handler<Request, Response> = (call: Call<Request>, callback: sendUnaryData<Response>) => void;

/** Properties that a provider marks as secret by itself (pulumi-kubernetes: those of a Secret). */
const alwaysSecret: Record<string, string[]> = { "kubernetes:core/v1:Secret": ["data", "stringData"] };

/** What a provider plugin is started with. */
export interface ProviderServiceOptions {
  /** Of the SDK package whose provider this stands for; the engine compares them. */
  version: string;
  /** The cloud. */
  journal: Journal;
  /** Changes of the cloud. */
  changes: CloudChanges;
  /** Pulls of charts and images. */
  pulls: ReleasePulls;
  /** Variables that the plugin sees. */
  environment: Record<string, string>;
}

/** What a provider plugin answers to the engine, for the resources of one package, out of a simulated cloud. */
export class ProviderService {
  private readonly version: string;
  private readonly journal: Journal;
  private readonly changes: CloudChanges;
  private readonly pulls: ReleasePulls;
  private readonly environment: Record<string, string>;
  /** The engine opens one connection per provider resource: it tells clusters and subscriptions apart. */
  private readonly providers = new Map<string, { urn: string; inputs: Record<string, any> }>();

  constructor({ version, journal, changes, pulls, environment }: ProviderServiceOptions) {
    this.version = version;
    this.journal = journal;
    this.changes = changes;
    this.pulls = pulls;
    this.environment = environment;
  }

  /** The calls that the simulator answers, by the names of the service definition. */
  handlers(): Record<string, Handler<any, any>> {
    return {
      handshake: answering(() => this.handshake()),
      getPluginInfo: answering(() => this.pluginInfo()),
      checkConfig: answering((call: Call<proto.CheckRequest>) => accepted(call.request.getNews())),
      diffConfig: answering((call: Call<proto.DiffRequest>) => this.diffConfig(call.request)),
      configure: answering((call: Call<proto.ConfigureRequest>) => this.configure(call)),
      check: answering((call: Call<proto.CheckRequest>) => this.check(call)),
      diff: answering((call: Call<proto.DiffRequest>) => this.diff(call)),
      create: answering((call: Call<proto.CreateRequest>) => this.create(call)),
      read: answering((call: Call<proto.ReadRequest>) => this.read(call)),
      update: answering((call: Call<proto.UpdateRequest>) => this.update(call)),
      delete: answering((call: Call<proto.DeleteRequest>) => this.delete(call)),
      invoke: answering((call: Call<proto.InvokeRequest>) => this.invoke(call.request)),
      construct: answering((call: Call<proto.ConstructRequest>) => constructForEngine(call.request)),
      attach: answering(() => new Empty()),
      cancel: answering(() => new Empty()),
    };
  }

  private handshake(): proto.ProviderHandshakeResponse {
    const response = new proto.ProviderHandshakeResponse();
    return response.setAcceptSecrets(true).setAcceptResources(true).setAcceptOutputs(false);
  }

  private pluginInfo(): plugin.PluginInfo {
    return new plugin.PluginInfo().setVersion(this.version);
  }

  private configure(call: Call<proto.ConfigureRequest>): proto.ConfigureResponse {
    const { request } = call;
    const urn = request.getUrn() ?? "";
    const inputs = openValue(valuesOf(request.getArgs())) as Record<string, any>;
    this.providers.set(call.getPeer(), { urn, inputs });
    this.journal.configure(urn, inputs);
    const response = new proto.ConfigureResponse();
    return response.setAcceptsecrets(true).setSupportspreview(true).setAcceptresources(true).setAcceptoutputs(false);
  }

  private diffConfig(request: proto.DiffRequest): proto.DiffResponse {
    const changed = JSON.stringify(valuesOf(request.getOlds())) !== JSON.stringify(valuesOf(request.getNews()));
    const { DIFF_SOME, DIFF_NONE } = proto.DiffResponse.DiffChanges;
    return new proto.DiffResponse().setChanges(changed ? DIFF_SOME : DIFF_NONE);
  }

  private check(call: Call<proto.CheckRequest>): proto.CheckResponse {
    const { request } = call;
    const { type } = simulatedType(typeOf(request.getUrn()));
    const response = accepted(structOf(filledIn(type, valuesOf(request.getNews()))));
    const inputs = openValue(valuesOf(request.getNews())) as Record<string, any>;
    // pulumi-kubernetes, helm_release.go, Check: renders the chart, in every preview and every `up`, as soon as all values are known.
    if (type !== release.type || holdsUnknown(inputs)) return response;
    const refusal = this.pulls.chartRefusal(inputs, this.providerOf(call).inputs);
    if (refusal === undefined) return response;
    const reason = `${refusal}; check the chart name and repository configuration.`;
    return response.setFailuresList([new proto.CheckFailure().setProperty("chart").setReason(reason)]);
  }

  private diff(call: Call<proto.DiffRequest>): proto.DiffResponse {
    const { request } = call;
    const type = typeOf(request.getUrn());
    const oldInputs = comparedInputs(
      type,
      givenIn(valuesOf(request.getOldInputs())),
      openValue(valuesOf(request.getOlds())) as Record<string, any>,
    );
    const newInputs = givenIn(valuesOf(request.getNews()));
    const plan = planChange(this.journal.cloud, type, oldInputs, newInputs, this.providerOf(call).urn);
    const { DIFF_SOME, DIFF_NONE } = proto.DiffResponse.DiffChanges;
    const response = new proto.DiffResponse()
      .setChanges(plan.changed.length > 0 ? DIFF_SOME : DIFF_NONE)
      .setDiffsList(plan.changed)
      .setReplacesList(plan.replaces)
      .setDeletebeforereplace(plan.deleteBeforeReplace)
      .setHasdetaileddiff(true);
    for (const [path, kind] of plan.paths) {
      const replaces = plan.replaces.includes(path.split(/[.[]/)[0]!);
      response
        .getDetaileddiffMap()
        .set(path, new proto.PropertyDiff().setKind(kinds[kind][Number(replaces)]!).setInputdiff(true));
    }
    return response;
  }

  private async create(call: Call<proto.CreateRequest>): Promise<proto.CreateResponse> {
    const { request } = call;
    const urn = request.getUrn();
    const type = typeOf(urn);
    const wire = valuesOf(request.getProperties());
    if (request.getPreview()) {
      const known = previewedOutputs(type, givenIn(wire));
      return new proto.CreateResponse().setProperties(structOf(outputsWithSecrets(known, wire)));
    }
    const inputs = givenIn(wire);
    const provider = this.providerOf(call).urn;
    const { result, fault } = await this.changes.make({ kind: "create", type, urn, provider }, () => {
      // With `atomic` Helm takes away what did not start.
      if (type === release.type) this.pulls.checkImage(inputs, this.journal.cloud, provider);
      return this.journal.create(type, urn, inputs, provider);
    });
    const outputs = outputsWithSecrets(result.outputs, wire);
    if (fault) {
      const isForgotten = fault.unanswered === true || simulatedType(type).forgetsFailures === true;
      throw isForgotten ? fault.error : initFailed(fault.error, result.id, wire, outputs);
    }
    return new proto.CreateResponse().setId(result.id).setProperties(structOf(outputs));
  }

  private async update(call: Call<proto.UpdateRequest>): Promise<proto.UpdateResponse> {
    const { request } = call;
    const urn = request.getUrn();
    const type = typeOf(urn);
    const id = request.getId();
    const wire = valuesOf(request.getNews());
    if (request.getPreview()) return new proto.UpdateResponse().setProperties(structOf(previewedUpdate(request)));
    const inputs = givenIn(wire);
    const oldOutputs = valuesOf(request.getOlds());
    const provider = this.providerOf(call).urn;
    const { failedUpdate, forgetsFailures } = simulatedType(type);
    const noted = comparedInputs(type, inputs, openValue(oldOutputs) as Record<string, any>);
    if (failedUpdate === "done" && sameValue(noted, inputs)) return this.lookAt(type, id, provider, wire);
    try {
      const { result, fault } = await this.changes.make({ kind: "update", type, urn, id, provider }, () => {
        if (type === release.type) this.pulls.checkImage(inputs, this.journal.cloud, provider);
        return this.journal.update(type, id, inputs, provider);
      });
      const outputs = outputsWithSecrets(result.outputs, wire);
      if (fault) throw forgetsFailures ? fault.error : initFailed(fault.error, id, wire, outputs);
      return new proto.UpdateResponse().setProperties(structOf(outputs));
    } catch (error) {
      if (failedUpdate === undefined || !(error instanceof CloudError)) throw error;
      throw initFailed(error, id, wire, { ...oldOutputs, ...withoutFilledIn(wire), ...failedStatus(type, oldOutputs) });
    }
  }

  /** An update that finds nothing to change ends with a look at the resource. */
  private lookAt(type: string, id: string, provider: string, wire: Record<string, WireValue>): proto.UpdateResponse {
    const found = this.journal.cloud.find(type, id, provider);
    if (!found) throw new CloudError("NotFound", `the resource ${id} did not exist while updating; run pulumi refresh`);
    return new proto.UpdateResponse().setProperties(structOf(outputsWithSecrets(found.outputs, wire)));
  }

  private async delete(call: Call<proto.DeleteRequest>): Promise<Empty> {
    const { request } = call;
    const urn = request.getUrn();
    const type = typeOf(urn);
    if (this.forgets("delete", type, call)) return new Empty();
    const id = request.getId();
    const provider = this.providerOf(call).urn;
    const { fault } = await this.changes.make({ kind: "delete", type, urn, id, provider }, () =>
      this.journal.delete(type, id, provider),
    );
    if (fault) throw fault.error;
    return new Empty();
  }

  private read(call: Call<proto.ReadRequest>): proto.ReadResponse {
    const { request } = call;
    const type = typeOf(request.getUrn());
    if (this.forgets("read", type, call)) return new proto.ReadResponse();
    const found = this.journal.cloud.find(type, request.getId(), this.providerOf(call).urn);
    if (!found) return new proto.ReadResponse();
    // An import knows neither.
    const known = { ...valuesOf(request.getProperties()), ...valuesOf(request.getInputs()) };
    const always = alwaysSecret[found.type] ?? [];
    return new proto.ReadResponse()
      .setId(found.id)
      .setProperties(structOf(outputsWithSecrets(found.outputs, known, always)))
      .setInputs(structOf(outputsWithSecrets(found.inputs, known, always)));
  }

  private invoke(request: proto.InvokeRequest): proto.InvokeResponse {
    const args = openValue(valuesOf(request.getArgs())) as Record<string, any>;
    return new proto.InvokeResponse().setReturn(structOf(this.journal.cloud.invoke(request.getTok(), args)));
  }

  private providerOf(call: Call<unknown>): { urn: string; inputs: Record<string, any> } {
    return this.providers.get(call.getPeer()) ?? { urn: "", inputs: {} };
  }

  private forgets(operation: "read" | "delete", type: string, call: Call<unknown>): boolean {
    const { inputs: provider } = this.providerOf(call);
    const asked = { cloud: this.journal.cloud, provider };
    return forgetsUnreachable(operation, type, asked, isToForget(provider, this.environment));
  }
}

/** Runs a handler and answers with what it returns or throws. */
function answering<Request, Response>(
  work: (call: Call<Request>) => Response | Promise<Response>,
): Handler<Request, Response> {
  return (call, callback) => {
    // A handler that throws at once is answered like one that rejects.
    Promise.resolve()
      .then(() => work(call))
      .then(
        (response) => callback(null, response),
        (error: unknown) => callback(answerOf(error)),
      );
  };
}

const { ADD, ADD_REPLACE, DELETE, DELETE_REPLACE, UPDATE, UPDATE_REPLACE } = proto.PropertyDiff.Kind;

/** The engine's word for a difference in place, and for one that replaces. */
const kinds = { add: [ADD, ADD_REPLACE], delete: [DELETE, DELETE_REPLACE], update: [UPDATE, UPDATE_REPLACE] };

/** Outputs of a change that is not made yet. What a provider does not tell is unknown to the program. */
function previewedUpdate(request: proto.UpdateRequest): Record<string, WireValue> {
  const olds = valuesOf(request.getOlds());
  const news = withoutFilledIn(valuesOf(request.getNews()));
  // pulumi-azure-native, Update: of what is no input it keeps these two.
  if (typeOf(request.getUrn()).startsWith("azure-native:")) {
    const { name, location } = olds;
    return { name, location, ...news };
  }
  const oldInputs = withoutFilledIn(valuesOf(request.getOldInputs()));
  const changed = Object.entries(news).filter(([key, value]) => !sameValue(value, oldInputs[key]));
  return previewedChange(typeOf(request.getUrn()), olds, Object.fromEntries(changed));
}

/** What the program gave, with secrets opened. */
function givenIn(wire: Record<string, WireValue>): Record<string, any> {
  return openValue(withoutFilledIn(wire)) as Record<string, any>;
}

/** Helm's word for a release of which it has taken a change back. */
function failedStatus(type: string, { status }: Record<string, WireValue>): object {
  return type === release.type ? { status: { ...(status as object), status: "failed" } } : {};
}

function accepted(inputs: Struct | undefined): proto.CheckResponse {
  return new proto.CheckResponse().setInputs(inputs);
}

/** The type of the resource itself, without those of its parents. */
function typeOf(urn: string): string {
  const qualified = urn.split("::")[2] ?? "";
  return qualified.slice(qualified.lastIndexOf("$") + 1);
}
