import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { CloudError } from "../../simulator/cloud-error";
import type { SimulatedBehaviour } from "../../simulator/engine/operation";
import type { EngineRun, EngineRunOptions } from "../../simulator/engine/simulated-stack";
import { shownValue } from "../../simulator/wire";
import { withAnalyzer } from "./analyzer";
import { describeEngine, EngineStack, recordedFacts, type Variant } from "./engine-stack";
import { secretsIn } from "./told-secrets";

// What is searched: everything that the CLI prints and logs, every event that it tells, every error, the exported state, and every
// file that the engine leaves: state, its backups and history, stack file. What may hold the secrets: the simulated cloud's own
// file, as the real cluster has them, and `pulumi stack export --show-secrets`.

/** The key of a stack file, or the path of a part of one, and its secret. */
type Secrets = Record<string, string>;

interface Stack {
  title: string;
  stack: string;
  config?: Variant["config"];
  before: Secrets;
  /** Rotated. */
  after: Secrets;
  /**
   * Has the CLI say everything that it can, debug messages and its own log besides. Pulumi warns of these ("Troubleshooting", "Verbose logging"):
   * they conceal the values of the configuration as it is, and not what JSON writes in other words, or what was configured before.
   */
  verbose: boolean;
}

const otherRegistry = { imageRegistry: "registry.example.com/nvcf" };
const token = "streamingProxy.extraValues.podAnnotations.token";

function kubeconfig(stack: string, secret: string): string {
  const { endpoint } = recordedFacts(stack).cluster;
  return [
    "apiVersion: v1",
    "kind: Config",
    `clusters: [{ name: c, cluster: { server: "${endpoint}" } }]`,
    "contexts: [{ name: c, context: { cluster: c, user: u } }]",
    "current-context: c",
    `users: [{ name: u, user: { token: ${secret} } }]`,
    "",
  ].join("\n");
}

const stacks: Stack[] = [
  {
    title: "pull credentials, a kubeconfig, chart values and roles",
    stack: "dev",
    config: otherRegistry,
    before: {
      registryUsername: "robot$lls-4d1e0a",
      registryPassword: "password-8f27c1",
      kubeconfig: "kube-551c0a",
      [token]: "value-93ab5e",
      "aws:assumeRoles[0].roleArn": "arn:aws:iam::123456789012:role/role-77ab31",
      "aws:assumeRoles[0].externalId": "external-2277f0",
    },
    after: { registryPassword: "password-21b6ee", kubeconfig: "kube-0c97d4", [token]: "value-d83f11" },
    verbose: true,
  },
  {
    title: "a profile, and credentials with quotes",
    stack: "dev",
    config: otherRegistry,
    before: {
      registryUsername: 'robot"4d1e0a',
      registryPassword: 'pass"wo\\rd<8f27c1>&é',
      [token]: 'va"lue\n93ab5e',
      "aws:profile": "profile-c7705d",
    },
    after: { registryPassword: 'pass"wo\\rd<21b6ee>&é', "aws:profile": "profile-19e2ab" },
    verbose: false,
  },
  {
    title: "pull credentials, a kubeconfig and chart values",
    stack: "aks-dev",
    config: otherRegistry,
    before: {
      registryUsername: "robot$lls-4d1e0a",
      registryPassword: "password-8f27c1",
      kubeconfig: "kube-551c0a",
      [token]: "value-93ab5e",
    },
    after: { registryUsername: "robot$lls-b60c2d", registryPassword: "password-21b6ee" },
    verbose: true,
  },
];

let engine: EngineStack;
let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "lls-secrets-"))));
afterEach(() => {
  engine.remove();
  rmSync(folder, { recursive: true, force: true });
});

/** The release is there, and the answer says that it is not ready: the state gets it from an error. */
const releaseFails: SimulatedBehaviour = {
  fault: ({ kind, type }) =>
    kind === "create" && type === "kubernetes:helm.sh/v3:Release"
      ? { error: new CloudError("Timeout", "the release is not ready in time"), applied: true }
      : undefined,
};

