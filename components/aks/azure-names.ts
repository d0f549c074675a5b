import { oneOf, shaped, type Check } from "../checks";

/** Name of an AKS cluster (Azure resource naming rules, Microsoft.ContainerService/managedClusters). */
export const clusterNameProblem: Check = shaped(
  /^[A-Za-z0-9](?:[\w-]{0,61}[A-Za-z0-9])?$/,
  "the name of an AKS cluster: 1-63 letters, digits, hyphens and underscores, letters or digits at both ends",
);

/** Azure location, by its programmatic name. */
export const locationProblem: Check = shaped(/^[a-z]+[a-z0-9]*$/, "a location as Azure writes it, such as westeurope");

/** Availability zone. Azure has three at most in a location. */
export const zoneProblem: Check = oneOf({ First: "1", Second: "2", Third: "3" });

/** Name of a resource group (Azure resource naming rules). */
export const resourceGroupProblem: Check = shaped(
  /^[\p{L}\p{N}_().-]{0,89}[\p{L}\p{N}_()-]$/u,
  "the name of a resource group: 1-90 letters, digits, underscores, parentheses, hyphens and full stops, none of these at the end",
);

/**
 * Name of a rule of a network security group: Azure takes 80 characters, 6 of which the rule for the probe needs.
 * Rules that begin with k8s-azure-lb are deleted by the cloud controller (cloud-provider-azure, securityrule.go).
 */
export const ruleNameProblem: Check = shaped(
  /^(?!k8s-azure-lb)[A-Za-z0-9](?:[\w.-]{0,72}\w)?$/i,
  "1-74 letters, digits, underscores, full stops and hyphens, a letter or digit first, no hyphen or full stop last, and not begin with k8s-azure-lb, whose rules the cloud controller deletes",
);

/** DNS label of a public IP (Azure REST API, PublicIPAddressDnsSettings.domainNameLabel). */
export const dnsLabelProblem: Check = shaped(
  /^[a-z][a-z0-9-]{1,61}[a-z0-9]$/,
  "a DNS label: 3-63 lower-case letters, digits and hyphens, a letter first, no hyphen last",
);

/** Object id of an identity in Microsoft Entra ID. */
export const principalIdProblem: Check = shaped(
  /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
  "the object id of an identity, such as 00000000-0000-0000-0000-000000000000",
);
