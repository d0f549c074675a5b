import { describe, expect, it } from "vitest";
import { SimulatedCloud, type SimulatedEksSeed } from "../../simulator/cloud";
import { create, legal, seed, types, type Inputs } from "./fixture";

const values = (change: Inputs): Inputs => legal.release({ values: { ...legal.release().values, ...change } });
const sized = (cpu: string, memory: string) => values({ resources: { requests: { cpu, memory } } });
const unchanged = (): void => undefined;
const eachPool =
  (change: Inputs) =>
  ({ network }: SimulatedEksSeed) =>
    network.nodePools.forEach((pool) => void Object.assign(pool, change));

const metadata = { name: "pull", namespace: "gdn-streaming" };
const accountPatch = (secret: string, more: Inputs = {}): Inputs => ({
  metadata: { ...metadata, name: "default", ...more },
  imagePullSecrets: [{ name: secret }],
});

/** What is refused: title, error, what the cluster is like, what is tried. */
const refusals: [string, RegExp, (seed: SimulatedEksSeed) => void, (cloud: SimulatedCloud) => unknown][] = [
  [
    "a release without its namespace",
    /^NotFound: namespaces "gdn-streaming"/,
    unchanged,
    (cloud) => create(cloud, "Release", "r", legal.release({ namespace: "gdn-streaming" })),
  ],
  ["a secret without its namespace", /^NotFound/, unchanged, (cloud) => create(cloud, "Secret", "s", { metadata })],
  [
    "a patch without its namespace",
    /^NotFound/,
    unchanged,
    (cloud) => create(cloud, "ServiceAccountPatch", "p", { metadata }),
  ],
  [
    "pull secrets beside those of somebody else",
    /^Conflict: .* \.imagePullSecrets is theirs/,
    (it) => void Object.assign(it, { namespaces: ["gdn-streaming"], pullSecrets: { "gdn-streaming": ["theirs"] } }),
    (cloud) => create(cloud, "ServiceAccountPatch", "p", accountPatch("ours")),
  ],
  [
    "a namespace that exists",
    /^AlreadyExists/,
    (it) => void (it.namespaces = ["gdn-streaming"]),
    (cloud) => create(cloud, "Namespace", "n", { metadata: { name: "gdn-streaming" } }),
  ],
  [
    "the namespace of another cluster",
    /^NotFound/,
    unchanged,
    (cloud) => {
      create(cloud, "Namespace", "n", { metadata: { name: "gdn-streaming" } }, "cluster-a");
      create(cloud, "Secret", "s", { metadata }, "cluster-b");
    },
  ],
  [
    "two secrets of a name",
    /^AlreadyExists/,
    unchanged,
    (cloud) => {
      create(cloud, "Secret", "a", { metadata: { name: "pull" } });
      create(cloud, "Secret", "b", { metadata: { name: "pull" } });
    },
  ],
  [
    "two releases of a name",
    /^ReleaseExists/,
    unchanged,
    (cloud) => {
      create(cloud, "Release", "a", legal.release({ chart: "./other-1.0.0.tgz" }));
      create(cloud, "Release", "b", legal.release({ chart: "./other-1.0.0.tgz" }));
    },
  ],
  [
    "a second proxy: the node ports are taken",
    /^NodePortAllocated: .*30504/,
    unchanged,
    (cloud) => {
      create(cloud, "Release", "a", legal.release());
      create(cloud, "Release", "b", legal.release({ name: "second", chart: "/charts/gdn-streaming-3.0.0.tgz" }));
    },
  ],
  [
    "values that the chart does not have",
    /^UnknownChartValue: .*env\.lbport, turn$/,
    unchanged,
    (cloud) => create(cloud, "Release", "r", values({ env: { lbport: "1" }, turn: { enabled: true } })),
  ],
  [
    "a value where the chart has a map",
    /env$/,
    unchanged,
    (cloud) => create(cloud, "Release", "r", values({ env: "5004" })),
  ],
  [
    "nodes that nobody has",
    /^FailedScheduling: .*node-type=gpu/,
    unchanged,
    (cloud) => create(cloud, "Release", "r", values({ nodeSelector: { "node-type": "gpu" } })),
  ],
  [
    "an instance type that AWS lists otherwise",
    /^FailedScheduling/,
    eachPool({ labels: { "node.kubernetes.io/instance-type": "m5.2xlarge" } }),
    (cloud) =>
      create(cloud, "Release", "r", values({ nodeSelector: { "node.kubernetes.io/instance-type": "m5.4xlarge" } })),
  ],
  [
    "a zone without nodes",
    /^FailedScheduling: .*us-west-2b/,
    unchanged,
    (cloud) => create(cloud, "Release", "r", values({ availabilityZones: { enabled: true, zones: ["us-west-2b"] } })),
  ],
  [
    "more memory than a node has",
    /^FailedScheduling/,
    unchanged,
    (cloud) => create(cloud, "Release", "r", sized("1", "33Gi")),
  ],
  [
    "more CPU than a node has",
    /^FailedScheduling/,
    unchanged,
    (cloud) => create(cloud, "Release", "r", sized("9", "1Gi")),
  ],
  [
    "more pods than nodes with room",
    /^FailedScheduling: 3 /,
    unchanged,
    (cloud) => create(cloud, "Release", "r", values({ replicaCount: 3 })),
  ],
  [
    "a pool at zero nodes that are too small",
    /^FailedScheduling/,
    eachPool({ nodeCount: 0, instanceTypes: ["m5.xlarge"] }),
    (cloud) => create(cloud, "Release", "r", legal.release()),
  ],
  [
    "a binding to an unknown target group",
    /^TargetGroupNotFound/,
    unchanged,
    (cloud) => create(cloud, "TargetGroupBinding", "b", { metadata: { name: "b" }, spec: { targetGroupARN: "arn" } }),
  ],
  [
    "a binding that is to have another target group",
    /^Forbidden: .*targetGroupARN/,
    unchanged,
    (cloud) => {
      const [one, other] = ["a", "b"].map((name) => create(cloud, "TargetGroup", name, legal.targetGroup()).id);
      const binding = { metadata: { name: "b" }, spec: { targetGroupARN: one } };
      const { id } = create(cloud, "TargetGroupBinding", "b", binding);
      cloud.update(types.TargetGroupBinding, id, binding);
      cloud.update(types.TargetGroupBinding, id, { ...binding, spec: { targetGroupARN: other } });
    },
  ],
  [
    "another port for the health checks of a Service",
    /^Invalid: spec.healthCheckNodePort: field is immutable/,
    unchanged,
    (cloud) => {
      const service = (healthCheckNodePort: number) => ({
        metadata: { name: "s" },
        spec: { type: "LoadBalancer", externalTrafficPolicy: "Local", healthCheckNodePort },
      });
      const { id } = create(cloud, "Service", "s", service(32504));
      cloud.update(types.Service, id, service(32504));
      cloud.update(types.Service, id, service(32505));
    },
  ],
];

