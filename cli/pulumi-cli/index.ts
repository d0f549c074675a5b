import type { PulumiCommand } from "@pulumi/pulumi/automation";
import { BadInput, type Problem } from "../../components/bad-input";
import { oldestPulumi } from "../../components/engine-version";
import { versionFolder } from "./cache-folder";
import { downloadCli } from "./download";
import { buildCli } from "./go-build";
import { builtVersion, downloadedVersion } from "./releases";

/** Fills a folder with a CLI, or throws an error that says why it cannot. */
type Fetch = (folder: string, say: (message: string) => void) => Promise<void>;

/** Where a CLI is looked for; tests give their own. */
export interface CliSources {
  /** Names the cache folder. */
  environment: NodeJS.ProcessEnv;
  /** Root of an installation; absent: what PATH finds. Rejects if there is none that can be used. */
  open: (root?: string) => Promise<PulumiCommand>;
  /** Tried in this order, each with the version that it yields. */
  fetches: { name: string; version: string; fetch: Fetch }[];
}

const usual: CliSources = {
  environment: process.env,
  open: async (root) => {
    const { PulumiCommand } = await import("@pulumi/pulumi/automation/index.js");
    const cli = await PulumiCommand.get(root === undefined ? {} : { root });
    if ((cli.version?.compare(oldestPulumi) ?? 0) >= 0) return cli;
    throw new Error(`${String(cli.version)} is older than ${oldestPulumi}`);
  },
  fetches: [
    { name: "official download", version: downloadedVersion, fetch: downloadCli },
    { name: "build with Go", version: builtVersion, fetch: buildCli },
  ],
};

const install = "install it (https://www.pulumi.com/docs/install/)";

/**
 * The Pulumi CLI: that on PATH, else one in the cache folder, else the official download, else a build with Go.
 * @param subject who asks, for the message: `lls simulate`
 * @param say told what takes long
 * @throws BadInput if there is none and none can be had; says what to install
 */
export async function pulumiCli(
  subject: string,
  say: (message: string) => void,
  sources: CliSources = usual,
): Promise<PulumiCommand> {
  const problems: Problem[] = [];
  const standing = await search(sources, problems);
  if (standing) return standing;
  for (const { name, version, fetch } of sources.fetches) {
    const root = versionFolder(version, sources.environment);
    try {
      await fetch(root, say);
      return await sources.open(root);
    } catch (error) {
      problems.push({ path: name, reason: (error as Error).message });
      say(`${name}: ${firstLine(error)}`);
    }
  }
  const reason = `there is no Pulumi CLI: ${install}, or Go 1.25 or newer to build it, and put it on PATH`;
  throw new BadInput(subject, [{ path: "pulumi", reason }, ...problems]);
}

/**
 * The Pulumi CLI that is there already: that on PATH, else one in the cache folder. What runs with the operator's credentials, and is expected
 * to answer at once, fetches nothing by itself.
 * @param subject who asks, for the message: `lls facts`
 * @param why what the CLI is needed for, for the message
 * @throws BadInput if there is none that can be used; says what to install
 */
export async function standingCli(subject: string, why: string, sources: CliSources = usual): Promise<PulumiCommand> {
  const problems: Problem[] = [];
  const standing = await search(sources, problems);
  if (standing) return standing;
  const reason = `there is no Pulumi CLI, and ${why}: ${install} and put it on PATH, or have \`lls simulate\` fetch one`;
  throw new BadInput(subject, [{ path: "pulumi", reason }, ...problems]);
}

/** Notes as a problem why that on PATH is not taken; a cached one that is broken is one that is not there. */
async function search(
  { environment, open, fetches }: CliSources,
  problems: Problem[],
): Promise<PulumiCommand | undefined> {
  try {
    return await open();
  } catch (error) {
    problems.push({ path: "PATH", reason: /ENOENT/.test(String(error)) ? "not found" : firstLine(error) });
  }
  for (const { version } of fetches) {
    const cached = await open(versionFolder(version, environment)).catch(() => undefined);
    if (cached) return cached;
  }
  return undefined;
}

function firstLine(error: unknown): string {
  return (error as Error).message.split("\n")[0]!;
}
