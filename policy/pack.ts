import type { Policies, PolicyConfigSchema, ResourceValidationPolicy, StackValidationPolicy } from "@pulumi/policy";
import { BadInput } from "../components/bad-input";
import { checkRule, remedy } from "./check-rule";
import { configProblems, unknownKeys } from "./config-problems";
import { plainValues } from "./plain-values";
import { readStackName, readStackSchema, type ReadStackConfig } from "./read-stack";
import { RecordedStack } from "./recorded-stack";
import { applyChanges } from "./remedied-properties";
import type { Rule, RuleConfigSchema } from "./rule";
import { configuredRules, type ConfiguredRule, type LlsPolicySettings } from "./settings";

/**
 * Every rule as a policy of Pulumi, for a pack of a team's own:
 *
 * ```ts
 * new PolicyPack("our-policies", {
 *   policies: [...llsPolicies({ requiredTags: "remediate", noWorldOpenPorts: { allowedPorts: ["tcp/443"] } }), ...ours],
 * });
 * ```
 *
 * A policy configuration file is laid over what is set here. Call it once in a pack: its policies share what they see of the stack.
 *
 * @throws BadInput with every unknown rule, key and level, and every value that a rule's schema does not take
 */
export function llsPolicies(settings: LlsPolicySettings = {}): Policies {
  const { readStack: shared = {}, ...ofRules } = settings;
  const configured = configuredRules(ofRules, configProblems(shared, readStackSchema, "readStack"));
  const stack = new RecordedStack();
  return [readStack(stack, shared), ...configured.map((one) => policyOf(one, stack))];
}

/** Sees each resource before it is made, and reports nothing. */
function readStack(stack: RecordedStack, shared: ReadStackConfig): ResourceValidationPolicy {
  return {
    name: readStackName,
    displayName: "Reads the stack for the other policies",
    description:
      "Not a rule: it reports nothing. It shows the other policies the inputs of every resource, and holds the configuration that they share. Without it they judge outputs alone.",
    enforcementLevel: "advisory",
    severity: "low",
    configSchema: schemaWithDefaults(readStackSchema, shared),
    async validateResource(args) {
      stack.record(args.urn, args.props);
      const config = configOf(readStackName, readStackSchema, shared, args.getConfig());
      await stack.configure(config).catch((error: Error) => {
        throw error instanceof BadInput ? withoutStack(error) : error;
      });
    },
  };
}

function policyOf({ rule, level }: ConfiguredRule, stack: RecordedStack): StackValidationPolicy {
  const { name, displayName, description, severity, remediationSteps, configSchema } = rule;
  const defaults = rule.defaults as object;
  return {
    ...{ name, displayName, description, severity, remediationSteps, enforcementLevel: level },
    configSchema: schemaWithDefaults(configSchema, defaults),
    validateStack(args, report) {
      const config = configOf(name, configSchema, defaults, args.getConfig());
      // No URN: the engine takes the stack's.
      checkRule(
        rule,
        () => stack.judge(args.resources),
        config,
        "",
        (urn, message) => report(message, urn),
      );
    },
    // One policy for both, so that one level says whether to judge or to mend.
    ...(rule.remediate && remediation(rule)),
  };
}

/** Runs at level `remediate` only, before the resource is read and judged. */
function remediation(rule: Rule): Pick<ResourceValidationPolicy, "remediateResource"> {
  return {
    remediateResource(args) {
      const { urn, type, props } = args;
      const inputs = plainValues(props);
      const config = configOf(rule.name, rule.configSchema, rule.defaults as object, args.getConfig());
      const remedied = remedy(rule, { urn, type, inputs }, config);
      if (remedied === undefined) return undefined;
      applyChanges(props, inputs, remedied);
      return props;
    },
  };
}

/** What the engine hands over is checked against the schema, but for keys that the schema does not have. */
function configOf(name: string, schema: RuleConfigSchema | undefined, defaults: object, given: object): object {
  const problems = unknownKeys(given, Object.keys(schema?.properties ?? {}), `${name}.`);
  if (problems.length > 0) throw withoutStack(new BadInput("Policy configuration", problems));
  return { ...defaults, ...given };
}

/** The SDK hands the stack of an error to the engine, which prints it: where it was thrown helps nobody to mend their configuration. */
function withoutStack(error: BadInput): BadInput {
  error.stack = error.message;
  return error;
}

function schemaWithDefaults(schema: RuleConfigSchema | undefined, defaults: object): PolicyConfigSchema | undefined {
  if (!schema) return undefined;
  const given = defaults as Record<string, unknown>;
  const properties = Object.entries(schema.properties).map(([key, property]): [string, object] => {
    return [key, given[key] === undefined ? property : { ...property, default: given[key] }];
  });
  return { ...schema, properties: Object.fromEntries(properties) };
}
