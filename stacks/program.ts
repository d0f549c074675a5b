import * as pulumi from "@pulumi/pulumi";
import { BadInput } from "../components/bad-input";
import { newEnoughEngine } from "../components/engine-version";
import { readLiveAksFacts } from "../discovery/aks/live";
import { readLiveEksFacts } from "../discovery/eks/live";
import { readStackConfig } from "./config";
import { installOnAks } from "./install-aks";
import { installOnEks } from "./install-eks";
import type { ProgramSources } from "./sources";

const live: ProgramSources = { config: readStackConfig, eksFacts: readLiveEksFacts, aksFacts: readLiveAksFacts };

/**
 * The Pulumi program: config, then discovery, then one installation.
 * @param given what is not to be read from the real stack and cluster
 */
export async function program(given: Partial<ProgramSources> = {}): Promise<Record<string, unknown>> {
  const sources = { ...live, ...given };
  const config = sources.config();
  // Before discovery and with its own error; EksLls asks too, and can refuse its resources only.
  await newEnoughEngine("nvcf-lls");
  const owner = `${pulumi.getProject()}/${pulumi.getStack()}`;
  return config.cloud === "eks" ? installOnEks(config, owner, sources) : installOnAks(config, owner, sources);
}

/** What Pulumi runs. The language host prints a RunError without a stack trace: bad input is the user's to read. */
export async function run(): Promise<Record<string, unknown>> {
  try {
    return await program();
  } catch (error) {
    throw error instanceof BadInput ? new pulumi.RunError(error.message) : error;
  }
}
