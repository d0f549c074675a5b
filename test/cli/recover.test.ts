import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { recoverCommand } from "../../cli/recover";
import { BackendFolder } from "../../cli/recover/backend-folder";
import { clusterKubectl } from "../../cli/recover/kubectl";
import type { LiveCloud, LiveStack } from "../../cli/recover/live-cloud";
import { simulatedObjects } from "../../cli/recover/simulated";
import { parseStackConfig } from "../../stacks/config";
import type { Config } from "../stacks/stack-file";
import { least, source } from "../stacks/stack-file";
import { factsOf } from "../discovery/eks/dev-facts";
import { runProgram, type Ran } from "../run-program";
import { captured, lls, type Ended } from "./run-lls";
import { temporaryFolder, temporaryProject } from "./temporary-project";

afterEach(() => vi.unstubAllEnvs());

const facts = factsOf("dev.json");
const lock = { pid: 42, username: "ann", hostname: "ci-1", timestamp: "2026-01-01T00:00:00Z" };

/** What the stand-in for the Pulumi CLI answers. */
interface Answers {
  /** Of `pulumi stack export`; a text is what it complains of. */
  state: object | string;
  backend?: string;
  /** Of `pulumi stack ls`. */
  stacks?: object[];
}

/** Puts a stand-in for the CLI on PATH, which notes what it is asked for. */
function withPulumi({ state, backend = "s3://bucket?region=x", stacks = [] }: Answers): string {
  const folder = temporaryFolder();
  const file = (name: string, content: string): string => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  const exported =
    typeof state === "string"
      ? `cat '${file("complaint", state)}' >&2; exit 255`
      : `cat '${file("state.json", JSON.stringify(state))}'`;
  const script = `#!/bin/sh
echo "$@" >> '${join(folder, "asked")}'
case "$1 $2" in
  version*) echo v3.300.0 ;;
  "stack export") ${exported} ;;
  "stack ls") cat '${file("stacks.json", JSON.stringify(stacks))}' ;;
  whoami*) cat '${file("who.json", JSON.stringify({ user: "ann", url: backend }))}' ;;
  *) echo "error: unexpected: $*" >&2; exit 1 ;;
esac
`;
  mkdirSync(join(folder, "bin"));
  writeFileSync(join(folder, "bin", "pulumi"), script, { mode: 0o755 });
  vi.stubEnv("PATH", `${join(folder, "bin")}:${process.env.PATH}`);
  return join(folder, "asked");
}

function exported({ graph }: Ran, but: (urn: string) => boolean): object {
  const resources = graph.resources.map(({ urn, type, custom, id, inputs, parent, provider }) => ({
    ...{ urn, type, custom, id, inputs, parent, provider },
  }));
  return {
    version: 3,
    deployment: {
      resources: resources.filter(({ urn }) => !but(urn)),
      pending_operations: resources
        .filter(({ urn }) => but(urn))
        .map(({ id: _, ...resource }) => ({ type: "creating", resource })),
    },
  };
}

async function recovered(answers: Answers, live: Partial<LiveCloud> & { ran: Ran }, format: "text" | "json" = "text") {
  const asked = withPulumi(answers);
  const read = (): Promise<LiveCloud> => Promise.resolve({ reading: simulatedObjects(live.ran.cloud), facts, ...live });
  const project = temporaryProject();
  const ended = await captured(project, () => recoverCommand({ stack: "dev", format }, read));
  return { ...ended, asked: readFileSync(asked, "utf8").trim().split("\n") };
}

