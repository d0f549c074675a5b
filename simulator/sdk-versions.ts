import { readFileSync } from "node:fs";

/** Packages whose providers are simulated -> the SDK of each. */
const sdks = {
  aws: "@pulumi/aws",
  "azure-native": "@pulumi/azure-native",
  eks: "@pulumi/eks",
  kubernetes: "@pulumi/kubernetes",
};

/** Packages whose providers are simulated -> version of the installed SDK, which the engine expects of the provider. One that is not installed is left out: no program has it. */
export function sdkVersions(): Readonly<Record<string, string>> {
  return (known ??= readVersions());
}

let known: Record<string, string> | undefined;

function readVersions(): Record<string, string> {
  const versions = Object.entries(sdks).map(([name, sdk]) => [name, versionOf(sdk)] as const);
  return Object.fromEntries(versions.filter((entry): entry is [string, string] => entry[1] !== undefined));
}

function versionOf(sdk: string): string | undefined {
  let file: string;
  try {
    file = require.resolve(`${sdk}/package.json`);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "MODULE_NOT_FOUND") return undefined;
    throw error;
  }
  return (JSON.parse(readFileSync(file, "utf8")) as { version: string }).version;
}
