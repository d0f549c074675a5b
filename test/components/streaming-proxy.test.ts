import * as pulumi from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import {
  NamespaceOwner,
  ProxyRollout,
  StreamingProxy,
  type ProxyOptions,
  type StreamingProxyArgs,
} from "../../components";
import { chartValues } from "../../components/chart-values";
import type { GraphResource } from "../../graph/resource-graph";
import { graphOf } from "./installation";

const args: StreamingProxyArgs = {
  imageRegistry: "registry.example.com/nvcf",
  port: 5004,
  host: "stream.example.com",
  availabilityZones: ["us-west-2a"],
};

async function releaseOf(options: ProxyOptions): Promise<GraphResource> {
  const graph = await graphOf(([, provider]) => new StreamingProxy("proxy", { ...args, options }, { provider }));
  return graph.resources.find(({ type }) => type === "kubernetes:helm.sh/v3:Release")!;
}

/** The values with every Output resolved. */
async function valuesOf(options: ProxyOptions): Promise<any> {
  return new Promise((resolve) => pulumi.output(chartValues({ ...args, options })).apply(resolve));
}

describe("StreamingProxy", () => {
  it("installs the chart from the registry, atomically, under the fixed name", async () => {
    const { inputs } = await releaseOf({});
    expect(inputs).toMatchObject({
      name: "gdn-streaming",
      namespace: "gdn-streaming",
      createNamespace: false,
      chart: "oci://registry.example.com/nvcf/gdn-streaming",
      version: "3.0.0",
      atomic: true,
      cleanupOnFail: true,
      timeout: 900,
    });
  });

  it("gives no version to a local archive", async () => {
    const { inputs } = await releaseOf({ chart: "./gdn-streaming-3.0.0.tgz" });
    expect(inputs).toMatchObject({ chart: "./gdn-streaming-3.0.0.tgz" });
    expect(inputs).not.toHaveProperty("version");
  });

  it("makes way for itself with rollout recreate", async () => {
    const { options } = await releaseOf({ rollout: ProxyRollout.Recreate });
    expect(options).toMatchObject({ deleteBeforeReplace: true, replaceOnChanges: ["chart", "values", "version"] });
  });

  it("upgrades in place with rollout surge", async () => {
    const { options } = await releaseOf({ rollout: ProxyRollout.Surge });
    expect(options.deleteBeforeReplace ?? false).toBe(false);
    expect(options.replaceOnChanges ?? []).toEqual([]);
  });
});

describe("pull credentials", () => {
  const pullSecrets = { "gdn-streaming": ["theirs"] };
  const proxy = (namespace: NamespaceOwner, of: { pullSecrets?: Record<string, string[]> } = {}) => {
    const registryCredentials = { username: "user", password: pulumi.secret("password") };
    const namespaces = namespace === NamespaceOwner.Existing ? ["gdn-streaming"] : [];
    return graphOf(
      ([, provider]) =>
        new StreamingProxy("proxy", { ...args, registryCredentials, options: { namespace } }, { provider }),
      { namespaces, ...of },
    );
  };

  it.each(Object.values(NamespaceOwner))("are handed out by the service account: namespace %s", async (namespace) => {
    const { resources } = await proxy(namespace);
    const patch = resources.find(({ type }) => type === "kubernetes:core/v1:ServiceAccountPatch");
    expect(patch?.inputs).toMatchObject({
      metadata: { name: "default", namespace: "gdn-streaming" },
      imagePullSecrets: [{ name: "nvcr-pull-secret" }],
    });
  });

  it("replace no pull secrets that the owner of an existing namespace has set", async () => {
    await expect(proxy(NamespaceOwner.Existing, { pullSecrets })).rejects.toThrow(/\.imagePullSecrets is theirs/);
    await proxy(NamespaceOwner.Existing, { pullSecrets: { "gdn-streaming": ["nvcr-pull-secret"] } });
    await proxy(NamespaceOwner.Existing, { pullSecrets: { default: ["theirs"] } });
  });
});

describe("chart values", () => {
  it("are the documented keys, and no other", async () => {
    expect(await valuesOf({})).toEqual({
      env: { lbPort: "5004", lbDns: "stream.example.com" },
      replicaCount: 1,
      availabilityZones: { enabled: true, zones: ["us-west-2a"] },
      nodeSelector: { "node-type": "compute" },
      image: { repository: "registry.example.com/nvcf/streaming-proxy", tag: "3.0.2", pullPolicy: "Always" },
      resources: { requests: { cpu: "5000m", memory: "24Gi" }, limits: { cpu: "5000m", memory: "24Gi" } },
    });
  });

  it("take what is said besides, deeply", async () => {
    const extraValues = { env: { LOG: "debug" }, image: { pullPolicy: "IfNotPresent" }, turn: { enabled: true } };
    expect(await valuesOf({ extraValues, tolerations: [{ key: "gpu" }] })).toMatchObject({
      env: { LOG: "debug", lbPort: "5004" },
      image: { pullPolicy: "IfNotPresent", tag: "3.0.2" },
      turn: { enabled: true },
      tolerations: [{ key: "gpu" }],
    });
  });

  it("split a digest so that repository:tag is a valid reference", async () => {
    const digest = "0123456789abcdef".repeat(4);
    const { image } = await valuesOf({ imageTag: `sha256:${digest}` });
    expect(`${image.repository}:${image.tag}`).toBe(`registry.example.com/nvcf/streaming-proxy@sha256:${digest}`);
  });
});
