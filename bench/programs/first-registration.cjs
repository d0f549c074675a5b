// Runs a program as Pulumi's Node.js language host does, until it registers its first resource beside the stack itself.
// Arguments: the program's file, and `typescript` where it is to be transpiled. BENCH_FIGURES: where the program's process leaves what it has cost.
const { spawn } = require("node:child_process");
const { join } = require("node:path");
const { Server, ServerCredentials } = require("@grpc/grpc-js");
const { EngineService } = require("@pulumi/pulumi/proto/engine_grpc_pb");
const engine = require("@pulumi/pulumi/proto/engine_pb");
const { ResourceMonitorService } = require("@pulumi/pulumi/proto/resource_grpc_pb");
const resource = require("@pulumi/pulumi/proto/resource_pb");
const { Empty } = require("google-protobuf/google/protobuf/empty_pb");
const { readStackFile } = require("../../dist/cli/stack-file");

const [program, language] = process.argv.slice(2);
const root = join(__dirname, "..", "..");
const host = require.resolve("@pulumi/pulumi/cmd/run");
const figures = require.resolve("./leave-figures-on-sigterm.cjs");

async function main() {
  const registered = {};
  const first = new Promise((resolve) => (registered.resolve = resolve));
  const servers = await Promise.all([
    serve(EngineService, {
      log: answer(() => new Empty()),
      getRootResource: answer(() => new engine.GetRootResourceResponse()),
      setRootResource: answer(() => new engine.SetRootResourceResponse()),
    }),
    serve(ResourceMonitorService, {
      supportsFeature: answer(() => new resource.SupportsFeatureResponse()),
      registerResource: (call, callback) => {
        if (call.request.getType() !== "pulumi:pulumi:Stack") return registered.resolve();
        callback(
          null,
          new resource.RegisterResourceResponse().setUrn("urn:pulumi:dev::nvcf-lls::pulumi:pulumi:Stack::nvcf-lls-dev"),
        );
      },
    }),
  ]);
  const [{ port: enginePort }, { port: monitorPort }] = servers;
  const { config } = readStackFile(root, "dev");
  const child = spawn(
    process.execPath,
    // prettier-ignore
    ["--require", figures, host, `--engine=127.0.0.1:${enginePort}`, `--monitor=127.0.0.1:${monitorPort}`,
      "--project=nvcf-lls", "--stack=dev", "--parallel=16", `--pwd=${root}`, program],
    {
      stdio: ["ignore", "ignore", "inherit"],
      env: {
        ...process.env,
        PULUMI_CONFIG: JSON.stringify(config),
        PULUMI_NODEJS_TYPESCRIPT: String(language === "typescript"),
        PULUMI_NODEJS_TSCONFIG_PATH: join(root, "tsconfig.runtime.json"),
      },
    },
  );
  const ended = new Promise((_resolve, reject) => {
    child.on("exit", (code) => reject(new Error(`the program ended with ${code} before it registered anything`)));
  });
  try {
    await Promise.race([first, ended]);
    child.removeAllListeners("exit");
    const gone = new Promise((resolve) => child.on("exit", resolve));
    child.kill("SIGTERM");
    await gone;
  } finally {
    child.kill("SIGKILL");
    for (const { server } of servers) server.forceShutdown();
  }
}

function serve(service, handlers) {
  const server = new Server();
  server.addService(service, handlers);
  return new Promise((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) =>
      error ? reject(error) : resolve({ server, port }),
    );
  });
}

function answer(make) {
  return (_call, callback) => callback(null, make());
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