describe("lls recover", () => {
  it("ends with 0 where state and cloud agree, having asked for nothing but to read", async () => {
    const ran = await runProgram(facts);
    const { code, out, asked } = await recovered({ state: exported(ran, () => false) }, { ran });
    expect(code).toBe(0);
    expect(out).toMatch(
      /^Besides\n {2}Whether the stack is locked is not known: it cannot be seen in s3:\/\/bucket\. /,
    );
    expect(out).toMatch(/\n\nStack dev: state and cloud agree, there is nothing to recover\.\n$/);
    expect(asked.sort()).toEqual([
      "stack export --stack dev --non-interactive --color never",
      "version",
      "whoami --json --non-interactive --color never",
    ]);
  });

  it("ends with 1 and prints the lines where something was left, the same in JSON", async () => {
    const ran = await runProgram(facts);
    const state = exported(ran, (urn) => urn.endsWith("::lls-lb"));
    const { code, out } = await recovered({ state }, { ran });
    expect(code).toBe(1);
    const lines = out.split("\n").filter((line) => line.startsWith("     "));
    expect(lines).toEqual([
      expect.stringMatching(/^ {5}pulumi import aws:lb\/loadBalancer:LoadBalancer lls-lb arn:aws:\S+ /),
      "     pulumi refresh --clear-pending-creates --yes --non-interactive --stack dev",
    ]);
    const json = await recovered({ state }, { ran }, "json");
    expect(json.code).toBe(1);
    const { stack, steps, orphans, pending } = JSON.parse(json.out);
    expect(steps.flatMap(({ commands }: { commands: string[] }) => commands)).toEqual(lines.map((line) => line.trim()));
    expect({ stack, orphans, pending }).toMatchObject({
      stack: "dev",
      orphans: [{ action: "import", title: "load balancer" }],
      pending: [{ operation: "creating" }],
    });
  });

  it("ends with 1 where the cloud could not be read, and says nothing of it", async () => {
    const ran = await runProgram(facts);
    const unread = [
      { what: "The cloud", types: [...ran.cloud.resources.values()].map(({ type }) => type), reason: "no" },
    ];
    const live = { ran, reading: { objects: [], unread }, facts: { unknown: "no cluster\nat all" } };
    const { code, out } = await recovered({ state: exported(ran, () => false) }, live);
    expect(code).toBe(1);
    expect(out).toContain("Could not be read\n  The cloud: no\n");
    expect(out).toContain("  What the program wants could not be planned: no cluster at all\n");
    expect(out).toMatch(/\n\nThen run lls recover --stack dev again: not everything could be read this time\.\n$/);
  });

  it("prints what a state or a cloud says as text, without control characters", async () => {
    const ran = await runProgram(facts);
    const unread = [{ what: "The cloud", types: [], reason: "\u001b[2Jgone\nwith the wind" }];
    const { out } = await recovered(
      { state: exported(ran, () => false) },
      { ran, reading: { ...simulatedObjects(ran.cloud), unread } },
    );
    expect(out).toContain("  The cloud: \uFFFD[2Jgone with the wind\n");
  });

  it.each([
    ["error: no stack named 'dev' found\n", "no stack named 'dev' found"],
    [{ version: 3 }, "the state cannot be used: it has no deployment"],
    [{ deployment: { resources: {} } }, "the state cannot be used: it has something else where a list must be"],
    [{ deployment: { resources: [{ urn: 1 }] } }, "the state cannot be used: it has a resource without URN or type"],
    [{ deployment: { pending_operations: [{}] } }, "the state cannot be used: it has a pending operation without type"],
  ])("throws what is wrong with the state: %j", async (state, reason) => {
    const ran = await runProgram(facts);
    await expect(recovered({ state }, { ran })).rejects.toMatchObject({
      problems: [{ path: "pulumi stack export --stack dev", reason }],
    });
  });

  it.each([
    ["a stack that has no file", ["--stack", "other"], "Pulumi.other.yaml"],
    ["a path as a stack", ["--stack", "../dev"], "must be the bare name of a stack"],
    ["a format that there is none of", ["--format", "xml"], "xml"],
  ])("ends with 2 on %s", async (_, args, said) => {
    withPulumi({ state: {} });
    const { code, err } = await lls(temporaryProject(), "recover", ...args);
    expect(code).toBe(2);
    expect(err).toContain(said);
  });

  it("ends with 2 where there is no Pulumi CLI", async () => {
    vi.stubEnv("PATH", temporaryFolder());
    vi.stubEnv("LLS_CACHE", temporaryFolder());
    const { code, err }: Ended = await lls(temporaryProject(), "recover");
    expect(code).toBe(2);
    expect(err).toMatch(/^lls recover: 2 problems\n {2}pulumi: there is no Pulumi CLI, and only it can read the state/);
  });
});

describe("the lock", () => {
  const state = { deployment: {} };

  async function lockOf(backend: string, stacks: object[] = []) {
    const ran = await runProgram(facts);
    const { out } = await recovered({ state, backend, stacks }, { ran }, "json");
    return JSON.parse(out).lock;
  }

  it.each([
    [[{ name: "dev", updateInProgress: true }], { state: "held", holders: [] }],
    [[{ name: "team/dev", updateInProgress: true }], { state: "held", holders: [] }],
    [[{ name: "dev" }, { name: "prod", updateInProgress: true }], { state: "free" }],
    [[{ name: "prod" }], { state: "unknown", reason: "pulumi stack ls does not list the stack" }],
  ])("in the Pulumi Cloud is what it says of the stack: %j", async (stacks, lockFound) => {
    expect(await lockOf("https://api.pulumi.com", stacks)).toEqual(lockFound);
  });

  it.each(["s3://bucket?region=eu", "azblob://container", "gs://bucket"])("in %s is not known", async (backend) => {
    const bucket = backend.replace(/\?.*/, "");
    expect(await lockOf(backend)).toEqual({ state: "unknown", reason: `it cannot be seen in ${bucket}` });
  });

  it("in a folder is a file of the stack, in old backends without the project", () => {
    const folder = temporaryFolder();
    const at = (...path: string[]): string => {
      mkdirSync(join(folder, ".pulumi", "locks", ...path), { recursive: true });
      return join(folder, ".pulumi", "locks", ...path, "1.json");
    };
    const backend = new BackendFolder(`file://${folder}?no_tmp_dir=true`, "/");
    expect(backend.lock("p", "dev")).toMatchObject({ state: "unknown" });
    mkdirSync(join(folder, ".pulumi"));
    expect(backend.lock("p", "dev")).toEqual({ state: "free" });

    writeFileSync(at("organization", "p", "dev"), JSON.stringify(lock));
    writeFileSync(`${at("organization", "p", "dev")}.attrs`, "");
    writeFileSync(at("organization", "other", "dev"), JSON.stringify({ ...lock, pid: 1 }));
    writeFileSync(at("organization", "p", "prod"), JSON.stringify({ ...lock, pid: 2 }));
    const holder = "ann@ci-1, process 42, since 2026-01-01T00:00:00Z";
    expect(backend.lock("p", "dev")).toEqual({ state: "held", holders: [holder] });
    expect(new BackendFolder("file://./", folder).lock("p", "dev")).toEqual({ state: "held", holders: [holder] });

    writeFileSync(at("dev"), "{");
    expect(backend.lock("p", "dev")).toEqual({ state: "held", holders: [holder, `whoever wrote ${at("dev")}`] });
  });
});

