/**
 * Environment that takes the user's settings of Pulumi away. Each is undefined, which a child process does not get.
 * @param which all of them: backend, token, passphrase, plugins; or only those that choose what a command does, as `PULUMI_OPTION_TARGET` would
 */
export function withoutUsers(
  which: "settings" | "options",
  environment: NodeJS.ProcessEnv = process.env,
): Record<string, undefined> {
  const prefix = which === "settings" ? "PULUMI_" : "PULUMI_OPTION_";
  const names = Object.keys(environment).filter((name) => name.startsWith(prefix));
  return Object.fromEntries(names.map((name) => [name, undefined]));
}

const thisMachine = "127.0.0.1";

/**
 * Lets this process reach the engine, which is on this machine, though it has a proxy: gRPC asks one for every address that it is not
 * told of (@grpc/grpc-js, http_proxy.ts), and no proxy reaches what is here.
 */
export function reachEngine(environment: NodeJS.ProcessEnv = process.env): void {
  const { no_grpc_proxy: ofGrpc, no_proxy: ofAll } = environment;
  const direct = (ofGrpc || ofAll || "").split(",").filter((host) => host !== "");
  if (!direct.includes(thisMachine)) environment.no_grpc_proxy = [...direct, thisMachine].join(",");
}
