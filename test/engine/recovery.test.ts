import { readdirSync, readFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { afterEach, expect, it, vi } from "vitest";
import type { SimulatedStack } from "../../simulator/engine/simulated-stack";
import { lls } from "../cli/run-lls";
import { QueryApi } from "../discovery/query-api";
import { describeEngine, differences, notOpen, type Variant } from "./engine-stack";
import { KilledStack, nothing } from "./killed-stack";

let stack: KilledStack | undefined;
afterEach(() => stack?.remove());

const registry = { imageRegistry: "registry.example.com/nvcf" };
const password = "pass-of-the-registry";
const credentials = { registryUsername: "lls", registryPassword: password };

/** Whatever was done before: one up and everything is as it should be. */
async function expectConverged(run: SimulatedStack, killed: KilledStack, what?: string): Promise<void> {
  expect(await run.up(), what).toMatchObject({ diagnostics: [], failure: null });
  expect((await run.preview()).steps, what).toEqual([]);
  expect(differences(run), what).toEqual(nothing);
  expect(notOpen(await killed.engine.graph(run)), what).toEqual([]);
}

/** The state as it lies on disk; the CLI prints secrets in plain text to whoever has the passphrase. */
function written({ engine: { folder, name } }: KilledStack): string[] {
  const state = readFileSync(join(folder, "backend", ".pulumi", "stacks", "nvcf-lls", `${name}.json`), "utf8");
  return state.split(/[^\w-]+/);
}

function standing(run: SimulatedStack, type: string): string[] {
  const all = [...run.journal.cloud.resources.values()];
  return all.filter((resource) => resource.type.endsWith(`:${type}`)).map(({ id }) => id);
}

const changes: { name: string; stack: string; after: Variant }[] = [
  { name: "another zone", stack: "dev", after: { config: { availabilityZone: "us-west-2b" } } },
  { name: "another port", stack: "dev", after: { config: { port: 443 } } },
  { name: "another port", stack: "aks-pools", after: { config: { port: 443 } } },
];

describeEngine.each(changes)("an update of stack $stack to $name, its CLI killed", ({ stack: name, after }) => {
  it("is recovered whatever operation it was at, and leaves nothing twice", { timeout: 900_000 }, async () => {
    const killed = (stack = await KilledStack.fresh(name));
    const variants = [{}, after];
    await killed.with({}, async (run) => expect((await run.up()).failure).toBeNull());
    // To and fro: each killed update that is recovered is what the next one starts from.
    for (let number = 1, hit = true; hit; number++) {
      const variant = variants[number % 2]!;
      await killed.with(variant, async (run) => {
        hit = await killed.killed(() => run.up(), number);
        const what = `operation ${number}: ${killed.hit?.kind} ${killed.hit?.urn}`;
        if (hit) await killed.recover(run, variant);
        await expectConverged(run, killed, what);
        for (const one of ["SecurityGroup", "LoadBalancer", "Listener", "Release"]) {
          expect(standing(run, one).length, `${one}, ${what}`).toBeLessThanOrEqual(1);
        }
      });
    }
  });
});

describeEngine("what stands in no example stack", () => {
  const variant: Variant = {
    config: {
      ...registry,
      eks: { addressing: { kind: "elasticIp" }, targets: { kind: "addresses", addresses: ["192.0.2.140"] } },
    },
    secrets: credentials,
  };

  it.each(["Eip", "TargetGroupAttachment", "Namespace", "Secret", "ServiceAccountPatch"])(
    "is recovered too, killed at %s, and an imported secret is no plain text in the state",
    async (type) => {
      const killed = (stack = await KilledStack.fresh("dev"));
      await killed.with(variant, async (run) => {
        expect(await killed.killed(() => run.up(), type)).toBe(true);
        await killed.recover(run, variant);
        expect(written(killed)).not.toContain(password);
        await expectConverged(run, killed);
        expect(written(killed)).not.toContain(password);
      });
    },
  );
});

describeEngine("an operator who goes on without recovering", () => {
  it("is told later which of two to delete", async () => {
    const killed = (stack = await KilledStack.fresh("dev"));
    await killed.with({}, async (run) => {
      await killed.killed(() => run.up(), "SecurityGroup");
      const [first] = standing(run, "SecurityGroup");
      await killed.follow(run, "rm ");
      await killed.follow(run, "pulumi cancel ");
      await run.up(); // may find its rules there already, and fail

      expect(standing(run, "SecurityGroup")).toHaveLength(2);
      const lines = await killed.recover(run);
      expect(lines).toContain(`aws ec2 delete-security-group --group-id ${first} --region us-west-2`);
      await expectConverged(run, killed);
      expect(await killed.printed(run)).toBe("Stack dev: state and cloud agree, there is nothing to recover.\n");
    });
  });
});

describeEngine("a state that was lost", () => {
  it("is no reason to delete or import anything: what stands waits for the state to be restored", async () => {
    const killed = (stack = await KilledStack.fresh("dev"));
    await killed.with({}, async (run) => {
      expect((await run.up()).failure).toBeNull();
      await killed.forget(run);
      const text = await killed.printed(run);
      const count = run.journal.cloud.resources.size;
      expect(text.match(/: wait, because the state has not what it belongs to$/gm)).toHaveLength(count);
      expect(text).not.toMatch(/^ {5}/m);
    });
  });
});

describeEngine("lls recover, on the backend of the user", () => {
  const api = new QueryApi();
  afterEach(() => api.close());

  it("reads state, lock and clouds as they are, changes nothing, and says what it could not read", async () => {
    const killed = (stack = await KilledStack.fresh("dev"));
    await killed.with({}, async (run) => {
      await killed.killed(() => run.up(), "LoadBalancer");
      await killed.follow(run, "rm "); // what keeps the CLI itself from reading
      await api.open(); // an AWS that refuses everything
      vi.stubEnv("PATH", [dirname(run.cli.command), process.env.PATH].join(delimiter));
      for (const [name, value] of Object.entries(run.cli.env)) vi.stubEnv(name, value);
      const folder = join(killed.engine.folder, "backend", ".pulumi");
      const before = contentOf(folder);
      const cloud = JSON.stringify([...run.journal.cloud.resources]);

      const { code, out } = await lls(process.cwd(), "recover", "--stack", "dev");
      expect(code).toBe(1);
      expect(out).toMatch(/^Locked by\n {2}\S+@\S+, process \d+, since 20/);
      expect(out).toMatch(
        /\nInterrupted\n(?: {2}creating .*\n)* {2}creating aws:lb\/loadBalancer:LoadBalancer lls-lb\n/,
      );
      expect(out).toContain("  Load balancers: UnauthorizedOperation: ");
      expect(out).toMatch(/\n {2}Kubernetes: the cluster could not be read \(.*ec2:/);
      // A record is kept until it is known what became of it.
      expect(out).toMatch(/\n {2}Whether \S+::lls-lb was made is not known/);
      expect([...out.matchAll(/^ {5}(.*)$/gm)].map(([, line]) => line)).toEqual([
        "pulumi cancel --stack dev",
        "pulumi refresh --skip-pending-creates --yes --non-interactive --stack dev",
      ]);
      expect(contentOf(folder)).toEqual(before);
      expect(JSON.stringify([...run.journal.cloud.resources])).toBe(cloud);
    });
  });
});

/** Every file below a folder, with what is in it. */
function contentOf(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    files.map(({ parentPath, name }) => [join(parentPath, name), readFileSync(join(parentPath, name), "utf8")]),
  );
}
