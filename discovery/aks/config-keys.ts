/** The stack's config keys that messages name. */
export const configKeys = {
  availabilityZone: "availabilityZone",
  proxyNodeSelector: "streamingProxy.nodeSelector",
  workerNodeSelector: "aks.workerNodeSelector",
  pools: "aks.pools",
  subnetNsgIds: "aks.subnetNsgIds",
  endpoint: "aks.endpoint",
  nicMode: "aks.nicMode",
  nsgRules: "aks.nsgRules",
  ruleName: "aks.ruleName",
  rulePriority: "aks.rulePriority",
  probePriority: "aks.probePriority",
} as const;
