import { readFileSync } from "node:fs";

/** Packages whose providers are simulated -> version of the installed SDK, which the engine expects of the provider. */
export function sdkVersions(): Record<string, string> {
  const packages = { aws: "@pulumi/aws", "azure-native": "@pulumi/azure-native", kubernetes: "@pulumi/kubernetes" };
  return Object.fromEntries(Object.entries(packages).map(([name, sdk]) => [name, versionOf(sdk)]));
}

function versionOf(sdk: string): string {
  const { version } = JSON.parse(readFileSync(require.resolve(`${sdk}/package.json`), "utf8")) as { version: string };
  return version;
}
