import { createHash } from "node:crypto";
import { idKey } from "./resource-id";

/** Address of a public IP: one of the range for documentation (RFC 5737), always the same for an id. Two may be equal, which nothing here minds. */
export function documentationAddress(id: string): string {
  return `203.0.113.${1 + (createHash("sha256").update(idKey(id)).digest()[0]! % 254)}`;
}
