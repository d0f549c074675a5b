import { homedir } from "node:os";
import { join } from "node:path";

/** Where fetched CLIs are kept, a folder for each version: LLS_CACHE, else the user's cache folder (XDG Base Directory Specification). */
export function cacheFolder(environment: NodeJS.ProcessEnv = process.env): string {
  const { LLS_CACHE, XDG_CACHE_HOME } = environment;
  return LLS_CACHE || join(XDG_CACHE_HOME || join(homedir(), ".cache"), "nvcf-lls");
}

/** Root of one version's files, of the shape that Pulumi's own installer makes: `bin/pulumi`. */
export function versionFolder(version: string, environment?: NodeJS.ProcessEnv): string {
  return join(cacheFolder(environment), `pulumi-${version}`);
}
