import { isHidden, knownText, listOf } from "../../graph/known";
import type { LlsInstallation } from "../../graph/lls-installation";
import type { GraphResource, ResourceGraph } from "../../graph/resource-graph";
import { leaf } from "../leaf";
import type { RuleFactory } from "../rule";

/** Configuration of `deletion-protection`. */
export interface DeletionProtectionConfig {
  /** Regular expressions; a stack whose name one of them matches is a production stack. */
  productionStacks: string[];
}

const production = ["(^|[-_.])(prod|prd|production|live)([-_.]|$)"];
const addressType = /^(?:aws:ec2\/eip:Eip|azure-native:network(?:\/\w+)?:PublicIPAddress)$/;
const azureAnnotations = ["azure-pip-name", "azure-load-balancer-ipv4"];

/** In production the load balancer and the addresses that clients know cannot be deleted by mistake. */
export const deletionProtection: RuleFactory<DeletionProtectionConfig> = (settings = {}) => ({
  name: "deletion-protection",
  displayName: "Production is protected from deletion",
  description:
    "In a production stack the Network Load Balancer has deletion protection, and Elastic IP or public IP are protected, because clients know them.",
  level: "advisory",
  severity: "medium",
  remediationSteps:
    "Set deletionProtection on the component (enableDeletionProtection on the load balancer), and give the address the resource option `protect`; " +
    "EksLls has addressing.elasticIp.retain, which keeps the address instead. " +
    "Before a change that replaces the load balancer, turn deletionProtection off in an `up` of its own.",
  configSchema: {
    properties: {
      productionStacks: {
        type: "array",
        items: { type: "string", minLength: 1 },
        description:
          "Regular expressions, without regard to case; a stack whose name one of them matches is a production stack. Default: prod, prd, production or live as a word of the name.",
        default: production,
      },
    },
  },
  defaults: { productionStacks: production, ...settings },
  check({ graph, installations }, { productionStacks }, report) {
    for (const { found } of installations) {
      const malformed = productionStacks.filter((pattern) => matches(pattern, graph.stack) === undefined);
      if (malformed.length > 0) {
        report(found.urn, `productionStacks of this policy must be regular expressions, not ${malformed.join(", ")}.`);
      }
      if (!productionStacks.some((pattern) => matches(pattern, graph.stack))) continue;
      for (const { urn, name } of unprotectedLoadBalancers(found)) {
        report(
          urn,
          `Load balancer ${name} of production stack ${graph.stack} has no deletion protection; a new one has another name. Set enableDeletionProtection.`,
        );
      }
      for (const { urn, name } of unprotectedAddresses(found, graph)) {
        report(
          urn,
          `Address ${name} of production stack ${graph.stack} can be deleted, and clients lose it for good. Set the resource option protect.`,
        );
      }
    }
  },
});

/** Undefined: the pattern is no regular expression. */
function matches(pattern: string, stack: string): boolean | undefined {
  try {
    return new RegExp(pattern, "i").test(stack);
  } catch {
    return undefined;
  }
}

function unprotectedLoadBalancers(found: LlsInstallation): GraphResource[] {
  if (found.cloud !== "eks" || !found.loadBalancer) return [];
  const isOn = found.loadBalancer.inputs.enableDeletionProtection;
  return isHidden(isOn) || isOn === true || isOn === "true" ? [] : [found.loadBalancer];
}

function unprotectedAddresses(found: LlsInstallation, graph: ResourceGraph): GraphResource[] {
  // Inside Pulumi's engine no policy sees the option retainOnDelete; the component's input says the same.
  const isRetained = leaf(found.component?.inputs, "addressing", "elasticIp", "retain") === true;
  return addressesOf(found, graph).filter(
    ({ options }) => !(options.protect || options.retainOnDelete || (isRetained && found.cloud === "eks")),
  );
}

/** Addresses that belong to an installation, or that its load balancer takes. */
function addressesOf(found: LlsInstallation, { resources }: ResourceGraph): GraphResource[] {
  const front = found.cloud === "eks" ? found.loadBalancer : found.service;
  const edges = front?.propertyDependencies ?? {};
  const related = new Set([
    ...found.resources.map(({ urn }) => urn),
    ...(edges.subnetMappings ?? []),
    ...(edges.metadata ?? []),
  ]);
  const taken = front ? addressesNamedBy(front) : [];
  return resources.filter(
    (resource) =>
      addressType.test(resource.type) &&
      (related.has(resource.urn) || namesOf(resource).some((name) => taken.includes(name))),
  );
}

/** Allocation ids on AWS; names or addresses on Azure. */
function addressesNamedBy({ inputs }: GraphResource): string[] {
  const named = [
    ...listOf(inputs.subnetMappings).map((mapping) => leaf(mapping, "allocationId")),
    ...azureAnnotations.map((key) => leaf(inputs, "metadata", "annotations", `service.beta.kubernetes.io/${key}`)),
    leaf(inputs, "spec", "loadBalancerIP"),
  ];
  return named.map(knownText).filter((name) => name !== undefined);
}

function namesOf({ id, inputs, outputs }: GraphResource): string[] {
  const names = [id, outputs.allocationId, inputs.publicIpAddressName, outputs.name, outputs.ipAddress];
  return names.map(knownText).filter((name) => name !== undefined);
}
