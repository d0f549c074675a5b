import { propertiesOfOtherCloud, readStackName, readStackSchema } from "./read-stack";
import type { PolicyLevel, Rule, RuleConfigSchema } from "./rule";

/** A rule as the page has it. */
export interface PageRule {
  /** Its property in `llsPolicies`. */
  key: string;
  rule: Rule;
  level: PolicyLevel;
  /** What it says of a stack with a mistake. */
  example: string;
}

/** docs/policies.md: the text that holds for all rules, and what each rule says of itself. */
export function policiesPage(rules: PageRule[]): string {
  const table = [
    "| Policy | Level | Severity | Demands |",
    "|---|---|---|---|",
    ...rules.map(({ rule, level }) => {
      return `| [${rule.name}](#${rule.name}) | ${level} | ${rule.severity} | ${cell(rule.displayName)} |`;
    }),
  ];
  return `${[introduction.trim(), ...table, "", ...rules.map(section), sharedSection()].join("\n")}\n`;
}

function section({ key, rule, level, example }: PageRule): string {
  const { name, description, severity, remediationSteps, configSchema, defaults } = rule;
  const mends = rule.remediate === undefined ? "" : " At level `remediate` it mends resources before they are made.";
  return [
    `### ${name}\n`,
    `${description}\n`,
    `Level ${level}, severity ${severity}, \`${key}\` in \`llsPolicies\`.${mends}\n`,
    configSchema
      ? configTable(configSchema, defaults as Record<string, unknown>)
      : "Nothing can be configured but the level.\n",
    `**What to do.** ${remediationSteps}\n`,
    `**For example.** ${quote(example)}\n`,
  ].join("\n");
}

function configTable({ properties }: RuleConfigSchema, defaults: Record<string, unknown>): string {
  const rows = Object.entries(properties).map(([key, schema]) => {
    const written = defaults[key] === undefined ? "–" : code(JSON.stringify(defaults[key]));
    return `| \`${key}\` | ${kind(schema)} | ${written} | ${cell(schema.description)} |`;
  });
  return ["| Configuration | Kind | Default | Meaning |", "|---|---|---|---|", ...rows, ""].join("\n");
}

function sharedSection(): string {
  const { installations, ...others } = readStackSchema.properties as Record<
    string,
    { description: string; items?: unknown }
  >;
  const { properties, required } = installations!.items as { properties: Properties; required: string[] };
  return [
    `## ${readStackName}\n`,
    sharedIntroduction.trim(),
    "",
    configTable({ properties: others }, {}),
    `An entry of \`installations\`: ${lowerFirst(installations!.description)}\n`,
    "| Property | Kind | Required | Meaning |",
    "|---|---|---|---|",
    ...propertyRows("", properties, required),
  ].join("\n");
}

/** A row for each property, those of objects below their own. */
function propertyRows(prefix: string, properties: Properties, required: string[]): string[] {
  return Object.entries(properties).flatMap(([key, schema]) => {
    const needed = required.includes(key) ? (prefix === "" ? "yes" : "there") : "no";
    const below = schema as { properties?: Properties; required?: string[] };
    return [
      `| \`${prefix}${key}\` | ${kind(schema)} | ${needed} | ${cell(clouds(key))}${cell(schema.description ?? "")} |`,
      ...propertyRows(`${prefix}${key}.`, below.properties ?? {}, below.required ?? []),
    ];
  });
}

/** "On AKS: " for what only an installation there has. */
function clouds(key: string): string {
  if (propertiesOfOtherCloud.eks.includes(key)) return "On AKS: ";
  return propertiesOfOtherCloud.aks.includes(key) ? "On EKS: " : "";
}

type Properties = Record<string, Record<string, unknown> & { description?: string }>;

/** What kind of value a schema takes, in words. */
function kind(schema: Record<string, unknown>): string {
  const { type, enum: values, items } = schema as { type?: string | string[]; enum?: unknown[]; items?: object };
  if (values) return values.map((value) => code(String(value))).join(", ");
  if (Array.isArray(type)) return type.map((each) => kind({ ...schema, type: each })).join(" or ");
  switch (type) {
    case "array":
      return `list of ${plural(kind((items ?? {}) as Record<string, unknown>))}`;
    case "object":
      return "properties" in schema ? "object" : "map of text";
    case "integer":
      return "whole number";
    case "boolean":
      return "true or false";
    case "string":
      return "text";
    default:
      return type ?? "any";
  }
}

