import * as pulumi from "@pulumi/pulumi";
import type { ArmReader } from "./aks/arm-reader";
import type { Ec2Reader } from "./eks/ec2-reader";

/** Who answers the calls that go past the engine, where something else has taken its place. */
export interface StandInReaders {
  ec2?: Ec2Reader;
  arm?: ArmReader;
}

/**
 * Found on what the SDK takes for the engine: its other functions are answered there, too. It is a symbol of the process, because a
 * test runner may load this module twice.
 */
const key = Symbol.for("nvcf-lls.stand-in-readers");

/** Has discovery read from somewhere else, as long as the SDK is connected to what it is connected to now. */
export function standIn(readers: StandInReaders): void {
  Object.assign(pulumi.runtime.getMonitor() as object, { [key]: readers });
}

/** Where discovery is to read; empty with a real engine. */
export function standInReaders(): StandInReaders {
  const monitor = pulumi.runtime.getMonitor() as Record<symbol, StandInReaders | undefined> | undefined;
  return monitor?.[key] ?? {};
}