describe("Kubernetes refuses", () => {
  it.each(refusals)("%s", (_title, error, change, attempt) => {
    const cloud = new SimulatedCloud(seed(change));
    expect(() => attempt(cloud)).toThrow(error);
  });
});

/** Releases that find a node. */
const accepted: [string, (seed: SimulatedEksSeed) => void, Inputs][] = [
  ["5 CPU and 24 GiB on nodes of 8 and 32", unchanged, legal.release()],
  ["as many pods as nodes", unchanged, values({ replicaCount: 2 })],
  ["a pool at zero nodes", eachPool({ nodeCount: 0 }), legal.release()],
  ["an instance type of unknown size", eachPool({ instanceTypes: ["x9.mega"] }), legal.release()],
  ["a pool whose labels are not known", eachPool({ labels: undefined }), legal.release()],
  [
    "labels that every node has and AWS does not list",
    unchanged,
    values({ nodeSelector: { "node-type": "compute", "kubernetes.io/arch": "amd64" } }),
  ],
  [
    "pull secrets and tolerations",
    unchanged,
    values({ imagePullSecrets: [{ name: "a" }], tolerations: [{ key: "a" }] }),
  ],
  [
    "a value that the seed adds to the chart",
    (it) => void (it.chartValues = ["turn"]),
    values({ turn: { port: 3478 } }),
  ],
  ["a namespace that the seed has", (it) => void (it.namespaces = ["lls"]), legal.release({ namespace: "lls" })],
  ["a namespace that Helm creates", unchanged, legal.release({ namespace: "lls", createNamespace: true })],
];