function plural(word: string): string {
  return word === "text" || word.includes("`") ? word : `${word}s`;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

function code(text: string): string {
  return `\`${text.replaceAll("|", "\\|")}\``;
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|");
}

/** Messages hold what Markdown would take for markup: shell lines, wildcards, references to issues. */
function quote(text: string): string {
  return text.replace(/[\\*_<>#[\]]/g, (sign) => `\\${sign}`);
}

const introduction = `
# Policies

<!-- Generated by \`npm run generate\` from the rules in policy/rules/. -->

What silently breaks a streaming installation, or opens what should stay closed, is stopped before it is deployed. The pack judges any
Pulumi stack, in whatever language it is written, whether or not it uses the components of this project. In a stack without LLS only the
rules for every stack apply, and nothing is said of LLS. \`lls plan\` runs the same rules and prints the same messages.

## Switch it on

From a checkout, after \`npm ci\`:

\`\`\`sh
pulumi preview --policy-pack policy
\`\`\`

In your own project, from the package, which is in no registry: pack it in a checkout, and install the file with the package
\`@pulumi/policy\` beside it.

\`\`\`sh
npm ci && npm pack # in the checkout: makes nvcf-lls-0.1.0.tgz
npm install --save-dev ./nvcf-lls-0.1.0.tgz @pulumi/policy # in your project, with the file copied there
pulumi preview --policy-pack node_modules/nvcf-lls/policy
\`\`\`

In a pull request run \`pulumi preview\` with it, or without credentials \`lls plan --stack prod --require-facts --format markdown\`. In a
deployment run \`pulumi up\` with it: what came of the update is judged again. It needs no service of Pulumi's: with a self-managed
backend the option is all there is.

Within a policy pack of your own:

\`\`\`ts
import { PolicyPack } from "@pulumi/policy";
import { llsPolicies } from "nvcf-lls/policy";

new PolicyPack("our-policies", {
  policies: [
    ...llsPolicies({ requiredTags: "remediate", deletionProtection: { level: "mandatory", productionStacks: ["^live$"] } }),
    // and your own
  ],
});
\`\`\`

## Configure it

A JSON file, one key for each policy: its level, or an object with its configuration. \`all\` is the level of every policy.

\`\`\`json
{
  "required-tags": "disabled",
  "deletion-protection": { "enforcementLevel": "mandatory", "productionStacks": ["^live$"] }
}
\`\`\`

\`\`\`sh
pulumi preview --policy-pack policy --policy-pack-config policies.json
lls plan --policy-config policies.json
\`\`\`

Pulumi takes no notice of names that no policy has; \`lls plan\` refuses them, and tells everything else that is wrong with the file.

| Level | Means |
|---|---|
| \`mandatory\` | A violation fails \`preview\`, \`up\` and \`lls plan\`. |
| \`advisory\` | A violation is printed, and fails nothing; \`lls plan\` still fails where a required flow is not open. |
| \`remediate\` | A rule that can mends the resource before it is made; for all others this is mandatory. |
| \`disabled\` | The rule does not run. |

## What is not known yet

In a first preview most ids are not known. The pack links resources by their dependencies then: a rule whose group is still to be made is
judged all the same. Where dependencies leave several ways, each is judged, and only if they come to different verdicts the verdict is
unknown. What nobody says (network ACLs that exist already, nodes that another stack makes) is unknown too, never assumed to be open.
[media-path-known](#media-path-known) names it, and fails nothing. To have it judged, name a facts file under [read-stack](#read-stack).

The same holds for a group or network ACL that the program only reads (\`get\`): what is there now may be what this change takes away, so
facts judge it, and the stack's own rules. A prefix list that the stack makes is read with its entries; one that nobody describes may hold
anybody, and is named. Where nobody says who the browsers are (\`clients\`), they are whom the rules let in. If that is the whole internet, a
part of it that another layer shuts out may never have been meant: it is named, and fails nothing.

## What no rule can see

- Whether a value *is* a Pulumi secret: Pulumi opens secrets before it shows them to a policy. A value that is shaped like a credential is
  found where it does not belong; that credentials are secret in state and plan is tested elsewhere. No message prints a value that could
  be one. An address, a port, a registry or a name is told as what it is, also where the program made it a secret.
- What a provider fills in: the engine shows a resource after its provider has checked it. Defaults of the AWS provider are told apart from what
  the program wrote; the version of a chart that names none, or a range, is not: the Kubernetes provider writes the one that it found, so that
  only \`lls plan\`, and a preview in which a value of the release is not known yet, report it under
  [trusted-image-registry](#trusted-image-registry).
- Resources of the providers \`aws-native\` and \`azure\` (classic): they are out of scope. Where a stack has some that could matter,
  [unsupported-providers](#unsupported-providers) says so.
- The resource option \`retainOnDelete\` inside Pulumi's engine, which does not show it to policies: there
  [deletion-protection](#deletion-protection) reports an address that only this option keeps. \`lls plan\` sees the option. With
  \`protect\` both say the same.
- What has no resource and no facts: hosts' firewalls, Kubernetes NetworkPolicies, the clients' own networks.

## The policies
`;

const sharedIntroduction = `
Not a rule: it reports nothing. It shows the rules what every resource is given, because Pulumi shows rules about a whole stack nothing but
what came of it, and it holds the configuration that they share. If it is disabled, outputs stand in for inputs: what a component is given
is not known then, nor what a provider does not write back, and verdicts can be wrong. Where \`all\` is \`disabled\` and single rules are
switched on, switch this on too: \`"read-stack": "advisory"\`.

\`\`\`json
{
  "read-stack": {
    "installations": [{ "cloud": "eks", "name": "gdn-streaming", "facts": "facts/prod.json", "clients": ["0.0.0.0/0"] }]
  }
}
\`\`\`
`;
