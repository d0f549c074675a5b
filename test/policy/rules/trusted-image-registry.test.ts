import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { unknownValue } from "../../../graph/unknown";
import { trustedImageRegistry } from "../../../policy/rules/trusted-image-registry";
import { mediaPathKnown } from "../../../policy/rules/media-path-known";
import {
  change,
  compliant,
  edited,
  judged,
  makeUnknown,
  remove,
  set,
  violations,
  violationsOf,
  type Edit,
} from "../edited-stack";

const rule = trustedImageRegistry();
const release = "lls-proxy-release";
const registry = "123456789012.dkr.ecr.us-west-2.amazonaws.com/nvcf";
const digest = `sha256:${"0123456789abcdef".repeat(4)}`;
const values = (edit: (values: any) => void) => change(release, (inputs) => edit(inputs.values));
const image = (text: Record<string, unknown>) => values((all) => Object.assign(all.image, text));
const messages = async (edit: Edit): Promise<string[]> =>
  violations(rule, await edited("dev", edit)).map(({ message }) => message);

describe("trusted-image-registry", () => {
  it.each(["dev", "aks-dev", "aks-pools"])("says nothing of %s", async (stack) => {
    expect(violations(rule, await compliant(stack))).toEqual([]);
  });

  it.each<[string, Edit, string]>([
    ["latest", image({ tag: "latest" }), "the tag of values.image is latest"],
    ["latest of a branch", image({ tag: "release-latest" }), "the tag of values.image is latest"],
    ["a branch", image({ tag: "main" }), "the tag of values.image is no version"],
    ["no tag", values((all) => delete all.image.tag), "values.image has neither a tag nor a digest"],
    ["an empty tag", image({ tag: "" }), "values.image has neither a tag nor a digest"],
    [
      "another registry",
      image({ repository: "ghcr.io/other/streaming-proxy" }),
      `not in an allowed registry (${registry})`,
    ],
    ["Docker Hub", image({ repository: "streaming-proxy" }), "values.image is not in an allowed registry"],
    ["a path that only begins alike", image({ repository: `${registry}-other/streaming-proxy` }), "not in an allowed"],
    ["a path that leaves the registry", image({ repository: `${registry}/../x` }), "not in an allowed"],
    ["the registry as a user name", image({ repository: `${registry}@example.com/x` }), "values.image is no"],
    ["another registry beside", image({ registry: "docker.io" }), "values.image is not in an allowed registry"],
    ["no repository", values((all) => delete all.image.repository), "values.image.repository is not set"],
    ["no image", values((all) => delete all.image), "values.image.repository is not set"],
    [
      "a sidecar",
      values((all) => (all.metrics = { image: "quay.io/x/exporter:1.2" })),
      "values.metrics.image is not in",
    ],
    [
      "an init container",
      values((all) => (all.initContainers = [{ image: `${registry}/busybox` }])),
      "values.initContainers[0].image has neither",
    ],
    [
      "a tag beside the image",
      values((all) => (all.turn = { image: `${registry}/turn`, tag: "latest" })),
      "the tag of values.turn.image is latest",
    ],
    [
      "a chart from elsewhere",
      set(release, { chart: "oci://ghcr.io/other/gdn-streaming" }),
      "chart is not in an allowed registry",
    ],
    [
      "a chart repository",
      set(release, { chart: "gdn-streaming", repositoryOpts: { repo: "https://helm.example.com/x" } }),
      "chart is not in an allowed",
    ],
    ["an alias of this machine", set(release, { chart: "nvidia/gdn-streaming" }), "chart says no registry"],
    ["no chart version", set(release, { version: undefined }), "version is no exact version"],
    ["a range", set(release, { version: "^3.0.0" }), "version is no exact version"],
    ["a part of a version", set(release, { version: "3.0" }), "version is no exact version"],
    ["latest chart", set(release, { version: "latest" }), "version is no exact version"],
  ])("reports %s, once, at the release", async (_, edit, part) => {
    const found = violations(rule, await edited("dev", edit));
    expect(found).toHaveLength(1);
    expect(found[0]!.urn).toContain("::lls-proxy-release");
    expect(found[0]!.message).toContain(part);
  });

  it.each<[string, Edit]>([
    ["a digest", image({ repository: `${registry}/streaming-proxy@sha256`, tag: digest.slice(7) })],
    ["a digest of its own", values((all) => (all.image = { repository: `${registry}/streaming-proxy`, digest }))],
    ["a digest with latest", values((all) => (all.image = { repository: `${registry}/p`, tag: "latest", digest }))],
    ["the registry apart", image({ registry: registry.split("/")[0], repository: "nvcf/streaming-proxy" })],
    [
      "an upper-case host",
      image({ repository: `${registry.toUpperCase().replace("/NVCF", "/nvcf")}/streaming-proxy` }),
    ],
    ["a number as tag", image({ tag: 3 })],
    ["a path below", image({ repository: `${registry}/mirror/streaming-proxy` })],
    ["a sidecar in text", values((all) => (all.sidecar = { image: `${registry}/x:1.2-alpine` }))],
    ["a local archive", set(release, { chart: "./gdn-streaming-3.0.0.tgz", version: undefined })],
    ["a local folder", set(release, { chart: "./charts/gdn-streaming", version: undefined })],
    [
      "a chart repository in the registry",
      set(release, { chart: "gdn-streaming", repositoryOpts: { repo: `https://${registry}` } }),
    ],
    ["a version with build metadata", set(release, { version: "3.0.0-rc.1+build.5" })],
    ["something else with a repository", values((all) => (all.git = { repository: "https://example.com/x.git" }))],
    [
      "the image in a values file",
      change(release, (inputs) => {
        inputs.valueYamlFiles = [{ path: "values.yaml" }];
        delete inputs.values.image;
      }),
    ],
  ])("takes %s", async (_, edit) => {
    expect(await messages(edit)).toEqual([]);
  });

  it("takes nothing but what parses as a version or digest below the registry, however it is written", async () => {
    const part = fc.stringMatching(/^[a-z0-9]{1,6}$/);
    await fc.assert(
      fc.asyncProperty(part, part, fc.constantFrom("nvcf", "nvcfx", "other"), async (name, tag, path) => {
        const reference = `123456789012.dkr.ecr.us-west-2.amazonaws.com/${path}/${name}:${tag}`;
        const fine = path === "nvcf" && /\d/.test(tag) && tag !== "latest";
        expect(await messages(values((all) => (all.extra = { image: reference })))).toHaveLength(fine ? 0 : 1);
      }),
      { numRuns: 50 },
    );
  });

  it("judges versions alone where no registry is known: a release that no component made", async () => {
    const alone: Edit = (graph) => {
      const proxy = graph.resources.find(({ type }) => type === "nvcf-lls:index:StreamingProxy")!;
      delete proxy.inputs.imageRegistry;
    };
    const elsewhere = image({ repository: "ghcr.io/other/streaming-proxy" });
    expect(violations(rule, await edited("dev", alone, elsewhere))).toEqual([]);
    expect(violations(rule, await edited("dev", alone, elsewhere, image({ tag: "latest" })))).toHaveLength(1);
  });

  it("leaves to media-path-known to say that no registry is known, until the configuration names one", async () => {
    const graph = await edited("dev", (all) => {
      all.resources = all.resources.filter(({ type }) => !type.startsWith("nvcf-lls:index:"));
    });
    const known = mediaPathKnown();
    const words = "from which registries release lls-proxy-release may take chart and images";
    expect(violations(known, graph)).toEqual([
      expect.objectContaining({ message: expect.stringContaining(words) as string }),
    ]);
    const configured = violationsOf(known, judged(graph, [], [registry]));
    expect(configured.map(({ message }) => message).join()).not.toContain(words);
    expect(violations(known, await compliant("dev"))).toEqual([]);
  });

  it("takes the registries of its configuration instead", async () => {
    const elsewhere = (graph: any) => {
      image({ repository: "ghcr.io/other/streaming-proxy" })(graph);
      set(release, { chart: "oci://ghcr.io/other/gdn-streaming" })(graph);
    };
    for (const allowed of ["ghcr.io", "ghcr.io/other", "ghcr.io/other/", "https://ghcr.io/other"]) {
      expect(violationsOf(rule, judged(await edited("dev", elsewhere), [], [allowed]))).toEqual([]);
    }
    expect(violationsOf(rule, judged(await edited("dev", elsewhere), [], ["ghcr.io/oth"]))).toHaveLength(1);
    expect(violationsOf(rule, judged(await compliant("dev"), [], ["ghcr.io"]))).toHaveLength(1);
  });

  it.each<[string, Edit]>([
    ["values", makeUnknown(release, "values")],
    ["an image", values((all) => (all.image = unknownValue))],
    ["a repository", image({ repository: unknownValue })],
    ["a tag", image({ tag: unknownValue })],
    ["a chart", makeUnknown(release, "chart")],
    ["a chart version", makeUnknown(release, "version")],
    ["a secret", image({ repository: "[secret]" })],
    ["a sidecar", values((all) => (all.sidecar = { image: unknownValue }))],
  ])("claims nothing of what is not known: %s", async (_, edit) => {
    expect(await messages(edit)).toEqual([]);
  });

  it("still judges the tag of an image whose registry is not known, and the registry where the tag is not", async () => {
    expect(await messages(image({ repository: "ghcr.io/x/y", tag: unknownValue }))).toHaveLength(1);
    expect(await messages(image({ repository: unknownValue, tag: "latest" }))).toHaveLength(1);
  });

  it("holds chart and images against each other where the component's registry is not known yet", async () => {
    const unknownRegistry = makeUnknown("nvcf-lls:index:StreamingProxy", "imageRegistry");
    const graph = (...edits: Edit[]) => edited("dev", unknownRegistry, ...edits);
    expect(violations(rule, await graph())).toEqual([]);
    expect(violations(rule, await graph(image({ repository: "ghcr.io/other/streaming-proxy" })))).toHaveLength(1);
    expect(violations(rule, await graph(set(release, { chart: "oci://ghcr.io/other/gdn-streaming" })))).toHaveLength(1);
    expect(violations(rule, await graph(makeUnknown(release, "chart")))).toEqual([]);
  });

  it("repeats no reference: it may hold a password", async () => {
    const [message = ""] = await messages(image({ repository: "https://user:hunter2@example.com/x" }));
    expect(message).toContain("values.image");
    expect(message).not.toContain("hunter2");
  });

  it("says nothing of a stack without the release", async () => {
    expect(await messages(remove(release))).toEqual([]);
  });
});