describe("a state that a killed CLI made unreadable", () => {
  it("is read again once the files are gone that are printed", async () => {
    const folder = temporaryFolder();
    const stacks = join(folder, ".pulumi", "stacks", "nvcf-lls");
    mkdirSync(stacks, { recursive: true });
    writeFileSync(join(stacks, "dev.json"), "{}");
    writeFileSync(join(stacks, "dev.json.attrs"), "");
    writeFileSync(join(stacks, "dev.json.bak.attrs"), '{"md5":"x"}');
    writeFileSync(join(stacks, "prod.json.attrs"), "");
    const ran = await runProgram(facts);
    const state = "error: failed to load checkpoint: EOF\n";
    const { code, out } = await recovered({ state, backend: `file://${folder}` }, { ran });
    expect(code).toBe(1);
    expect(out).toContain("Could not be read\n  The state: failed to load checkpoint: EOF\n");
    expect(out).toContain(`\n     rm -- ${join(stacks, "dev.json.attrs")}\n`);
    expect(out.match(/^ {5}/gm)).toHaveLength(1);
  });
});

describe("kubectl", () => {
  const config = parseStackConfig(source(least));
  const cluster = { name: "nvcf-dev", endpoint: "https://cluster.example.com", certificateAuthority: "RVhBTVBMRQ==" };
  const none = () => Promise.resolve(undefined);

  /** A stand-in that prints the kubeconfig that it is given, and what it is asked for. */
  function withKubectl(script = 'cat "$2"; shift 2; printf " %s" "$@"'): void {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "kubectl"), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    vi.stubEnv("PATH", `${folder}:${process.env.PATH}`);
  }

  it("is led to the cluster with a token of the stack's own login, whatever the current context is", async () => {
    withKubectl();
    const kubectl = await clusterKubectl(config, cluster, none);
    const [printed = "", asked] = (await kubectl.run(["get", "namespaces"])).split("} get");
    kubectl.close();
    const { clusters, users } = JSON.parse(`${printed}}`) as { clusters: any[]; users: any[] };
    expect(clusters[0].cluster.server).toBe(cluster.endpoint);
    expect(users[0].user.exec).toMatchObject({
      command: "aws",
      args: expect.arrayContaining(["get-token", "nvcf-dev"]),
    });
    expect(asked).toBe(" namespaces");
  });

  it("takes the stack's own kubeconfig where there is one, and leaves none behind", async () => {
    withKubectl('echo "$2"; cat "$2"');
    const kubectl = await clusterKubectl(config, cluster, () => Promise.resolve("of-the-stack"));
    const [file = "", content] = (await kubectl.run(["get"])).split("\n");
    expect(content).toBe("of-the-stack");
    kubectl.close();
    expect(() => readFileSync(file)).toThrow("ENOENT");
  });

  it("passes on what it says when it fails, and what to do where there is none", async () => {
    withKubectl("echo 'error: Unauthorized' >&2; exit 1");
    const kubectl = await clusterKubectl(config, cluster, none);
    await expect(kubectl.run(["get"])).rejects.toThrow(/^error: Unauthorized$/);
    vi.stubEnv("PATH", temporaryFolder());
    await expect(kubectl.run(["get"])).rejects.toThrow("kubectl was not found; install it and put it on PATH");
    kubectl.close();
  });
});

it("a kubeconfig of the stack is asked of the CLI, which can decrypt it", async () => {
  withPulumi({ state: { deployment: {} } });
  const config: Config = { kubeconfig: { secure: "v1:abc" } };
  let asked: LiveStack | undefined;
  const read = async (stack: LiveStack): Promise<LiveCloud> => {
    asked = stack;
    return { reading: { objects: [], unread: [] }, facts: { unknown: "nothing" } };
  };
  await captured(temporaryProject(config), () => recoverCommand({ stack: "dev", format: "text" }, read));
  await expect(asked!.kubeconfig()).rejects.toMatchObject({
    problems: [{ path: "pulumi config get nvcf-lls:kubeconfig --stack dev" }],
  });
});
