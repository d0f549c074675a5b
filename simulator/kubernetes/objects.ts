import {
  anyChangeOf,
  type Admission,
  type AdmissionRequest,
  type Permissions,
  type SimulatedType,
} from "../simulated-type";
import { CloudError } from "../cloud-error";
import { clusterOf } from "./cluster-of";
import { namespaceUse, objectName, type Metadata } from "./namespaces";
import { checkReachable } from "./unreachable";

/** Kubernetes asks its own authorization, not the cloud's. */
export const noPermissions: Permissions = { create: [], read: [], update: [], delete: [] };

/** Inputs that every object has. */
export interface ObjectInputs {
  metadata?: Metadata;
}

/** Name and namespace are an object's identity: their change replaces it. */
export function changedName(oldInputs: ObjectInputs, newInputs: ObjectInputs): string[] {
  const identity = ({ metadata }: ObjectInputs): string =>
    `${metadata?.namespace ?? "default"}/${metadata?.name ?? ""}`;
  return identity(oldInputs) === identity(newInputs) ? [] : ["metadata"];
}

/**
 * The same object, by a name that was given. The provider applies it (pulumi-kubernetes, await.go, Creation: with server-side
 * apply, its default, a creation is an upsert). It would do so with an object that is not the program's own, too; that one is
 * refused here, because it is a mistake.
 */
export function sameName(standing: ObjectInputs, inputs: ObjectInputs): boolean {
  return inputs.metadata?.name !== undefined && changedName(standing, inputs).length === 0;
}

/**
 * Admission of an object in a namespace.
 * @throws CloudError if the namespace does not exist
 */
function admitObject(request: AdmissionRequest<ObjectInputs>): Admission {
  const { inputs } = request;
  checkReachable(request);
  const namespace = inputs.metadata?.namespace ?? "default";
  const name = objectName(request, inputs.metadata?.name);
  return {
    id: `${namespace}/${name}`,
    outputs: { metadata: { ...inputs.metadata, namespace, name } },
    uses: namespaceUse(request, namespace),
  };
}

/** A Secret. */
export const secret: SimulatedType<ContentInputs> = {
  ...objectType("kubernetes:core/v1:Secret"),
  replaces: (before, after, { enableSecretMutable }) => [
    ...changedName(before, after),
    ...changedSecretType(before, after),
    ...changedContent(before, after, enableSecretMutable),
  ],
};

/** A ConfigMap. */
export const configMap: SimulatedType<ContentInputs> = {
  ...objectType("kubernetes:core/v1:ConfigMap"),
  replaces: (before, after, { enableConfigMapMutable }) => [
    ...changedName(before, after),
    ...changedContent(before, after, enableConfigMapMutable),
  ],
};

interface ContentInputs extends ObjectInputs {
  immutable?: boolean;
}

const changedSecretType = anyChangeOf("type");
const changedData = anyChangeOf("binaryData", "data", "stringData");

/**
 * pulumi-kubernetes, diff.go, forceNewProperties: content changes in place only where the provider is told that it may, and the
 * object does not forbid it.
 */
function changedContent(before: ContentInputs, after: ContentInputs, mayChange: unknown): string[] {
  return String(mayChange) === "true" && after.immutable !== true ? [] : changedData(before, after);
}

/** A Deployment of someone else's. Whether its pods find nodes is not modelled. Estimate: pull of an image, and the probes. */
export const deployment = objectType("kubernetes:apps/v1:Deployment", undefined, 60);

/** A change of a ServiceAccount that someone else owns (server-side apply); every namespace has `default`. */
export const serviceAccountPatch: SimulatedType<ServiceAccountInputs> = {
  type: "kubernetes:core/v1:ServiceAccountPatch",
  replaces: changedName,
  takesOver: sameName,
  latencySeconds: 1,
  permissions: noPermissions,
  admit(request) {
    const admission = admitObject(request);
    checkPullSecrets(request);
    return admission;
  },
};

interface ServiceAccountInputs extends ObjectInputs {
  imagePullSecrets?: { name: string }[];
}

/**
 * The pull secrets of a service account are an atomic list (Kubernetes API, ServiceAccount: no merge key), which another manager's apply takes
 * as a whole, if at all (Kubernetes documentation, "Server-Side Apply", conflicts; pulumi-kubernetes: a Patch is applied without force by default).
 */
function checkPullSecrets(request: AdmissionRequest<ServiceAccountInputs>): void {
  const { metadata, imagePullSecrets } = request.inputs;
  if (imagePullSecrets === undefined || request.current || metadata?.name !== "default") return;
  const theirs = clusterOf(request).seed?.pullSecrets?.[metadata.namespace ?? "default"];
  const ours = imagePullSecrets.map(({ name }) => name);
  if (theirs === undefined || theirs.join() === ours.join()) return;
  if (metadata.annotations?.["pulumi.com/patchForce"] === "true") return;
  throw new CloudError(
    "Conflict",
    `Apply failed with 1 conflict: conflict with "kubectl-patch": .imagePullSecrets is ${theirs.join(", ")}`,
  );
}

/**
 * A type of object that is unique by its name in its namespace.
 * @param details looks at more, and says what else comes of the object
 * @param latencySeconds of a creation; 1 where nothing but the API server is involved
 */
export function objectType<Inputs extends ObjectInputs>(
  type: string,
  details?: (request: AdmissionRequest<Inputs>) => Partial<Omit<Admission, "id">>,
  latencySeconds = 1,
): SimulatedType<Inputs> {
  return {
    type,
    replaces: changedName,
    takesOver: sameName,
    latencySeconds,
    permissions: noPermissions,
    admit(request) {
      const more = details?.(request) ?? {};
      const { id, outputs, uses = [] } = admitObject(request);
      const key = `${type}|${request.cluster}|${id}`;
      const reason = `${type} ${id} already exists`;
      return {
        ...more,
        id,
        outputs: { ...outputs, ...more.outputs },
        uses: [...uses, ...(more.uses ?? [])],
        claims: [{ key, code: "AlreadyExists", reason }, ...(more.claims ?? [])],
      };
    },
  };
}
