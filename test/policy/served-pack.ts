import { credentials, type ServiceError } from "@grpc/grpc-js";
import { AnalyzerClient } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import * as proto from "@pulumi/pulumi/proto/analyzer_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { GraphResource, ResourceGraph } from "../../graph/resource-graph";
import { structOf, valuesOf } from "../../simulator/structs";

/** A violation as the engine is told. */
export interface EngineViolation {
  policy: string;
  level: string;
  urn: string;
  message: string;
}

/** What the configuration says of one policy. */
export interface PolicyConfiguration {
  level?: keyof typeof proto.EnforcementLevel;
  properties?: Record<string, unknown>;
}

const host = join(__dirname, "..", "..", "node_modules", "@pulumi", "pulumi", "cmd", "run-policy-pack");
const levels = ["advisory", "mandatory", "disabled", "remediate"];

/** A policy pack in a process of its own, started and asked as Pulumi's engine does it, without the engine. */
export class ServedPack {
  private constructor(
    private readonly process: ChildProcess,
    private readonly client: AnalyzerClient,
  ) {}

  /** @param folder of PulumiPolicy.yaml */
  static async start(folder: string): Promise<ServedPack> {
    const child = spawn(process.execPath, [host, "127.0.0.1:1", "."], {
      cwd: folder,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let errors = "";
    child.stderr.on("data", (chunk) => (errors += String(chunk)));
    const port = await Promise.race([
      once(child.stdout, "data").then(([chunk]) => Number(String(chunk))),
      once(child, "exit").then(() => Promise.reject(new Error(`The pack did not start: ${errors}`))),
    ]);
    return new ServedPack(child, new AnalyzerClient(`127.0.0.1:${port}`, credentials.createInsecure()));
  }

  async stop(): Promise<void> {
    this.client.close();
    this.process.kill();
    await once(this.process, "exit");
  }

  async info(): Promise<proto.AnalyzerInfo.AsObject> {
    const info = await this.call<proto.AnalyzerInfo>("getAnalyzerInfo", new Empty());
    return info.toObject();
  }

  /** Configures the pack as the engine does: every policy at its level, with defaults and what is given. */
  async configure(given: Record<string, PolicyConfiguration> = {}): Promise<void> {
    const info = await this.call<proto.AnalyzerInfo>("getAnalyzerInfo", new Empty());
    const request = new proto.ConfigureAnalyzerRequest();
    for (const policy of info.getPoliciesList()) {
      const { level, properties } = given[policy.getName()] ?? {};
      const schema = policy.getConfigschema()?.getProperties()?.toJavaScript() ?? {};
      const defaults = Object.entries(schema).flatMap(([key, value]) => {
        const { default: written } = value as { default?: unknown };
        return written === undefined ? [] : [[key, written] as const];
      });
      const config = new proto.PolicyConfig();
      config.setEnforcementlevel(level === undefined ? policy.getEnforcementlevel() : proto.EnforcementLevel[level]);
      config.setProperties(structOf({ ...Object.fromEntries(defaults), ...properties }));
      request.getPolicyconfigMap().set(policy.getName(), config);
    }
    await this.call("configure", request);
  }

  /** Shows a resource as it is registered. */
  async analyze({
    urn,
    type,
    name,
    inputs,
  }: Pick<GraphResource, "urn" | "type" | "name" | "inputs">): Promise<EngineViolation[]> {
    const response = await this.call<proto.AnalyzeResponse>("analyze", analyzeRequest(urn, type, name, inputs));
    return violationsOf(response);
  }

  /** The inputs that a resource has after all remediations; undefined if none changed anything. */
  async remediate({
    urn,
    type,
    name,
    inputs,
  }: Pick<GraphResource, "urn" | "type" | "name" | "inputs">): Promise<Record<string, unknown> | undefined> {
    const response = await this.call<proto.RemediateResponse>("remediate", analyzeRequest(urn, type, name, inputs));
    const properties = response.getRemediationsList().map((one) => one.getProperties());
    const last = properties.at(-1);
    return last && valuesOf(last);
  }

  /** Shows the whole stack. */
  async analyzeStack({ resources }: ResourceGraph): Promise<EngineViolation[]> {
    const request = new proto.AnalyzeStackRequest();
    const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
    request.setResourcesList(resources.map((resource) => stackResource(resource, byUrn)));
    return violationsOf(await this.call<proto.AnalyzeResponse>("analyzeStack", request));
  }

  private call<Response>(method: string, request: object): Promise<Response> {
    const client = this.client as unknown as Record<string, (...args: unknown[]) => void>;
    return new Promise((resolve, reject) => {
      client[method]!.call(client, request, (error: ServiceError | null, response: Response) =>
        error ? reject(error) : resolve(response),
      );
    });
  }
}

function analyzeRequest(urn: string, type: string, name: string, inputs: object): proto.AnalyzeRequest {
  const request = new proto.AnalyzeRequest();
  request.setUrn(urn);
  request.setType(type);
  request.setName(name);
  request.setProperties(structOf(inputs as Record<string, any>));
  request.setOptions(new proto.AnalyzerResourceOptions());
  return request;
}

function stackResource(resource: GraphResource, byUrn: Map<string, GraphResource>): proto.AnalyzerResource {
  const { urn, type, name, outputs, parent = "", dependencies, propertyDependencies, custom, id, options } = resource;
  const message = new proto.AnalyzerResource();
  message.setUrn(urn);
  message.setType(type);
  message.setName(name);
  message.setParent(parent);
  message.setDependenciesList(dependencies);
  for (const [property, urns] of Object.entries(propertyDependencies)) {
    const edges = new proto.AnalyzerPropertyDependencies();
    edges.setUrnsList(urns);
    message.getPropertydependenciesMap().set(property, edges);
  }
  // The id is among the outputs, as providers of the clouds write it.
  message.setProperties(structOf({ ...outputs, ...(custom && id !== undefined && { id }) }));
  const written = new proto.AnalyzerResourceOptions();
  written.setProtect(options.protect ?? false);
  written.setParent(parent);
  message.setOptions(written);
  if (custom && !type.startsWith("pulumi:")) message.setProvider(providerOf(resource, byUrn));
  return message;
}

function providerOf(
  { provider, type, urn }: GraphResource,
  byUrn: Map<string, GraphResource>,
): proto.AnalyzerProviderResource {
  const [package_ = ""] = type.split(":");
  const given = byUrn.get(provider?.replace(/::[^:]*$/, "") ?? "");
  const message = new proto.AnalyzerProviderResource();
  message.setType(given?.type ?? `pulumi:providers:${package_}`);
  message.setName(given?.name ?? "default_1_0_0");
  message.setUrn(given?.urn ?? urn.replace(/::[^:]*::[^:]*$/, `::pulumi:providers:${package_}::default_1_0_0`));
  message.setProperties(structOf(given?.inputs ?? {}));
  return message;
}

function violationsOf(response: proto.AnalyzeResponse): EngineViolation[] {
  return response.getDiagnosticsList().map((each) => ({
    policy: each.getPolicyname(),
    level: levels[each.getEnforcementlevel()]!,
    urn: each.getUrn(),
    message: each.getMessage(),
  }));
}
