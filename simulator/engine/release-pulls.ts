import { existsSync, readFileSync } from "node:fs";
import type { SimulatedCloud } from "../cloud";
import { CloudError } from "../cloud-error";
import { secret, serviceAccountPatch } from "../kubernetes/objects";
import { pullRefusal, type Artifact, type SimulatedRegistry } from "../kubernetes/registry";

type Inputs = Record<string, any>;

/** Pulls that need a registry at the moment: of a chart when the provider looks at a release, of images when its pods start. */
export class ReleasePulls {
  private readonly registries: SimulatedRegistry[];
  private readonly defaultLogins: string | undefined;

  /**
   * @param registries those that ask who pulls; any other one admits everybody
   * @param defaultLogins file of `helm registry login` where a provider names none
   */
  constructor(registries: SimulatedRegistry[] = [], defaultLogins?: string) {
    this.registries = registries;
    this.defaultLogins = defaultLogins;
  }

  /**
   * Why the provider cannot read the chart of a release.
   * @param provider its inputs
   * @returns undefined if it can, or if the chart is a local file
   */
  chartRefusal(release: Inputs, provider: Inputs): string | undefined {
    const [, host, path] = /^oci:\/\/([^/]+)\/(.+)$/.exec(String(release.chart)) ?? [];
    if (host === undefined || path === undefined) return undefined;
    const refusal = this.refusal({ host, path, reference: String(release.version) }, this.loginsOf(provider));
    return refusal && `failed to perform "FetchReference" on source: ${refusal}`;
  }

  /**
   * Makes sure that a new pod of a release gets its image: it starts on whatever node has room, and pulls with the secrets that
   * the release names, else with those of its service account (Kubernetes documentation, "Images" and "Configure Service Accounts").
   * @param provider reference of the provider
   * @throws CloudError ImagePullBackOff, the state of the pod, with what the release comes to at its timeout
   */
  checkImage(release: Inputs, cloud: SimulatedCloud, provider: string): void {
    const { repository, tag } = (release.values?.image ?? {}) as { repository?: string; tag?: string };
    const [, host, path] = /^([^/]+)\/(.+)$/.exec(repository ?? "") ?? [];
    const registry = this.registries.find((one) => one.host === host);
    if (!registry || registry.nodesMayPull || host === undefined || path === undefined) return;
    const namespace = String(release.namespace ?? "default");
    const account = cloud.find(serviceAccountPatch.type, `${namespace}/default`, provider);
    const named = (release.values.imagePullSecrets ?? account?.inputs.imagePullSecrets ?? []) as { name: string }[];
    const secrets = named.flatMap(({ name }) => cloud.find(secret.type, `${namespace}/${name}`, provider) ?? []);
    const refusal = this.refusal(
      { host, path, reference: String(tag) },
      secrets.flatMap(({ inputs }) => dockerConfig(inputs)),
    );
    if (refusal === undefined) return;
    throw new CloudError(
      "ImagePullBackOff",
      `the pod of ${release.name} cannot pull ${repository}:${tag} with ${named.map(({ name }) => name).join(", ") || "no secret"}: ${refusal}`,
    );
  }

  private refusal(artifact: Artifact, configurations: string[]): string | undefined {
    const registry = this.registries.find(({ host }) => host === artifact.host);
    return registry && pullRefusal(registry, artifact, configurations);
  }

  /** pulumi-kubernetes, Configure: the provider's settings come before the environment. */
  private loginsOf({ helmReleaseSettings }: Inputs): string[] {
    const settings = (typeof helmReleaseSettings === "string" ? JSON.parse(helmReleaseSettings) : {}) as {
      registryConfigPath?: string;
    };
    const file = settings.registryConfigPath ?? this.defaultLogins;
    return file !== undefined && existsSync(file) ? [readFileSync(file, "utf8")] : [];
  }
}

function dockerConfig({ stringData = {}, data = {} }: Inputs): string[] {
  const key = ".dockerconfigjson";
  if (typeof stringData[key] === "string") return [stringData[key]];
  return typeof data[key] === "string" ? [Buffer.from(data[key], "base64").toString()] : [];
}
