import { CloudError } from "../cloud-error";
import type { SimulatedType } from "../simulated-type";
import { isSeededNamespace, namespaceClaim, objectName, type Metadata } from "./namespaces";
import { changedName, noPermissions, sameName } from "./objects";
import { checkReachable } from "./unreachable";

/** A namespace. */
export const namespace: SimulatedType<{ metadata?: Metadata }> = {
  type: "kubernetes:core/v1:Namespace",
  replaces: changedName,
  takesOver: sameName,
  latencySeconds: 1,
  permissions: noPermissions,
  admit(request) {
    const { cluster, inputs } = request;
    checkReachable(request);
    const name = objectName(request, inputs.metadata?.name);
    const reason = `namespaces "${name}" already exists; import it or declare it as existing`;
    if (isSeededNamespace(request, name)) throw new CloudError("AlreadyExists", reason);
    return {
      id: name,
      outputs: { metadata: { ...inputs.metadata, name } },
      claims: [{ key: namespaceClaim(cluster, name), code: "AlreadyExists", reason }],
    };
  },
};
