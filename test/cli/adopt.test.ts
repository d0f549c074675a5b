import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { findOnEks } from "../../adoption/eks/found";
import { adoptCommand, type AdoptOptions } from "../../cli/adopt";
import type { InstallationReader } from "../../cli/adopt-engine";
import { parseAksFacts } from "../../discovery/aks/facts-file";
import { Journal } from "../../simulator/engine/journal";
import { answersOf } from "../adoption/aws-answers";
import { installByHandOnEks } from "../adoption/by-hand";
import { factsOf } from "../discovery/eks/dev-facts";
import type { Config } from "../stacks/stack-file";
import { captured, lls, planned, type Ended } from "./run-lls";
import { root, temporaryProject } from "./temporary-project";

const facts = factsOf("dev.json");

/** A cluster on which the guide was followed. */
const onEks: InstallationReader = async (config, _project, _stack, loadBalancer) => {
  const journal = new Journal(facts);
  installByHandOnEks(journal, { cluster: config.cluster });
  return { facts, found: await findOnEks(config.cluster, loadBalancer, answersOf(journal.cloud)) };
};

const addresses: Config = { eks: { targets: { kind: "addresses" } } };

function adopted(directory: string, options: Partial<AdoptOptions> = {}, read = onEks): Promise<Ended> {
  return captured(directory, () => adoptCommand({ stack: "dev", ...options }, read));
}

describe("an installation that is found", () => {
  it("is told with every step, and the file is written", async () => {
    const project = temporaryProject(addresses);
    const ended = await adopted(project);
    expect(ended).toMatchObject({ code: 0, err: "" });
    await expect(ended.out).toMatchFileSnapshot("../golden/adoption/steps.txt");
    const { resources } = JSON.parse(readFileSync(join(project, "adopt-dev.json"), "utf8"));
    expect(resources).toHaveLength(9);
  });

  it("has commands that a shell takes, and keys that make the stack file plan as before", async () => {
    const { out } = await adopted(temporaryProject(addresses));
    const steps = [...out.matchAll(/^\d\. (.*)\n((?: {3}.*\n)+)/gm)].map(([, why, lines]) => ({ why, lines: lines! }));
    const [keys, ...commands] = steps;
    for (const { lines } of commands) execFileSync("bash", ["-n"], { input: lines });
    const { config } = parse(keys!.lines) as { config: Record<string, Config> };
    const eks = { ...(addresses.eks as object), ...config["nvcf-lls:eks"] };
    expect(
      await planned(temporaryProject({ eks }, JSON.stringify({ ...facts, recordedAt: "2026-01-01T00:00:00Z" }))),
    ).toMatchObject({ code: 0 });
  });

  it("is taken over without a proxy, if there is none", async () => {
    const { out } = await adopted(temporaryProject(), { proxy: false });
    expect(out).toContain("load balancer rp-public-nvcf-dev");
    expect(out).not.toContain("Helm release");
  });

  it("goes to another file with --out; one that cannot be written is an error", async () => {
    const project = temporaryProject();
    await adopted(project, { out: "other.json" });
    expect(existsSync(join(project, "other.json"))).toBe(true);
    await expect(adopted(project, { out: "missing/other.json" })).rejects.toThrow("--out: cannot be written (ENOENT)");
  });
});

describe("nothing to take over", () => {
  it("is said, and no file is written", async () => {
    const file = join("facts", "aks-dev.json");
    const aks = parseAksFacts(readFileSync(join(root, file), "utf8"), file);
    const { name, resourceGroup } = aks.cluster;
    const project = temporaryProject({
      ...{ cloud: "aks", cluster: name, resourceGroup, imageRegistry: "example.azurecr.io/nvcf" },
      aks: { nodeAddress: "nodes.example.com", nsgRules: "assume" },
    });
    const ended = await adopted(project, { proxy: false }, () => Promise.resolve({ facts: aks }));
    expect(ended).toEqual({ code: 0, out: "There is nothing to take over.\n", err: "" });
    expect(existsSync(join(project, "adopt-dev.json"))).toBe(false);
  });
});

describe("bad input", () => {
  it.each<[string, Config, string[], string]>([
    ["a stack file with a mistake", { port: 0 }, [], "port: must be a whole number"],
    ["an encrypted profile", { "aws:profile": { secure: "AAAA" } }, [], "aws:profile: is needed to read"],
    [
      "a load balancer on AKS",
      {
        cloud: "aks",
        cluster: "a",
        resourceGroup: "a",
        imageRegistry: "example.azurecr.io/nvcf",
        aks: { nodeAddress: "nodes.example.com" },
      },
      ["--load-balancer", "rp"],
      "--load-balancer: must be absent on AKS",
    ],
  ])("%s: nothing is read", async (_, config, args, message) => {
    const ended = await lls(temporaryProject(config), "adopt", ...args);
    expect(ended).toMatchObject({ code: 2, out: "" });
    expect(ended.err).toContain(message);
  });
});
