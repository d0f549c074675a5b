import { tags as lls } from "../../components/lls";
import { fieldsOf, isHidden } from "../../graph/known";
import type { GraphResource } from "../../graph/resource-graph";
import { isUnknown } from "../../graph/unknown";
import type { RuleFactory } from "../rule";

/** Configuration of `required-tags`. */
export interface RequiredTagsConfig {
  /** Keys, or keys with the value that each must have; an empty value: any. */
  requiredTags: string[] | Record<string, string>;
}

/** Tags by which the program finds again what it made, and the guide's. */
const ours: Record<string, string> = {
  [lls.cluster]: "",
  [lls.managedBy.key]: lls.managedBy.value,
  [lls.project.key]: lls.project.value,
  [lls.provisioner.key]: lls.provisioner.value,
  [lls.purpose]: "",
  [lls.stack]: "",
  [lls.name]: "",
};

/** Types of the components' children that take tags. */
const taggable = new Set([
  "aws:ec2/eip:Eip",
  "aws:ec2/securityGroup:SecurityGroup",
  "aws:lb/listener:Listener",
  "aws:lb/loadBalancer:LoadBalancer",
  "aws:lb/targetGroup:TargetGroup",
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
  "azure-native:network:PublicIPAddress",
]);

/** Everything that a component of LLS makes has the tags that are demanded, as far as the clouds take tags. */
export const requiredTags: RuleFactory<RequiredTagsConfig> = (settings = {}) => ({
  name: "required-tags",
  displayName: "What the components make has its tags",
  description: "Every resource that a component of LLS makes, and that takes tags, has the tags that are demanded.",
  level: "advisory",
  severity: "low",
  remediationSteps:
    "Give the component the tags that are missing (input `tags`), and remove transforms that take tags away. " +
    "At enforcement level `remediate` the tags that are configured with a value are added.",
  configSchema: {
    properties: {
      requiredTags: {
        type: ["array", "object"],
        items: { type: "string", minLength: 1 },
        additionalProperties: { type: "string" },
        description:
          "Tag keys, as a list, or as a map with the value that each must have; an empty value means any. Default: the tags that the components write themselves.",
        default: ours,
      },
    },
  },
  defaults: { requiredTags: ours, ...settings },
  check({ graph }, config, report) {
    const demanded = Object.entries(demandedBy(config)).sort(([a], [b]) => (a < b ? -1 : 1));
    const defaults = new Map(graph.resources.map((resource) => [resource.urn, defaultTags(resource)]));
    for (const resource of graph.resources) {
      if (!isChild(resource) || isUnknown(resource.inputs.tags)) continue;
      const [provider = ""] = /^.*(?=::[^:]*$)/.exec(resource.provider ?? "") ?? [];
      const tags = {
        ...defaults.get(provider),
        ...fieldsOf(resource.outputs.tagsAll),
        ...fieldsOf(resource.inputs.tags),
      };
      const missing = demanded.filter(([key]) => !(key in tags)).map(([key]) => key);
      const wrong = demanded.filter(([key, value]) => value !== "" && key in tags && differs(tags[key], value));
      const problems = [
        ...(missing.length > 0 ? [`lacks the tag${missing.length > 1 ? "s" : ""} ${missing.join(", ")}`] : []),
        ...wrong.map(([key, value]) => `must have the value ${value} in the tag ${key}`),
      ];
      if (problems.length > 0) report(resource.urn, `${resource.name} (${resource.type}) ${problems.join(", and ")}.`);
    }
  },
  remediate({ urn, type, inputs }, config) {
    if (!isChild({ urn, type }) || isUnknown(inputs.tags)) return undefined;
    const tags = fieldsOf(inputs.tags);
    const added = Object.entries(demandedBy(config)).filter(
      ([key, value]) => value !== "" && differs(tags[key], value),
    );
    return added.length === 0 ? undefined : { ...inputs, tags: { ...tags, ...Object.fromEntries(added) } };
  },
});

function demandedBy({ requiredTags }: RequiredTagsConfig): Record<string, string> {
  return Array.isArray(requiredTags) ? Object.fromEntries(requiredTags.map((key) => [key, ""])) : requiredTags;
}

/** By its URN, which names the types of all parents: a remediation sees no graph. */
function isChild({ urn, type }: { urn: string; type: string }): boolean {
  return taggable.has(type) && /(?:::|\$)nvcf-lls:index:(?:EksLls|AksLls|StreamingProxy)\$/.test(urn);
}

function differs(tag: unknown, value: string): boolean {
  return tag === undefined || (!isHidden(tag) && tag !== value);
}

/** Tags that a provider adds to all its resources; its inputs may be JSON text. */
function defaultTags({ type, inputs }: GraphResource): Record<string, unknown> {
  if (!type.startsWith("pulumi:providers:")) return {};
  const given = inputs.defaultTags;
  try {
    return fieldsOf(fieldsOf(typeof given === "string" ? JSON.parse(given) : given).tags);
  } catch {
    return {};
  }
}
