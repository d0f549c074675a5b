import { createHash } from "node:crypto";

/** A load balancer and a target group have names of 32 characters; Pulumi's autonaming adds a hyphen and 7 more. */
const limit = 24;

/**
 * Logical name `<name>-<suffix>` from which autonaming can make a physical name on AWS: at most 24 letters, digits and
 * hyphens, none of them at an end. A name that had to be changed gets a hash of the original, so that two stay two.
 */
export function logicalName(name: string, suffix: string): string {
  const room = limit - suffix.length - 1;
  // AWS refuses group names that start with `sg-` and load balancer names that start with `internal-`.
  const clean = trim(name.replace(/[^A-Za-z0-9]+/g, "-").replace(/^(?:-|sg-|internal-)+/i, ""));
  const prefix = clean === name && clean.length <= room ? clean : shortened(name, clean, room);
  return `${prefix}-${suffix}`;
}

function shortened(name: string, clean: string, room: number): string {
  const hash = createHash("sha256").update(name).digest("hex").slice(0, 7);
  return [trim(clean.slice(0, room - hash.length - 1)), hash].filter((part) => part !== "").join("-");
}

function trim(text: string): string {
  return text.replace(/^-+|-+$/g, "");
}
