import type { PulumiCommand } from "@pulumi/pulumi/automation";
import { BadInput, type Problem } from "../../components/bad-input";
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
    return PulumiCommand.get(root === undefined ? {} : { root });
  },
  fetches: [
    { name: "official download", version: downloadedVersion, fetch: downloadCli },
    { name: "build with Go", version: builtVersion, fetch: buildCli },
  ],
};

/**
 * The Pulumi CLI: that on PATH, else one in the cache folder, else the official download, else a build with Go.
 * @param subject who asks, for the message: `lls simulate`
 * @param say told what takes long
 * @throws BadInput if there is none and none can be had; says what to install
 */
export async function pulumiCli(
  subject: string,
  say: (message: string) => void,
  { environment, open, fetches }: CliSources = usual,
): Promise<PulumiCommand> {
  const problems: Problem[] = [];
  try {
    return await open();
  } catch (error) {
    const reason = /ENOENT/.test(String(error)) ? "not found" : firstLine(error);
    problems.push({ path: "PATH", reason });
  }
  const roots = fetches.map(({ version }) => versionFolder(version, environment));
  for (const root of roots) {
    const cached = await open(root).catch(() => undefined);
    if (cached) return cached;
  }
  for (const [position, { name, fetch }] of fetches.entries()) {
    try {
      await fetch(roots[position]!, say);
      return await open(roots[position]);
    } catch (error) {
      problems.push({ path: name, reason: (error as Error).message });
      say(`${name}: ${firstLine(error)}`);
    }
  }
  const advice =
    "install it (https://www.pulumi.com/docs/install/), or Go 1.25 or newer to build it, and put it on PATH";
  throw new BadInput(subject, [{ path: "pulumi", reason: `there is no Pulumi CLI: ${advice}` }, ...problems]);
}

function firstLine(error: unknown): string {
  return (error as Error).message.split("\n")[0]!;
}
