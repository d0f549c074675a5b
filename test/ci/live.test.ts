import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { isEcrRegistry } from "../../components/registry";
import { root, temporaryFolder } from "../cli/temporary-project";

/** What the commands do that the script calls, as the body of a shell script. */
interface Commands {
  /** `node bin/lls.js facts`; $out is the file to write. */
  facts?: string;
  /** `node bin/lls.js plan`; `real` runs it. */
  plan?: string;
  pulumi?: string;
}

/** How the script ended. */
interface Ended {
  code: number | null;
  /** What it called, in order, with its arguments; the scratch folder written as SCRATCH. */
  calls: string[];
  err: string;
  /** A file that it left in the folder; undefined: none. */
  file: (name: string) => string | undefined;
}

const lls = "node bin/lls.js";
const preview =
  "pulumi preview --stack dev --policy-pack policy --diff --suppress-outputs --non-interactive --color never";

/** Runs `.ci/live` with commands on PATH that note down their calls. */
function live(args: string[], commands: Commands = {}, env: Record<string, string> = {}): Ended {
  const folder = temporaryFolder();
  const log = join(folder, "calls.txt");
  const bin = join(folder, "bin");
  const report = join(folder, "report");
  mkdirSync(bin);
  const command = (name: string, body: string): void => {
    const path = join(bin, name);
    writeFileSync(path, `#!/usr/bin/env bash\necho "${name} $*" >> "${log}"\n${body}\n`);
    chmodSync(path, 0o755);
  };
  const plan = commands.plan ?? "echo '### a plan'";
  command(
    "node",
    `case "$2" in
      facts) out=$6; ${commands.facts ?? 'echo "{}" > "$out"'} ;;
      *) ${plan === "real" ? `exec ${process.execPath} "$@"` : plan} ;;
    esac`,
  );
  command("pulumi", commands.pulumi ?? "echo 'Previewing update (dev):'");
  command("aws", "echo aws-token");
  command("az", "echo az-token");
  command("helm", `echo "  stdin: $(cat), login in: $HELM_REGISTRY_CONFIG" >> "${log}"`);

  const scratch = join(folder, "tmp");
  mkdirSync(scratch);
  const { status, stderr } = spawnSync(join(root, ".ci", "live"), [...args, report].slice(0, 3), {
    encoding: "utf8",
    cwd: folder,
    env: { PATH: `${bin}:${dirname(process.execPath)}:/usr/bin:/bin`, TMPDIR: scratch, ...env },
  });
  const calls = existsSync(log) ? readFileSync(log, "utf8").trim().split("\n") : [];
  expect(readdirSync(scratch)).toEqual([]);
  return {
    code: status,
    calls: calls.map((call) => call.replace(new RegExp(`${scratch}/tmp\\.\\w+`), "SCRATCH")),
    err: stderr,
    file: (name) => (existsSync(join(report, name)) ? readFileSync(join(report, name), "utf8") : undefined),
  };
}

