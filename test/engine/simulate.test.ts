import { spawn, type ChildProcess } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, isAbsolute, join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { describeEngine, engineCli } from "./engine-stack";

const root = join(__dirname, "..", "..");

/** A user's folder with two stacks of the example, and a machine of the user's. */
let user: string;
let processes: ChildProcess[];
beforeEach(() => {
  user = mkdtempSync(join(tmpdir(), "lls-user-"));
  processes = [];
  for (const folder of ["project", "backend", "home", "pulumi-home", "tmp", "cache"]) mkdirSync(join(user, folder));
  for (const file of ["Pulumi.yaml", "Pulumi.aks-dev.yaml"]) cpSync(join(root, file), join(user, "project", file));
  mkdirSync(join(user, "project", "facts"));
  cpSync(join(root, "facts", "aks-dev.json"), join(user, "project", "facts", "aks-dev.json"));
  writeFileSync(join(user, "passphrase"), "the user's");
});
afterEach(() => {
  for (const { exitCode, signalCode, pid } of processes) if (exitCode === null && signalCode === null) end(pid!);
  rmSync(user, { recursive: true, force: true });
});

function end(pid: number): void {
  process.kill(-pid, "SIGKILL");
}

/** What a user may have set for other work; each would change what a command does, or where. */
const settings = () => ({
  PULUMI_BACKEND_URL: `file://${join(user, "backend")}`,
  PULUMI_ACCESS_TOKEN: "pul-0123456789",
  PULUMI_CONFIG_PASSPHRASE: "the user's",
  PULUMI_CONFIG_PASSPHRASE_FILE: join(user, "passphrase"),
  PULUMI_HOME: join(user, "pulumi-home"),
  PULUMI_STACK: "production",
  PULUMI_OPTION_TARGET: "urn:pulumi:production",
  PULUMI_OPTION_JSON: "true",
  PULUMI_DIY_BACKEND_GZIP: "true",
  PULUMI_DEBUG_PROVIDERS: "aws:1",
  // Nobody listens there.
  http_proxy: "http://127.0.0.1:9",
  https_proxy: "http://127.0.0.1:9",
});

/** Starts `lls simulate` in a process group of its own, as a shell does. */
async function simulate(...args: string[]): Promise<{ child: ChildProcess; ended: Promise<Ended> }> {
  const { command } = await engineCli();
  const path = isAbsolute(command) ? [dirname(command), process.env.PATH].join(delimiter) : process.env.PATH;
  const child = spawn(process.execPath, [join(root, "bin", "lls.js"), "simulate", "--stack", "aks-dev", ...args], {
    cwd: join(user, "project"),
    env: {
      ...process.env,
      ...settings(),
      ...{ PATH: path, HOME: join(user, "home"), TMPDIR: join(user, "tmp"), LLS_CACHE: join(user, "cache") },
    },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  processes.push(child);
  const ended = new Promise<Ended>((resolve, reject) => {
    let text = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (text += String(chunk)));
    child.on("error", reject);
    child.on("close", (code, signal) => resolve({ code: code ?? signal, text }));
  });
  return { child, ended };
}

interface Ended {
  code: number | string | null;
  /** Everything that was printed. */
  text: string;
}

const simulated = async (...args: string[]): Promise<Ended> => (await simulate(...args)).ended;

/** Every file below some of the user's folders, with its content. */
function filesIn(...folders: string[]): Record<string, string> {
  const files = folders.flatMap((folder) =>
    readdirSync(join(user, folder), { recursive: true, encoding: "utf8" }).map((file) => join(folder, file)),
  );
  const real = files.filter((file) => statSync(join(user, file)).isFile());
  return Object.fromEntries(real.map((file) => [file, readFileSync(join(user, file), "utf8")]));
}

const ofUser = () => filesIn("project", "backend", "home", "pulumi-home");

/** Resolves when a process has printed something. */
function said(child: ChildProcess, what: string): Promise<void> {
  return new Promise((resolve) => {
    child.stdout!.on("data", (chunk) => String(chunk).includes(what) && resolve());
  });
}

describeEngine("lls simulate", () => {
  it("lives from up to destroy, shows verdicts and time, and touches nothing of the user's, whatever is set", async () => {
    const before = ofUser();
    const { code, text } = await simulated();
    expect(text).toMatch(/9 required flows: 9 open; 9 resources/);
    expect(text).toMatch(
      /The real clouds would take about \d+ min \d+ s \(longest chain: .* -> Release lls-proxy-release\)/,
    );
    expect(text).toContain("Nothing is left in the simulated cloud.");
    expect(code).toBe(0);
    expect(ofUser()).toEqual(before);
    expect(readdirSync(join(user, "tmp"))).toEqual([]);
    expect(readdirSync(join(user, "cache"))).toEqual([]);
  });

  it("keeps state and cloud from one command to the next", async () => {
    const before = ofUser();
    expect((await simulated("up")).text).toMatch(/\+ 9 created[^]*9 required flows: 9 open/);
    expect((await simulated("preview")).text).toMatch(/9 unchanged[^]*9 required flows: 9 open/);
    expect((await simulated("recover")).text).toContain("there is nothing to recover");
    expect((await simulated("destroy")).text).toContain("- 9 deleted");
    expect(ofUser()).toEqual(before);
    expect(readdirSync(join(user, "tmp"))).toEqual([]);
  });

  it("lets one process at a time work on a stack", async () => {
    const first = await simulate("up");
    await said(first.child, "Updating");
    process.kill(-first.child.pid!, "SIGSTOP");
    const second = await simulated("up", "--reset");
    process.kill(-first.child.pid!, "SIGCONT");
    expect(second.text).toBe(
      `lls simulate: 1 problem\n  simulated stack: another lls simulate (process ${first.child.pid}) works on it; wait for its end\n`,
    );
    expect(second.code).toBe(2);
    expect((await first.ended).code).toBe(0);
    // Nothing is in the way of the next one, even of a process that was killed.
    const killed = await simulate("up");
    await said(killed.child, "Updating");
    end(killed.child.pid!);
    await killed.ended;
    expect(await simulated("destroy", "--reset")).toMatchObject({ code: 0 });
  });

  it.each(["SIGINT", "SIGTERM"] as const)("ends what it has begun on %s, and leaves no files", async (signal) => {
    const { child, ended } = await simulate();
    await said(child, "Updating");
    // A terminal tells the whole group of Ctrl-C; a request to terminate reaches one process.
    process.kill(signal === "SIGINT" ? -child.pid! : child.pid!, signal);
    const { code, text } = await ended;
    expect(code).toBe(130);
    expect(text).not.toMatch(/defect|Destroying/);
    expect(readdirSync(join(user, "tmp"))).toEqual([]);
  });
});
