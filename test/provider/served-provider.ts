import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { credentials, type ServiceError } from "@grpc/grpc-js";
import type { PackageSpec } from "@pulumi/pulumi/provider/experimental/schema";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as proto from "@pulumi/pulumi/proto/provider_pb";

const root = join(__dirname, "..", "..");

/** Where a provider is, and where it is used. */
export interface ProviderPlace {
  /** Folder of PulumiPlugin.yaml. Default: that of this checkout. */
  folder?: string;
  /** Folder whose node_modules has its dependencies. Default: this checkout. */
  modules?: string;
  /** Where whoever uses the plugin runs Pulumi. Default: the folder. */
  cwd?: string;
}

/** The component provider in a process of its own, started as Pulumi's language host starts a plugin (pulumi-language-nodejs, RunPlugin). */
export class ServedProvider {
  readonly port: number;
  private readonly process: ChildProcess;
  private readonly errors: () => string;

  private constructor(child: ChildProcess, port: number, errors: () => string) {
    this.process = child;
    this.port = port;
    this.errors = errors;
  }

  /** @throws Error with what the process printed, if it ends */
  static async start(place: ProviderPlace = {}): Promise<ServedProvider> {
    const { folder = join(root, "provider"), modules = root, cwd = folder } = place;
    const host = join(modules, "node_modules", "@pulumi", "pulumi", "cmd", "run-plugin");
    // Without an engine's address: the engine says it when it attaches.
    const child = spawn(process.execPath, [host, folder], { cwd, stdio: ["ignore", "pipe", "pipe"] });
    let errors = "";
    child.stderr.on("data", (chunk) => (errors += String(chunk)));
    const port = await Promise.race([
      once(child.stdout, "data").then(([chunk]) => Number(String(chunk))),
      once(child, "close").then(() => Promise.reject(new Error(`The provider did not start: ${errors}`))),
    ]);
    return new ServedProvider(child, port, () => errors);
  }

  /** What it has printed of errors, which the engine shows to its user. */
  get printed(): string {
    return this.errors();
  }

  /** What `pulumi package add` asks for. */
  async schema(): Promise<PackageSpec> {
    const client = new ResourceProviderClient(`127.0.0.1:${this.port}`, credentials.createInsecure());
    try {
      const answer = await new Promise<proto.GetSchemaResponse>((resolve, reject) => {
        const done = (error: ServiceError | null, response: proto.GetSchemaResponse): void =>
          error ? reject(error) : resolve(response);
        client.getSchema(new proto.GetSchemaRequest(), done);
      });
      return JSON.parse(answer.getSchema()) as PackageSpec;
    } finally {
      client.close();
    }
  }

  async stop(): Promise<void> {
    if (this.process.exitCode !== null) return;
    this.process.kill();
    await once(this.process, "exit");
  }
}
