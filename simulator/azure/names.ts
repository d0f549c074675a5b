import { CloudError } from "../cloud-error";
import type { AdmissionRequest } from "../simulated-type";

/**
 * Physical name of a resource of Microsoft.Network: the given one, or the logical name with 8 hex digits
 * (pulumi-azure-native, autonaming).
 * At most 80 characters; begins with a letter or digit, ends with one or `_` (Azure, "Naming rules and restrictions", Microsoft.Network).
 * @throws CloudError
 */
export function networkResourceName(request: AdmissionRequest, name: string | undefined): string {
  const physical = name ?? `${request.name}${request.hex(8, "name")}`;
  if (/^[A-Za-z0-9](?:[\w.-]{0,78}\w)?$/.test(physical)) return physical;
  throw new CloudError(
    "InvalidResourceName",
    `the name '${physical}' must be 1-80 letters, digits, '_', '-' and '.', begin with a letter or digit and end with one or '_'`,
  );
}
