import { chartProblem, isLocalChart } from "./chart-reference";
import { extraValuesProblems } from "./chart-values";
import { count, isMap, map, oneOf, shaped, text, type Check } from "./checks";
import { hostProblem } from "./host";
import { unknownKeyProblems, type KeysOf } from "./known-keys";
import { portProblem } from "./port";
import { inputOf, isAbsent, Problems } from "./problems";
import { isEcrRegistry, registryProblem } from "./registry";
import type { ProxyOptions, ProxyToleration, RegistryCredentials, StreamingProxyArgs } from "./streaming-proxy-args";
import { ExternalTrafficPolicy, NamespaceOwner, ProxyRollout } from "./streaming-proxy-args";

/** Why credentials for ECR are refused. */
export const ecrCredentialsReason =
  "must be absent for an ECR registry: its token expires after 12 hours; let the nodes pull with their own role (AmazonEC2ContainerRegistryPullOnly)";

const imageTag = shaped(
  /^(?:\w[\w.-]{0,127}|sha256:[0-9a-f]{64})$/,
  "an image tag, or a digest sha256:<64 hex digits>",
);
/** A field of a toleration, which may be absent; a taint may have an empty value. */
export const optionalTolerationField: Check = (value) =>
  value === undefined || value === null || typeof value === "string" ? undefined : "must be text";
const version = shaped(/^v?\d+\.\d+\.\d+(?:[-+][\w.+-]+)?$/, "a full version such as 3.0.0");
const quantity = shaped(/^\d+(?:\.\d+)?(?:m|k|M|G|T|Ki|Mi|Gi|Ti)?$/, "a Kubernetes quantity such as 5000m or 24Gi");

const argumentKeys: KeysOf<StreamingProxyArgs> = {
  imageRegistry: true,
  port: true,
  host: true,
  availabilityZones: true,
  registryCredentials: true,
  options: true,
};
const userAndPassword: Check = (value) => (isMap(value) ? undefined : "must be a map with username and password");
const credentialKeys: KeysOf<RegistryCredentials> = { username: true, password: true };
const tolerationKeys: KeysOf<ProxyToleration> = { key: true, operator: true, value: true, effect: true };
const optionKeys: KeysOf<ProxyOptions> = {
  chart: true,
  chartVersion: true,
  imageTag: true,
  replicas: true,
  cpu: true,
  memory: true,
  nodeSelector: true,
  tolerations: true,
  mediaPort: true,
  externalTrafficPolicy: true,
  rollout: true,
  namespace: true,
  extraValues: true,
};

/**
 * Checks the arguments of a proxy.
 * @throws BadInput with every problem
 */
export function validateStreamingProxy(subject: string, args: StreamingProxyArgs): void {
  const problems = new Problems();
  if (problems.required("args", args, map)) {
    problems.required("imageRegistry", args.imageRegistry, inputOf(registryProblem));
    credentialsProblems(problems, args.imageRegistry, args.registryCredentials);
    problems.required("port", args.port, inputOf(portProblem));
    problems.required("host", args.host, inputOf(hostProblem));
    if (isAbsent(args.availabilityZones)) {
      problems.add("availabilityZones", "is required; an empty list says that the pod is not pinned to a zone");
    }
    problems
      .list("availabilityZones", args.availabilityZones, 0)
      .forEach((zone, index) => problems.required(`availabilityZones[${index}]`, zone, inputOf(text)));
    proxyOptionsProblems(problems, "options", args.options);
    unknownKeyProblems(problems, "", args, argumentKeys);
  }
  problems.throwIfAny(subject);
}

/** Checks the credentials of a registry, which every component with a proxy takes under the same name. */
export function credentialsProblems(problems: Problems, registry: unknown, credentials?: RegistryCredentials): void {
  if (isAbsent(credentials)) return;
  if (!problems.required("registryCredentials", credentials, userAndPassword)) return;
  for (const key of ["username", "password"] as const)
    problems.required(`registryCredentials.${key}`, credentials[key], inputOf(text), false);
  unknownKeyProblems(problems, "registryCredentials", credentials, credentialKeys);
  if (typeof registry === "string" && isEcrRegistry(registry)) {
    problems.add("registryCredentials", ecrCredentialsReason);
  }
}

/** Checks the choices that are the same on every cloud. */
export function proxyOptionsProblems(problems: Problems, path: string, options?: ProxyOptions): void {
  if (isAbsent(options) || !problems.required(path, options, map)) return;
  chartProblems(problems, path, options);
  problems.optional(`${path}.imageTag`, options.imageTag, imageTag);
  problems.optional(`${path}.replicas`, options.replicas, count);
  problems.optional(`${path}.cpu`, options.cpu, quantity);
  problems.optional(`${path}.memory`, options.memory, quantity);
  problems.textMap(`${path}.nodeSelector`, options.nodeSelector);
  problems
    .list(`${path}.tolerations`, options.tolerations, 0)
    .forEach((toleration, index) => tolerationProblems(problems, `${path}.tolerations[${index}]`, toleration));
  problems.optional(`${path}.mediaPort`, options.mediaPort, portProblem);
  problems.optional(`${path}.externalTrafficPolicy`, options.externalTrafficPolicy, oneOf(ExternalTrafficPolicy));
  problems.optional(`${path}.rollout`, options.rollout, oneOf(ProxyRollout));
  problems.optional(`${path}.namespace`, options.namespace, oneOf(NamespaceOwner));
  extraValuesProblems(problems, `${path}.extraValues`, options.extraValues);
  unknownKeyProblems(problems, path, options, optionKeys);
}

function tolerationProblems(problems: Problems, path: string, toleration: unknown): void {
  if (!problems.required(path, toleration, map) || !isMap(toleration)) return;
  for (const key of Object.keys(tolerationKeys))
    problems.optional(`${path}.${key}`, toleration[key], inputOf(optionalTolerationField));
  unknownKeyProblems(problems, path, toleration, tolerationKeys);
}

function chartProblems(problems: Problems, path: string, { chart, chartVersion }: ProxyOptions): void {
  problems.optional(`${path}.chart`, chart, chartProblem, false);
  if (typeof chart === "string" && isLocalChart(chart) && !isAbsent(chartVersion)) {
    problems.add(
      `${path}.chartVersion`,
      "must be absent with a local .tgz, which carries its own version",
      chartVersion,
    );
  } else problems.optional(`${path}.chartVersion`, chartVersion, version);
}