describeEngine("state and logs hold no plain secret", () => {
  it.each(stacks)("of $stack with $title", async ({ stack, config, before, after, verbose }) => {
    engine = EngineStack.fresh(stack);
    const rotated = { ...before, ...after };
    const old = Object.keys(after).map((key) => [`${key}, as it was`, before[key]!]);
    const all: Secrets = { ...rotated, ...Object.fromEntries(old) };

    const leaks = new Set<string>();
    const search = (where: string, text: string, secrets = all): void => {
      for (const secret of secretsIn(text, secrets)) leaks.add(`${where}: ${secret}`);
    };
    const searchFiles = (when: string): void => {
      for (const [file, text] of Object.entries(filesOf(engine.folder))) search(`${file} ${when}`, text);
    };
    const running = async (
      configured: Secrets,
      title: string,
      run: (options: EngineRunOptions) => Promise<EngineRun>,
    ): Promise<EngineRun> => {
      const searched = verbose ? configured : all;
      const done = await run({
        verbose,
        onOutput: (text) => search(`output of ${title}`, text, searched),
        onEvent: (event) => {
          const isDebug = (event.diagnosticEvent?.severity as string) === "debug";
          if (verbose || !isDebug) search(`event of ${title}`, JSON.stringify(event), searched);
        },
      });
      search(`error of ${title}`, `${done.failure?.message}\n${done.failure?.stack}`, searched);
      return done;
    };
    const variant = (values: Secrets, behaviour?: SimulatedBehaviour): Variant => ({
      ...(config && { config }),
      secrets: { ...values, ...(values.kubeconfig && { kubeconfig: kubeconfig(stack, values.kubeconfig) }) },
      environment: withAnalyzer(join(folder, "bin")),
      ...(behaviour && { behaviour }),
    });
    const policyPacks = [join(__dirname, "..", "..", "policy")];

    await engine.with(variant(before, releaseFails), async (run) => {
      const { failure } = await running(before, "an up that fails", (options) => run.up(options));
      expect(failure).not.toBeNull();
      searchFiles("after an up that failed");
    });
    await engine.with(variant(before), async (run) => {
      for (const [title, work] of [
        ["up", (options) => run.up(options)],
        ["preview", (options) => run.preview({ ...options, policyPacks })],
        ["refresh", (options) => run.refresh(options)],
      ] as [string, (options: EngineRunOptions) => Promise<EngineRun>][]) {
        expect(await running(before, title, work), title).toMatchObject({ failure: null });
      }
    });
    await engine.with(variant(rotated), async (run) => {
      expect(await running(rotated, "rotation", (options) => run.up(options))).toMatchObject({ failure: null });
      searchFiles("after rotation");
      const { resources = [] } = await run.state();
      search("exported state", JSON.stringify(resources.map((resource) => shownValue(resource))));

      // All of them were at work, and are found where they may be.
      const inCloud = secretsIn(readFileSync(join(engine.folder, "cloud.jsonl"), "utf8"), all);
      expect(inCloud).toEqual(Object.keys(all));
      expect(secretsIn(JSON.stringify(resources), rotated)).toEqual(Object.keys(rotated));
      expect(await running(rotated, "destroy", (options) => run.destroy(options))).toMatchObject({ failure: null });
    });
    searchFiles("after destroy");
    expect([...leaks]).toEqual([]);
  });
});

/** Every file that the engine has left, by its path. */
function filesOf(root: string): Record<string, string> {
  const files = readdirSync(root, { recursive: true, encoding: "utf8" })
    .filter((file) => file !== "cloud.jsonl" && statSync(join(root, file)).isFile())
    .map((file) => [file, readFileSync(join(root, file), "utf8")]);
  return Object.fromEntries(files) as Record<string, string>;
}
