/** Id of a resource group. */
export function resourceGroupId(subscription: string, name: string): string {
  return `/subscriptions/${subscription}/resourceGroups/${name}`;
}

/** An id in the spelling in which ids are compared: Azure Resource Manager ignores their case. */
export function idKey(id: string): string {
  return id.toLowerCase();
}

/** Whether an id is that of a scope (a resource or group of resources) or of something in it. */
export function isWithin(id: string, scope: string): boolean {
  return `${idKey(id)}/`.startsWith(`${idKey(scope)}/`);
}
