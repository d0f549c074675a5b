const plainTypes = new Map<string, string>();

/**
 * The one type token of a kind of resource that providers know under several: azure-native writes the API version into some
 * (`azure-native:network/v20240501:…`, or `azure-native_network_v20240501:network/v20240501:…` from a local package), the AWS
 * provider keeps older names of the modules that hold its load balancers.
 */
export function plainType(type: string): string {
  const known = plainTypes.get(type);
  if (known !== undefined) return known;
  const plain = type
    .replace(/^azure-native(?:_[^:]*)?:([^:/]+)(?:\/[^:]*)?:/, "azure-native:$1:")
    .replace(/^aws:(?:alb|elasticloadbalancingv2|applicationloadbalancing)\//, "aws:lb/");
  plainTypes.set(type, plain);
  return plain;
}