describe("Kubernetes accepts", () => {
  it.each(accepted)("%s", (_title, change, inputs) => {
    const { outputs } = create(new SimulatedCloud(seed(change)), "Release", "r", inputs);
    expect(outputs.status).toMatchObject({ name: "gdn-streaming", status: "deployed", version: "3.0.0" });
  });

  it("the same names and ports in another cluster", () => {
    const cloud = new SimulatedCloud(seed());
    create(cloud, "Release", "a", legal.release(), "cluster-a");
    create(cloud, "Release", "b", legal.release(), "cluster-b");
    expect(cloud.resources.size).toBe(2);
  });

  it("the deletion of a namespace with all that is in it, and its name again", () => {
    const cloud = new SimulatedCloud(seed());
    const namespace = create(cloud, "Namespace", "n", { metadata: { name: "gdn-streaming" } });
    create(cloud, "Secret", "s", { metadata });
    create(cloud, "Release", "r", legal.release({ namespace: "gdn-streaming" }));
    cloud.delete(types.Namespace, namespace.id);
    expect(cloud.resources.size).toBe(0);
    expect(create(cloud, "Namespace", "again", { metadata: { name: "gdn-streaming" } }).id).toBe("gdn-streaming");
  });

  it("names made by Pulumi", () => {
    expect(create(new SimulatedCloud(seed()), "Namespace", "n", {}).id).toMatch(/^n-[0-9a-f]{8}$/);
  });

  it("a version that stands in the name of the archive", () => {
    const inputs = legal.release({ chart: "/charts/gdn-streaming-2.0.1.tgz", version: undefined });
    expect(create(new SimulatedCloud(seed()), "Release", "r", inputs).outputs.status.version).toBe("2.0.1");
  });
});

const mutable = { enableSecretMutable: "true" };
const content = (change: object): Inputs => ({ metadata, type: "Opaque", stringData: { a: "b" }, ...change });

/** Changes of a Secret: title, settings of the provider, what changes, what replaces it. */
const secretChanges: [string, object, Inputs, string[]][] = [
  ["other content", {}, content({ stringData: { a: "c" } }), ["stringData"]],
  ["other content, where it may change", mutable, content({ stringData: { a: "c" } }), []],
  ["other content of one that must not", mutable, content({ data: { a: "Yg==" }, immutable: true }), ["data"]],
  ["another type, where the content may change", mutable, content({ type: "other" }), ["type"]],
  ["other labels", {}, content({ metadata: { ...metadata, labels: { a: "b" } } }), []],
];

it.each([
  ["the same ones", ["ours"], {}],
  ["others, by force", ["theirs"], { annotations: { "pulumi.com/patchForce": "true" } }],
  ["those of another namespace", undefined, {}],
])("a service account takes pull secrets where somebody else has set %s", (_title, theirs, more) => {
  const pullSecrets = { "kube-system": ["theirs"], ...(theirs && { "gdn-streaming": theirs }) };
  const cloud = new SimulatedCloud(
    seed((it) => void Object.assign(it, { namespaces: ["gdn-streaming"], pullSecrets })),
  );
  const { id } = create(cloud, "ServiceAccountPatch", "p", accountPatch("ours", more));
  cloud.update(types.ServiceAccountPatch, id, accountPatch("ours"));
});

describe("a change of a Secret replaces it as the provider is configured", () => {
  it.each(secretChanges)("%s", (_title, settings, after, expected) => {
    const cloud = new SimulatedCloud(seed());
    cloud.configure("kubernetes", settings);
    expect(cloud.replacements(types.Secret, content({}), after, "kubernetes")).toEqual(expected);
  });
});