describe("a preview", () => {
  const facts = `${lls} facts --stack dev --out SCRATCH/facts.json`;
  const plan = `${lls} plan --stack dev --facts SCRATCH/facts.json --require-facts --format markdown`;

  it("reads facts, plans from them, and previews with the policy pack", () => {
    const ended = live(["preview", "dev"]);
    expect(ended).toMatchObject({ code: 0, calls: [facts, plan, preview], err: "" });
    expect(ended.file("plan.md")).toBe("### a plan\n");
    expect(ended.file("preview.txt")).toBe("Previewing update (dev):\n");
    expect(ended.file("problems.txt")).toBe("");
  });

  it("judges what is there now, not what the checkout's facts say", () => {
    const closed = join(root, "facts", "examples", "nacl-denies-media.json");
    const ended = live(["preview", "dev"], { facts: `cp "${closed}" "$out"`, plan: "real" });
    expect(ended.file("plan.md")).toMatch(/^### ❌ LLS in stack dev on eks is .*closed/);
    expect(ended).toMatchObject({ code: 1, calls: [facts, plan, preview] });
  });

  it("tells why there are no facts, plans nothing from others, and previews all the same", () => {
    const ended = live(["preview", "dev"], { facts: "echo 'lls facts: 1 problem' >&2; exit 2" });
    expect(ended).toMatchObject({ code: 2, calls: [facts, preview], err: "lls facts: 1 problem\n" });
    expect(ended.file("problems.txt")).toBe("lls facts: 1 problem\n");
    expect(ended.file("plan.md")).toBeUndefined();
  });

  it.each([
    [1, { plan: "exit 1" }],
    [3, { plan: "exit 3" }],
    [7, { pulumi: "exit 7" }],
    [255, { plan: "exit 1", pulumi: "exit 255" }],
  ])("ends with %d where one command fails, and runs the others", (code, commands: Commands) => {
    expect(live(["preview", "dev"], commands)).toMatchObject({ code, calls: [facts, plan, preview] });
  });

  it("keeps what Pulumi says on either stream", () => {
    const ended = live(["preview", "dev"], { pulumi: "echo a change; echo an error >&2; exit 1" });
    expect(ended.file("preview.txt")).toBe("a change\nan error\n");
  });
});

describe("a comparison", () => {
  it("previews with what is there now, expects no change, and tells of one", () => {
    const ended = live(["drift", "dev"], { pulumi: "echo '+ 1 to create'; exit 7" });
    expect(ended).toMatchObject({ code: 7, calls: [`${preview} --refresh --expect-no-changes`] });
    expect(ended.file("drift.txt")).toBe("+ 1 to create\n");
    expect(live(["drift", "dev"]).code).toBe(0);
  });
});

/** Hosts of private ECR registries, with their regions. */
const ecrHosts = [
  ["123456789012.dkr.ecr.us-west-2.amazonaws.com", "us-west-2"],
  ["123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn", "cn-north-1"],
  ["123456789012.dkr.ecr-fips.us-gov-west-1.amazonaws.com", "us-gov-west-1"],
  ["123456789012.dkr-ecr.us-west-2.on.aws", "us-west-2"],
  ["123456789012.dkr-ecr-fips.us-east-1.on.aws", "us-east-1"],
  ["123456789012.dkr-ecr.cn-north-1.on.amazonwebservices.com.cn", "cn-north-1"],
] as const;

describe("the chart's registry", () => {
  it.each(ecrHosts)("%s is ECR for components too", (host) => {
    expect(isEcrRegistry(host)).toBe(true);
  });

  it.each<[string, string, string, string]>([
    ...ecrHosts.map(([host, region]): [string, string, string, string] => [
      host,
      `aws ecr get-login-password --region ${region}`,
      "AWS",
      "aws-token",
    ]),
    [
      "example.azurecr.io",
      "az acr login --name example --expose-token --query accessToken --output tsv",
      "00000000-0000-0000-0000-000000000000",
      "az-token",
    ],
  ])("%s is logged in to, in a file that is gone afterwards", (registry, token, user, password) => {
    const { calls } = live(["drift", "dev"], {}, { CHART_REGISTRY: registry });
    expect(calls.slice(0, -1).sort()).toEqual(
      [
        token,
        `helm registry login ${registry} --username ${user} --password-stdin`,
        `  stdin: ${password}, login in: SCRATCH/registry.json`,
      ].sort(),
    );
  });

  it.each(["registry.example.com", "public.ecr.aws", "123456789012.dkr.ecr.us-west-2.example.com"])(
    "%s is bad input, and nothing runs",
    (host) => {
      const ended = live(["preview", "dev"], {}, { CHART_REGISTRY: host });
      expect(ended).toMatchObject({ code: 2, calls: [] });
      expect(ended.err).toContain(`${host} is neither ECR nor ACR`);
    },
  );
});

it.each([[["preview"]], [["up", "dev"]], [[]]])("%j is bad input, and nothing runs", (args) => {
  const ended = live(args);
  expect(ended).toMatchObject({ code: 2, calls: [] });
  expect(ended.err).not.toBe("");
});
