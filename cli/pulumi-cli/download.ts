import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { archiveSums, downloadedVersion } from "./releases";

/** A download is not worth waiting for longer, when a build takes three minutes. */
const longestDownload = 10 * 60_000;

/** What a download needs to know; tests give their own. */
export interface DownloadSource {
  /** Without trailing slash. */
  server: string;
  /** `<platform>-<architecture>`. */
  platform: string;
  /** SHA-256 by platform. */
  sums: Readonly<Record<string, string>>;
}

/** The official one, for this machine. */
export const officialSource: DownloadSource = {
  server: "https://get.pulumi.com/releases/sdk",
  platform: `${process.platform}-${process.arch}`,
  sums: archiveSums,
};

/**
 * Downloads the official archive into a folder, so that it holds `bin/pulumi` and the language hosts.
 * @throws Error if there is no archive for this machine, none can be had, or it is not the one whose sum is known
 */
export async function downloadCli(
  folder: string,
  say: (message: string) => void,
  { server, platform, sums }: DownloadSource = officialSource,
): Promise<void> {
  const sum = sums[platform];
  if (sum === undefined) throw new Error(`there is no pinned archive for ${platform}`);
  const url = `${server}/pulumi-v${downloadedVersion}-${platform}.tar.gz`;
  say(`downloading the Pulumi CLI ${downloadedVersion} from ${url}`);
  const archive = await bytesOf(url, say);
  const found = createHash("sha256").update(archive).digest("hex");
  if (found !== sum) throw new Error(`${url} has the SHA-256 ${found}, not ${sum}: it is not used`);
  await unpack(archive, folder);
}

async function bytesOf(url: string, say: (message: string) => void): Promise<Buffer> {
  const response = await fetch(url, { signal: AbortSignal.timeout(longestDownload) }).catch((error: Error) => {
    throw new Error(`${url} cannot be reached: ${(error.cause as Error | undefined)?.message ?? error.message}`);
  });
  if (!response.ok || !response.body) throw new Error(`${url} answered ${response.status}`);
  const total = Number(response.headers.get("content-length"));
  const chunks: Uint8Array[] = [];
  let size = 0;
  let told = 0;
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    chunks.push(chunk);
    size += chunk.length;
    if (total > 0 && size - told > total / 10) {
      told = size;
      say(`  ${Math.floor((100 * size) / total)} % of ${Math.round(total / 1_000_000)} MB`);
    }
  }
  return Buffer.concat(chunks);
}

/** The archive holds one folder `pulumi` with every program in it. Half an archive never stands under the final name. */
async function unpack(archive: Buffer, folder: string): Promise<void> {
  mkdirSync(dirname(folder), { recursive: true });
  const unpacked = mkdtempSync(`${folder}-`);
  try {
    const file = join(unpacked, "pulumi.tar.gz");
    writeFileSync(file, archive);
    await promisify(execFile)("tar", ["-xzf", file, "-C", unpacked]);
    rmSync(file);
    renameSync(join(unpacked, "pulumi"), join(unpacked, "bin"));
    rmSync(folder, { recursive: true, force: true });
    renameSync(unpacked, folder);
  } finally {
    rmSync(unpacked, { recursive: true, force: true });
  }
}
