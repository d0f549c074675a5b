import { isMap } from "../../components/checks";
import { isHidden } from "../../graph/known";
import type { GraphResource } from "../../graph/resource-graph";
import { credentialIn, registryCredentialsIn } from "../credential-shapes";
import type { RuleFactory } from "../rule";

/** Configuration of `no-secrets-in-the-wrong-place`. */
export interface NoSecretsConfig {
  /** Further properties made for credentials, each as `<type token>.<property path>`; `*` stands for any part of a path. */
  allowedProperties: string[];
}

/** Types with the property that each has for credentials; a path stands for everything below it. */
const madeForCredentials = [
  "kubernetes:core/v1:Secret.data",
  "kubernetes:core/v1:Secret.stringData",
  "kubernetes:core/v1:SecretPatch.data",
  "kubernetes:core/v1:SecretPatch.stringData",
  "kubernetes:core/v1:SecretList.items",
  "kubernetes:helm.sh/v3:Release.repositoryOpts",
  "kubernetes:helm.sh/v4:Chart.repositoryOpts",
  "aws:secretsmanager/secretVersion:SecretVersion.secretString",
  "aws:secretsmanager/secretVersion:SecretVersion.secretBinary",
  "aws:acm/certificate:Certificate.privateKey",
  "aws:iam/serverCertificate:ServerCertificate.privateKey",
  "azure-native:keyvault:Secret.properties.value",
];

/** Properties of that name are made for credentials in any type but those whose properties are free text. */
const credentialName =
  /(?:password|passphrase|secret|secretkey|secretstring|token|apikey|accesskey|privatekey|credentials?)$/i;
const freeText = /^(?:kubernetes|command|docker|pulumi:pulumi):/;

/** What looks like a credential stands only where credentials belong: elsewhere it is stored and printed as plain text. */
export const noSecretsInTheWrongPlace: RuleFactory<NoSecretsConfig> = (settings = {}) => ({
  name: "no-secrets-in-the-wrong-place",
  displayName: "Credentials stand only in fields made for them",
  description:
    "A value that looks like a credential (NGC API key, AWS access key, JSON Web Token, private key, credentials of a registry) stands only in a field made for credentials, in no output of the stack and in no other output of a component. " +
    "Whether a value is a Pulumi secret no policy can see: Pulumi unwraps secrets before it asks.",
  level: "advisory",
  severity: "high",
  remediationSteps:
    "Move the credential into a Secret, a secret store or the provider's configuration, refer to it from there, keep it in the stack's config with `pulumi config set --secret`, " +
    "and replace it, because it may be in state and logs already.",
  configSchema: {
    properties: {
      allowedProperties: {
        type: "array",
        items: { type: "string", minLength: 1 },
        description:
          "Further properties made for credentials, each as type token and property path, such as example:index:Thing.settings.key; * stands for any one part of the path.",
        default: [],
      },
    },
  },
  defaults: { allowedProperties: [], ...settings },
  check({ graph }, config, report) {
    const allowed = new Map<string, RegExp[]>();
    for (const property of [...madeForCredentials, ...config.allowedProperties]) {
      const [type, path] = splitProperty(property);
      allowed.set(type, [...(allowed.get(type) ?? []), path]);
    }
    for (const resource of graph.resources) {
      // A provider's own configuration is where its credentials belong.
      if (resource.type.startsWith("pulumi:providers:")) continue;
      const paths = allowed.get(withoutVersion(resource.type)) ?? [];
      for (const { path, shape, kind } of findingsOf(resource)) {
        if (paths.some((pattern) => pattern.test(path)) || isMadeForCredentials(resource, path)) continue;
        report(
          resource.urn,
          `${kind} ${path} of ${resource.name} (${resource.type}) looks like ${shape}, and is no field for credentials. ` +
            "Refer to a Secret or a secret store instead, and replace the credential.",
        );
      }
    }
  },
});

interface Finding {
  path: string;
  shape: string;
}

/**
 * Inputs, and what a program says of itself: outputs of the stack, which are printed, and those that components register. Outputs of other resources
 * are the cloud's words. A place that is both input and output is told once.
 */
function findingsOf({ inputs, outputs, custom }: GraphResource): (Finding & { kind: "Property" | "Output" })[] {
  const written = credentialsIn(inputs);
  const said = custom ? [] : credentialsIn(outputs).filter(({ path }) => !written.some((one) => one.path === path));
  return [
    ...written.map((one) => ({ ...one, kind: "Property" as const })),
    ...said.map((one) => ({ ...one, kind: "Output" as const })),
  ];
}

function credentialsIn(properties: Record<string, unknown>): Finding[] {
  const findings: Finding[] = [];
  const walk = (value: unknown, path: string): void => {
    if (typeof value === "string") {
      const shape = !isHidden(value) ? credentialIn(value) : undefined;
      if (shape !== undefined) findings.push({ path, shape });
    } else if (Array.isArray(value)) {
      value.forEach((entry, index) => walk(entry, `${path}[${index}]`));
    } else if (isMap(value)) {
      const shape = registryCredentialsIn(value);
      if (shape !== undefined) findings.push({ path, shape });
      else for (const [key, entry] of Object.entries(value)) walkEntry(key, entry, path);
    }
  };
  // A key can be a credential too: it is reported, and never told.
  const walkEntry = (key: string, entry: unknown, path: string): void => {
    const shape = credentialIn(key);
    const at = path === "" ? shownKey(key, shape) : `${path}.${shownKey(key, shape)}`;
    if (shape !== undefined) findings.push({ path: at, shape });
    walk(entry, at);
  };
  walk(properties, "");
  return findings;
}

function shownKey(key: string, shape: string | undefined): string {
  return shape === undefined ? key : "[credential]";
}

function isMadeForCredentials({ type, inputs }: GraphResource, path: string): boolean {
  if (type === "aws:ssm/parameter:Parameter") return path === "value" && inputs.type === "SecureString";
  const [first = ""] = /^[^.[]+/.exec(path) ?? [];
  return !freeText.test(type) && credentialName.test(first);
}

/** azure-native and kubernetes write the API version into some tokens: `azure-native:keyvault/v20230701:Secret`. */
function withoutVersion(type: string): string {
  return type.startsWith("azure-native:") ? type.replace(/\/v\d+\w*:/, ":") : type;
}

function splitProperty(property: string): [type: string, path: RegExp] {
  // A type token has no dot behind its last colon, but kubernetes' groups have some before it.
  const dot = property.indexOf(".", property.lastIndexOf(":"));
  const type = dot === -1 ? property : property.slice(0, dot);
  const path = dot === -1 ? "" : property.slice(dot + 1);
  const escaped = path.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replace(/\*/g, "[^.[\\]]+");
  return [type, new RegExp(`^${escaped}(?:$|[.[])`)];
}
