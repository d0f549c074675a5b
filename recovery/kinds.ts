import { awsKinds } from "./aws/kinds";
import { azureKinds } from "./azure/kinds";
import { kubernetesKinds } from "./kubernetes/kinds";
import type { ObjectKind } from "./object-kind";

/** Every kind of thing that the program makes in a cloud, in the order of creation: what is used stands before what uses it. */
export const objectKinds: ObjectKind[] = [...awsKinds, ...azureKinds, ...kubernetesKinds];

const byType = new Map(objectKinds.map((kind) => [kind.type, kind]));

/** The kind of a type; undefined for one that cannot be looked for. */
export function kindOf(type: string): ObjectKind | undefined {
  return byType.get(type);
}

/**
 * Types of which nothing has to be looked for: making one once more changes nothing. A patch is one field of a service account that
 * Kubernetes makes by itself, and server-side apply sets it again.
 */
export const unseenTypes: readonly string[] = ["kubernetes:core/v1:ServiceAccountPatch"];
