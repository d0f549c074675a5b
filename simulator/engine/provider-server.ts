import { Server, ServerCredentials, type UntypedServiceImplementation } from "@grpc/grpc-js";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { sdkVersions } from "../sdk-versions";
import { CloudChanges } from "./cloud-changes";
import type { Journal } from "./journal";
import { unlimitedMessages } from "./messages";
import type { SimulatedBehaviour } from "./operation";
import { ProviderService } from "./provider-service";
import { ReleasePulls } from "./release-pulls";

/** Providers of a simulated cloud, running. */
export interface ServedProviders {
  /** Value of PULUMI_DEBUG_PROVIDERS: the engine attaches to these instead of starting plugins. */
  debugProviders: string;
  /** Stops the servers. */
  close(): void;
}

/**
 * Serves the simulated cloud as the provider plugins of aws, azure-native, kubernetes and, where it is installed, eks, on this machine only.
 * @param environment variables that the plugins would see
 */
export async function serveProviders(
  journal: Journal,
  behaviour: SimulatedBehaviour = {},
  environment: Record<string, string> = {},
): Promise<ServedProviders> {
  const changes = new CloudChanges(journal, behaviour);
  const pulls = new ReleasePulls(behaviour.registries, behaviour.helmLogins);
  const servers = await Promise.all(
    Object.entries(sdkVersions()).map(async ([name, version]) => {
      const service = new ProviderService({ version, journal, changes, pulls, environment });
      const server = new Server(unlimitedMessages);
      server.addService(ResourceProviderService, service.handlers() as UntypedServiceImplementation);
      return { name, server, port: await listen(server) };
    }),
  );
  return {
    debugProviders: servers.map(({ name, port }) => `${name}:${port}`).join(","),
    close: () => servers.forEach(({ server }) => server.forceShutdown()),
  };
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) =>
      error ? reject(error) : resolve(port),
    );
  });
}
