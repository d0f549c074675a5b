import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Server, ServerCredentials, status, type sendUnaryData, type ServerUnaryCall } from "@grpc/grpc-js";
import { Provider as AwsProvider } from "@pulumi/aws/provider";
import { Provider as KubernetesProvider } from "@pulumi/kubernetes/provider";
import * as pulumi from "@pulumi/pulumi";
import { EngineService } from "@pulumi/pulumi/proto/engine_grpc_pb.js";
import engine from "@pulumi/pulumi/proto/engine_pb.js";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { newEnoughEngine, oldestPulumi } from "../../components/engine-version";
import { EksLls, recordedEks } from "../../exports/eks";
import { root } from "../cli/temporary-project";
import { factsText } from "../discovery/eks/dev-facts";

type Answer = (reply: sendUnaryData<unknown>, range: string) => void;

let server: Server;
let answer: Answer | undefined;

/** An engine that answers this one question; without an answer it does not know the question. */
async function start(): Promise<string> {
  server = new Server();
  const { requirePulumiVersion } = EngineService as unknown as Record<string, never>;
  type Call = ServerUnaryCall<{ getPulumiVersionRange(): string }, unknown>;
  server.addService({ requirePulumiVersion } as never, {
    requirePulumiVersion: ({ request }: Call, reply: sendUnaryData<unknown>) =>
      answer ? answer(reply, request.getPulumiVersionRange()) : reply({ code: status.UNIMPLEMENTED }),
  });
  const port = await new Promise<number>((resolve, reject) =>
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) =>
      error ? reject(error) : resolve(port),
    ),
  );
  return `127.0.0.1:${port}`;
}

const accept: Answer = (reply) => reply(null, new engine.RequirePulumiVersionResponse());

beforeEach(async () => {
  answer = undefined;
  pulumi.runtime.resetOptions("streaming", "dev", -1, await start(), "", false, "");
});

afterEach(() => {
  pulumi.runtime.resetOptions("streaming", "dev", -1, "", "", false, "");
  server.forceShutdown();
});

describe("the engine's version", () => {
  it("is the oldest one that can be asked, or newer", async () => {
    let asked = "";
    answer = (reply, range) => {
      asked = range;
      accept(reply, range);
    };
    await expect(newEnoughEngine("EksLls 'lls'")).resolves.toEqual([]);
    expect(asked).toBe(`>=${oldestPulumi}`);
  });

  it("is refused by name if it is older", async () => {
    answer = (reply) => reply({ code: status.UNKNOWN, details: "Pulumi CLI version 3.216.0 does not satisfy" });
    await expect(newEnoughEngine("EksLls 'lls'")).rejects.toThrow(
      /^EksLls 'lls': 1 problem\n {2}pulumi: the CLI must be 3\.217\.0 or newer; update it .*3\.216\.0 does not satisfy/,
    );
  });

  it("is refused if it cannot be asked", async () => {
    await expect(newEnoughEngine("EksLls 'lls'")).rejects.toThrow(/the CLI must be 3\.217\.0 or newer/);
  });

  it("is not asked where there is no engine", async () => {
    pulumi.runtime.resetOptions("streaming", "dev", -1, "", "", false, "");
    await expect(newEnoughEngine("EksLls 'lls'")).resolves.toEqual([]);
  });

  it.each(["README.md", "docs/prerequisites.md", "docs/getting-started-eks.md"])("is stated in %s", (page) => {
    expect(readFileSync(join(root, page), "utf8")).toContain(`${oldestPulumi} or newer`);
  });

  it("is known before EksLls registers a resource", async () => {
    let asked = false;
    let release = (): void => undefined;
    answer = (reply, range) => {
      asked = true;
      release = () => accept(reply, range);
    };
    const made: string[] = [];
    await pulumi.runtime.setMocks({
      call: ({ inputs }) => inputs as Record<string, unknown>,
      newResource: ({ type, inputs, name }) => {
        made.push(type);
        return { id: `${name}-id`, state: inputs as Record<string, unknown> };
      },
    });
    const aws = new AwsProvider("aws", { region: "us-west-2" });
    const kubernetes = new KubernetesProvider("kubernetes", { kubeconfig: "{}", enableSecretMutable: true });
    const { args } = recordedEks(
      { cluster: "nvcf-dev", availabilityZone: "us-west-2a" },
      factsText("dev.json"),
      "dev.json",
    );
    const imageRegistry = "123456789012.dkr.ecr.us-west-2.amazonaws.com/nvcf";
    new EksLls("lls", { ...args, imageRegistry }, { providers: [aws, kubernetes] });
    await expect.poll(() => asked).toBe(true);
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(made.filter((type) => !type.startsWith("pulumi:providers:")).sort()).toEqual(["nvcf-lls:index:EksLls"]);
    release();
    await expect.poll(() => made).toContain("aws:lb/loadBalancer:LoadBalancer");
  });
});
