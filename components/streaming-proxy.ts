import * as kubernetes from "@pulumi/kubernetes/core/v1";
import * as helm from "@pulumi/kubernetes/helm/v3";
import * as pulumi from "@pulumi/pulumi";
import { chartVersionOf } from "./chart-reference";
import { chartValues } from "./chart-values";
import { text } from "./checks";
import { claim, kubernetesClaim, nameClaims } from "./claims";
import { hostProblem } from "./host";
import { chart, image, proxyNodeSelector, resources } from "./lls";
import { stackAnnotations } from "./owner";
import { portProblem } from "./port";
import { guarded } from "./problems";
import { checkOptions, providerOf } from "./providers";
import { pullSecret } from "./pull-secret";
import { registryProblem } from "./registry";
import {
  NamespaceOwner,
  ProxyRollout,
  type ProxyToleration,
  type RegistryCredentials,
  type StreamingProxyArgs,
} from "./streaming-proxy-args";
import { optionalTolerationField, validateStreamingProxy } from "./streaming-proxy-problems";

const type = "nvcf-lls:index:StreamingProxy";

/**
 * The streaming proxy of LLS on any Kubernetes cluster: namespace, pull secret and Helm release.
 * Every change of the release restarts its pod and ends all sessions.
 * The release waits for whatever the component's option `dependsOn` names.
 * Needs an explicit provider of kubernetes, because the default one leads to wherever the machine does.
 * Throws BadInput with every problem of the arguments, before anything is registered.
 */
export class StreamingProxy extends pulumi.ComponentResource {
  /** Namespace of the proxy, always `gdn-streaming`. */
  readonly namespace: pulumi.Output<string>;
  /** Name of the Helm release, always `gdn-streaming`. */
  readonly releaseName: pulumi.Output<string>;
  /** Helm's word for the release's state, `deployed` when all is well. */
  readonly releaseStatus: pulumi.Output<string>;
  /** Version of the chart that is installed. */
  readonly chartVersion: pulumi.Output<string>;

  constructor(name: string, args: StreamingProxyArgs, opts?: pulumi.ComponentResourceOptions) {
    const subject = `StreamingProxy '${name}'`;
    validateStreamingProxy(subject, args);
    checkOptions(subject, name, opts, [{ package: "kubernetes", leadingTo: "the cluster of the proxy" }]);
    claim(subject, [...nameClaims(type, name, opts?.parent), kubernetesClaim(providerOf("kubernetes", opts)!, name)]);
    const guardedArgs: StreamingProxyArgs = {
      ...args,
      imageRegistry: guarded(subject, "imageRegistry", args.imageRegistry, registryProblem),
      port: guarded(subject, "port", args.port, portProblem),
      host: guarded(subject, "host", args.host, hostProblem),
      availabilityZones: args.availabilityZones.map((zone, index) =>
        guarded(subject, `availabilityZones[${index}]`, zone, text),
      ),
      registryCredentials: args.registryCredentials && guardedCredentials(subject, args.registryCredentials),
      options: args.options?.tolerations
        ? { ...args.options, tolerations: guardedTolerations(subject, args.options.tolerations) }
        : (args.options ?? undefined),
    };
    super(type, name, proxyInputs(guardedArgs), opts);

    const child = { parent: this };
    const owner = args.options?.namespace ?? NamespaceOwner.Create;
    const namespace = proxyNamespace(name, owner, child);
    const prerequisites = guardedArgs.registryCredentials
      ? pullSecret(name, namespace, guardedArgs.imageRegistry, guardedArgs.registryCredentials, owner, child)
      : [];
    const release = proxyRelease(
      name,
      namespace,
      guardedArgs,
      pulumi.mergeOptions({ ...child, dependsOn: prerequisites }, { dependsOn: opts?.dependsOn }),
    );

    this.namespace = namespace;
    this.releaseName = release.name;
    this.releaseStatus = release.status.status;
    this.chartVersion = release.status.version;
    this.registerOutputs({
      namespace: this.namespace,
      releaseName: this.releaseName,
      releaseStatus: this.releaseStatus,
      chartVersion: this.chartVersion,
    });
  }
}

/** Logical name of the proxy in an installation. */
export function proxyName(installation: string): string {
  return `${installation}-proxy`;
}

/** What state and policies see of the arguments: defaults filled in, neither credentials nor free values. */
function proxyInputs({ options = {}, ...args }: StreamingProxyArgs): pulumi.Inputs {
  return {
    imageRegistry: args.imageRegistry,
    port: args.port,
    host: args.host,
    availabilityZones: args.availabilityZones,
    chart: options.chart,
    chartVersion: chartVersionOf(options),
    imageTag: options.imageTag ?? image.tag,
    replicas: options.replicas ?? 1,
    cpu: options.cpu ?? resources.cpu,
    memory: options.memory ?? resources.memory,
    nodeSelector: options.nodeSelector ?? proxyNodeSelector,
    mediaPort: options.mediaPort,
    externalTrafficPolicy: options.externalTrafficPolicy,
    rollout: options.rollout ?? ProxyRollout.Surge,
    namespace: options.namespace ?? NamespaceOwner.Create,
  };
}

function guardedCredentials(subject: string, { username, password }: RegistryCredentials): RegistryCredentials {
  return {
    username: guarded(subject, "registryCredentials.username", username, text),
    password: guarded(subject, "registryCredentials.password", password, text),
  };
}

function guardedTolerations(subject: string, tolerations: ProxyToleration[]): ProxyToleration[] {
  return tolerations.map((toleration, index) => {
    const fields = Object.entries(toleration) as [string, pulumi.Input<string> | undefined][];
    return Object.fromEntries(
      fields.map(([key, value]) => [
        key,
        guarded(subject, `options.tolerations[${index}].${key}`, value, optionalTolerationField),
      ]),
    );
  });
}

function proxyNamespace(
  name: string,
  owner: NamespaceOwner,
  opts: pulumi.ComponentResourceOptions,
): pulumi.Output<string> {
  if (owner === NamespaceOwner.Existing) return pulumi.output(chart.namespace);
  const metadata = { name: chart.namespace, annotations: stackAnnotations() };
  return new kubernetes.Namespace(`${name}-namespace`, { metadata }, opts).metadata.name;
}

function proxyRelease(
  name: string,
  namespace: pulumi.Input<string>,
  args: StreamingProxyArgs,
  opts: pulumi.CustomResourceOptions,
): helm.Release {
  const options = args.options ?? {};
  return new helm.Release(
    `${name}-release`,
    {
      name: chart.release,
      namespace,
      createNamespace: false,
      chart: options.chart ?? pulumi.interpolate`oci://${args.imageRegistry}/${chart.name}`,
      version: chartVersionOf(options),
      values: chartValues(args),
      atomic: true,
      cleanupOnFail: true,
      timeout: chart.timeoutSeconds,
    },
    options.rollout === ProxyRollout.Recreate
      ? // The chart's own strategy key is not published, so the release itself makes way.
        { ...opts, deleteBeforeReplace: true, replaceOnChanges: ["chart", "values", "version"] }
      : opts,
  );
}
