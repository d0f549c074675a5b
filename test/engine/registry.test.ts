import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { SimulatedBehaviour } from "../../simulator/engine/operation";
import type { EngineRun, SimulatedStack } from "../../simulator/engine/simulated-stack";
import { describeEngine, EngineStack, notOpen, type Variant } from "./engine-stack";
import { stepLines, textOf } from "./step-lines";

const ecr = "123456789012.dkr.ecr.us-west-2.amazonaws.com";
const own = "registry.example.com";
const upgrade = { streamingProxy: { chartVersion: "3.0.1" } };

let engine: EngineStack;
let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "lls-helm-"))));
afterEach(() => {
  engine.remove();
  rmSync(folder, { recursive: true, force: true });
});

/** `helm registry login`. */
function login(host: string, username: string, password: string): string {
  const file = join(folder, "registry.json");
  const auth = Buffer.from(`${username}:${password}`).toString("base64");
  writeFileSync(file, JSON.stringify({ auths: { [host]: { auth } } }));
  return file;
}

/** The registry of the stack as of now, from which nodes pull by themselves or not. */
function registry(host: string, username: string, password: string, nodesMayPull: boolean): SimulatedBehaviour {
  return {
    registries: [{ host, logins: [{ username, password }], nodesMayPull }],
    helmLogins: join(folder, "registry.json"),
  };
}

const does = (variant: Variant, work: (run: SimulatedStack) => Promise<void>): Promise<void> =>
  engine.with(variant, work);
const texts = (run: EngineRun): string[] => stepLines(run).map(textOf);
const releaseOf = ({ journal }: SimulatedStack) =>
  [...journal.cloud.resources.values()].find(({ type }) => type === "kubernetes:helm.sh/v3:Release");

describeEngine("a login of Helm that has expired", () => {
  const today = () => registry(ecr, "AWS", "token of today", true);
  const expired = new RegExp(
    `problem: failed to perform "FetchReference" on source: GET "https://${ecr}/v2/nvcf/gdn-streaming/manifests/3.0.[01]": response status code 403: denied: Your authorization token has expired. Reauthenticate and try again.`,
  );

  it("fails a preview and an up before anything is done; a fresh one upgrades the chart, and nothing else", async () => {
    engine = EngineStack.fresh("dev");
    login(ecr, "AWS", "token of yesterday");
    const yesterday = registry(ecr, "AWS", "token of yesterday", true);
    await does({ behaviour: yesterday }, async (run) => expect(await run.up()).toMatchObject({ failure: null }));

    await does({ config: upgrade, behaviour: today() }, async (run) => {
      const before = structuredClone([...run.journal.cloud.resources]);
      const [preview, up] = [await run.preview(), await run.up()];
      for (const { failure, diagnostics } of [preview, up]) {
        expect(failure).not.toBeNull();
        expect(diagnostics.join("\n")).toMatch(expired);
      }
      expect([...run.journal.cloud.resources]).toEqual(before);

      login(ecr, "AWS", "token of today");
      const again = await run.up();
      expect(again).toMatchObject({ failure: null, diagnostics: [] });
      expect(texts(again)).toEqual(["update Release lls-proxy-release: version"]);
      expect(releaseOf(run)!.outputs.status).toMatchObject({ version: "3.0.1", revision: 2 });
      expect(notOpen(await engine.graph(run))).toEqual([]);
    });
  });

  it("fails a run that changes nothing as well, because the provider reads the chart each time; not a refresh, nor a destroy", async () => {
    engine = EngineStack.fresh("dev");
    login(ecr, "AWS", "token of today");
    await does({ behaviour: today() }, async (run) => expect(await run.up()).toMatchObject({ failure: null }));
    login(ecr, "AWS", "token of yesterday");
    await does({ behaviour: today() }, async (run) => {
      expect((await run.preview()).diagnostics.join("\n")).toMatch(expired);
      expect(await run.refresh()).toMatchObject({ steps: [], failure: null });
      expect(await run.destroy()).toMatchObject({ failure: null });
      expect([...run.journal.cloud.resources.keys()]).toEqual([]);
    });
  });

  it("matters to a first up only when the load balancer's name is known; the next goes on from there", async () => {
    engine = EngineStack.fresh("dev");
    login(ecr, "AWS", "token of yesterday");
    await does({ behaviour: today() }, async (run) => {
      expect(await run.preview()).toMatchObject({ failure: null });
      expect((await run.up()).diagnostics.join("\n")).toMatch(expired);
      expect(releaseOf(run)).toBeUndefined();
      const made = new Set(run.journal.cloud.resources.keys());
      expect(made.size).toBeGreaterThan(10);

      login(ecr, "AWS", "token of today");
      const up = await run.up();
      expect(up).toMatchObject({ failure: null, diagnostics: [] });
      expect(up.steps.map(({ operation, type }) => [operation, type])).not.toContainEqual([
        "replace",
        expect.anything(),
      ]);
      expect([...run.journal.cloud.resources.keys()].filter((id) => made.has(id))).toHaveLength(made.size);
      expect(notOpen(await engine.graph(run))).toEqual([]);
    });
  });

  it("does not matter to a chart that is a local file", async () => {
    engine = EngineStack.fresh("dev");
    login(ecr, "AWS", "token of yesterday");
    const chart = (version: string) => ({ streamingProxy: { chart: `./gdn-streaming-${version}.tgz` } });
    for (const version of ["3.0.0", "3.0.1"]) {
      await does({ config: chart(version), behaviour: today() }, async (run) => {
        expect(await run.up()).toMatchObject({ failure: null, diagnostics: [] });
        expect(releaseOf(run)!.outputs.status).toMatchObject({ version });
      });
    }
  });
});

