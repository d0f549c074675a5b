import type { Admission, AdmissionRequest, IamActions, SimulatedType } from "../simulated-type";
import { namespaceUse, objectName, type Metadata } from "./namespaces";

/** Kubernetes asks its own authorization, not IAM. */
export const noIamActions: IamActions = { create: [], read: [], update: [], delete: [] };

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
 * Admission of an object in a namespace.
 * @throws CloudError if the namespace does not exist
 */
function admitObject(request: AdmissionRequest<ObjectInputs>): Admission {
  const { inputs } = request;
  const namespace = inputs.metadata?.namespace ?? "default";
  const name = objectName(request, inputs.metadata?.name);
  return {
    id: `${namespace}/${name}`,
    outputs: { metadata: { ...inputs.metadata, namespace, name } },
    uses: namespaceUse(request, namespace),
  };
}

/** A Secret. */
export const secret = objectType("kubernetes:core/v1:Secret");

/** A change of a ServiceAccount that someone else owns (server-side apply); every namespace has `default`. */
export const serviceAccountPatch: SimulatedType<ObjectInputs> = {
  type: "kubernetes:core/v1:ServiceAccountPatch",
  replaces: changedName,
  latencySeconds: 1,
  iamActions: noIamActions,
  admit: admitObject,
};

/**
 * A type of object of which the model knows the name only, unique in its namespace.
 * @param check looks at more
 */
export function objectType<Inputs extends ObjectInputs>(
  type: string,
  check?: (request: AdmissionRequest<Inputs>) => void,
): SimulatedType<Inputs> {
  return {
    type,
    replaces: changedName,
    latencySeconds: 1,
    iamActions: noIamActions,
    admit(request) {
      check?.(request);
      const admission = admitObject(request);
      const key = `${type}|${request.cluster}|${admission.id}`;
      const reason = `${type} ${admission.id} already exists`;
      return { ...admission, claims: [{ key, code: "AlreadyExists", reason }] };
    },
  };
}
