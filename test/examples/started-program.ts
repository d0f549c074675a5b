import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { Server, ServerCredentials, type ServiceDefinition, type UntypedHandleCall } from "@grpc/grpc-js";
import { EngineService } from "@pulumi/pulumi/proto/engine_grpc_pb";
import * as engine from "@pulumi/pulumi/proto/engine_pb";
import { ResourceMonitorService } from "@pulumi/pulumi/proto/resource_grpc_pb";
import * as resource from "@pulumi/pulumi/proto/resource_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";

const host = join(__dirname, "..", "..", "node_modules", "@pulumi", "pulumi", "cmd", "run");

/** What Pulumi's language host is told of a program. */
export interface StartedProgram {
  /** Folder of Pulumi.yaml. */
  folder: string;
  /** The program's file in it, as Pulumi.yaml names it. */
  main: string;
  project: string;
  stack: string;
  /** Full keys and values. */
  config: Record<string, string>;
  /** `runtime.options` of Pulumi.yaml. */
  options?: { typescript?: boolean; tsconfig?: string };
  environment?: NodeJS.ProcessEnv;
  /** A module that is loaded into the program's process before it. */
  preload?: string;
}

/**
 * Runs a program as Pulumi's Node.js language host does, until it registers or reads its first resource beside the stack itself; then it is told to end.
 * @returns the type of that resource
 * @throws Error with what the program printed, if it ends before
 */
export async function firstRegistration(program: StartedProgram): Promise<string> {
  const said: string[] = [];
  let tell: (type: string) => void = () => undefined;
  const registered = new Promise<string>((resolve) => (tell = resolve));
  const servers = await Promise.all([
    serve(EngineService, {
      log: ({ request }: { request: engine.LogRequest }, callback: Answer) => {
        said.push(request.getMessage());
        callback(null, new Empty());
      },
      requirePulumiVersion: answer(() => new engine.RequirePulumiVersionResponse()),
      getRootResource: answer(() => new engine.GetRootResourceResponse()),
      setRootResource: answer(() => new engine.SetRootResourceResponse()),
    }),
    serve(ResourceMonitorService, {
      supportsFeature: answer(() => new resource.SupportsFeatureResponse().setHassupport(true)),
      registerResource: ({ request }: { request: resource.RegisterResourceRequest }, callback: Answer) => {
        const type = request.getType();
        if (type !== "pulumi:pulumi:Stack") return tell(type);
        callback(null, new resource.RegisterResourceResponse().setUrn(`urn:pulumi:s::p::${type}::p-s`));
      },
      readResource: ({ request }: { request: resource.ReadResourceRequest }) => tell(request.getType()),
    }),
  ]);
  const child = spawn(process.execPath, hostArguments(program, servers), {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, ...hostEnvironment(program) },
  });
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (part: Buffer) => said.push(part.toString()));
  const ended = once(child, "close").then(([code]) => {
    throw new Error([`the program ended with ${code} before it registered anything`, ...said].join("\n"));
  });
  try {
    return await Promise.race([registered, ended]);
  } finally {
    child.kill("SIGTERM");
    await ended.catch(() => undefined);
    for (const { server } of servers) server.forceShutdown();
  }
}

/** What the host passes on (pulumi/sdk/nodejs/cmd/pulumi-language-nodejs, constructArguments). */
function hostArguments(program: StartedProgram, [forEngine, forMonitor]: Served[]): string[] {
  const { folder, main, project, stack, preload } = program;
  return [
    ...(preload === undefined ? [] : ["--require", preload]),
    host,
    ...[`--engine=127.0.0.1:${forEngine?.port}`, `--monitor=127.0.0.1:${forMonitor?.port}`],
    ...[`--project=${project}`, `--stack=${stack}`, "--parallel=16", `--pwd=${folder}`, main],
  ];
}

/** Undefined: a child process does not get it. */
function hostEnvironment({ config, options = {}, environment }: StartedProgram): NodeJS.ProcessEnv {
  const { typescript = true, tsconfig } = options;
  return {
    PULUMI_CONFIG: JSON.stringify(config),
    PULUMI_NODEJS_TYPESCRIPT: String(typescript),
    PULUMI_NODEJS_TSCONFIG_PATH: tsconfig,
    ...environment,
  };
}

interface Served {
  server: Server;
  port: number;
}

type Answer = (error: null, response: unknown) => void;

async function serve(service: ServiceDefinition, handlers: Record<string, UntypedHandleCall>): Promise<Served> {
  const server = new Server();
  server.addService(service, handlers);
  const port = await new Promise<number>((resolve, reject) =>
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    ),
  );
  return { server, port };
}

function answer(make: () => unknown): UntypedHandleCall {
  return (_call: unknown, callback: Answer) => callback(null, make());
}
