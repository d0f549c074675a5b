import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Server, ServerCredentials } from "@grpc/grpc-js";
import { LanguageRuntimeService } from "@pulumi/pulumi/proto/language_grpc_pb";
import * as language from "@pulumi/pulumi/proto/language_pb";
import * as plugin from "@pulumi/pulumi/proto/plugin_pb";

/** The language host of Node.js as far as `pulumi import` needs it: it asks which packages a program uses, and runs none. */
export class LanguageHost {
  private constructor(private readonly server: Server) {}

  /** @param folder on PATH; gets the executable by which the CLI finds the host */
  static async serve(folder: string): Promise<LanguageHost> {
    const server = new Server();
    const answer =
      <Response>(response: () => Response) =>
      (_call: unknown, callback: (error: null, response: Response) => void) =>
        callback(null, response());
    const handlers = {
      handshake: answer(() => new language.LanguageHandshakeResponse()),
      getPluginInfo: answer(() => new plugin.PluginInfo().setVersion("3.0.0")),
      getRequiredPackages: answer(() => new language.GetRequiredPackagesResponse()),
    };
    server.addService(LanguageRuntimeService, handlers);
    const port = await new Promise<number>((resolve, reject) =>
      server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) =>
        error ? reject(error) : resolve(bound),
      ),
    );
    // A plugin prints its port and runs until the CLI ends it.
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "pulumi-language-nodejs"), `#!/bin/sh\necho ${port}\nexec sleep 600\n`, { mode: 0o755 });
    return new LanguageHost(server);
  }

  close(): void {
    this.server.forceShutdown();
  }
}