describeEngine("a pull secret", () => {
  const config = { imageRegistry: `${own}/nvcf` };
  const holding = (registryPassword: string): Variant => ({
    config,
    secrets: { registryUsername: "robot", registryPassword },
  });

  it("that has expired keeps new pods from starting: the old ones run on, and a rotated one finishes the upgrade", async () => {
    engine = EngineStack.fresh("dev");
    login(own, "robot", "token of yesterday");
    const yesterday = registry(own, "robot", "token of yesterday", false);
    await does({ ...holding("token of yesterday"), behaviour: yesterday }, async (run) =>
      expect(await run.up()).toMatchObject({ failure: null, diagnostics: [] }),
    );

    login(own, "robot", "token of today");
    const today = { config: { ...config, ...upgrade }, behaviour: registry(own, "robot", "token of today", false) };
    await does({ ...holding("token of yesterday"), ...today }, async (run) => {
      const { failure, diagnostics } = await run.up();
      expect(failure).not.toBeNull();
      expect(diagnostics.join("\n")).toMatch(
        /ImagePullBackOff: the pod of gdn-streaming cannot pull registry\.example\.com\/nvcf\/streaming-proxy:3\.0\.2 with nvcr-pull-secret: .*401: unauthorized/,
      );
      expect(releaseOf(run)!.outputs.status).toMatchObject({ version: "3.0.0", revision: 1, status: "deployed" });
    });

    await does({ ...holding("token of today"), ...today }, async (run) => {
      const up = await run.up();
      expect(up).toMatchObject({ failure: null, diagnostics: [] });
      expect(up.steps.map(({ operation, type }) => `${operation} ${type}`).sort()).toEqual([
        "update kubernetes:core/v1:Secret",
        "update kubernetes:helm.sh/v3:Release",
      ]);
      expect(releaseOf(run)!.outputs.status).toMatchObject({ version: "3.0.1", revision: 2 });
      expect(await run.preview()).toMatchObject({ steps: [], failure: null });
      expect(notOpen(await engine.graph(run))).toEqual([]);
    });
  });

  it("that is rotated in time changes in place, and no pod starts", async () => {
    engine = EngineStack.fresh("aks-pools");
    login(own, "robot", "a token that lasts");
    const logins = ["token of yesterday", "token of today", "a token that lasts"].map((password) => ({
      username: "robot",
      password,
    }));
    const behaviour = { ...registry(own, "", "", false), registries: [{ host: own, logins }] };
    await does({ ...holding("token of yesterday"), behaviour }, async (run) =>
      expect(await run.up()).toMatchObject({ failure: null }),
    );
    await does({ ...holding("token of today"), behaviour }, async (run) => {
      const before = structuredClone(releaseOf(run));
      const up = await run.up();
      expect(up).toMatchObject({ failure: null, diagnostics: [], changes: { update: 1 } });
      expect(texts(up)).toEqual(["update Secret lls-proxy-pull-secret: stringData"]);
      expect(releaseOf(run)).toEqual(before);
      const [secret] = [...run.journal.cloud.resources.values()].filter(
        ({ type }) => type === "kubernetes:core/v1:Secret",
      );
      expect(JSON.stringify(secret!.inputs)).toContain("token of today");
    });
  });
});
