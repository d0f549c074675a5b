import type { TestProject } from "vitest/node";
import { pulumiCli } from "../../cli/pulumi-cli";

declare module "vitest" {
  export interface ProvidedContext {
    /** Path of the Pulumi CLI, or the bare name that PATH finds; null: there is none. */
    pulumiCli: string | null;
  }
}

/** Gets the CLI once for all engine tests. On a developer's machine they are skipped without one, loudly; in CI that is a failure. */
export default async function setup(project: TestProject): Promise<void> {
  try {
    const { command } = await pulumiCli("npm test", (message) => console.log(message));
    project.provide("pulumiCli", command);
  } catch (error) {
    if (process.env.CI === "true") throw error;
    console.warn(`\nThe engine tests are SKIPPED:\n${(error as Error).message}\n`);
    project.provide("pulumiCli", null);
  }
}
