import { describe, expect, it } from "vitest";
import { unknownValue } from "../../../graph/unknown";
import { mediaPathKnown } from "../../../policy/rules/media-path-known";
import { proxyResources } from "../../../policy/rules/proxy-resources";
import { trustedImageRegistry } from "../../../policy/rules/trusted-image-registry";
import { change, compliant, edited, makeUnknown, violations, type Edit } from "../edited-stack";

const release = "lls-proxy-release";
const values = (edit: (values: any) => void): Edit => change(release, (inputs) => edit(inputs.values));
const inFiles = (edit: (values: any) => void): Edit =>
  change(release, (inputs) => {
    inputs.valueYamlFiles = [{ path: "values.yaml" }];
    edit(inputs.values);
  });

const known = async (...edits: Edit[]): Promise<string> =>
  violations(mediaPathKnown(), await edited("dev", ...edits))
    .map(({ message }) => message)
    .join("\n");

describe("what is not read of a release", () => {
  it.each<[string, Edit, string]>([
    ["the chart", makeUnknown(release, "chart"), "chart of release"],
    ["its version", makeUnknown(release, "version"), "version of release"],
    ["its repository", change(release, (i) => (i.repositoryOpts = { repo: unknownValue })), "repositoryOpts.repo of"],
    ["all values", makeUnknown(release, "values"), "values of release"],
    ["an image", values((all) => (all.image = unknownValue)), "values.image of release"],
    ["a repository", values((all) => (all.image.repository = unknownValue)), "values.image of release"],
    ["a secret repository", values((all) => (all.image.repository = "[secret]")), "values.image of release"],
    ["a tag", values((all) => (all.image.tag = unknownValue)), "the tag of values.image of release"],
    ["a sidecar", values((all) => (all.sidecar = { image: unknownValue })), "values.sidecar.image of release"],
    ["resources", values((all) => (all.resources = unknownValue)), "values.resources of release"],
    ["a limit", values((all) => (all.resources.limits.cpu = unknownValue)), "values.resources.limits.cpu of release"],
    ["replicas", values((all) => (all.replicaCount = unknownValue)), "values.replicaCount of release"],
    [
      "resources in a file",
      inFiles((all) => delete all.resources),
      "values.resources of release lls-proxy-release, wh",
    ],
    ["an image in a file", inFiles((all) => delete all.image), "values.image of release lls-proxy-release, which its"],
    ["a tag in a file", inFiles((all) => delete all.image.tag), "the tag of values.image of release lls-proxy-rel"],
  ])("is named: %s", async (_, edit, words) => {
    const message = await known(edit);
    expect(message).toContain(words);
    expect(message.split(words)).toHaveLength(2);
  });

  it.each<[string, Edit]>([
    ["values files under values that say everything", inFiles((all) => (all.replicaCount = 1))],
    ["what no rule reads", values((all) => (all.env.other = unknownValue))],
  ])("is not more than that: %s", async (_, edit) => {
    expect(await known(edit)).toBe("");
  });

  it.each([proxyResources(), trustedImageRegistry()])(
    "is claimed by no rule: values files not known, %o",
    async (rule) => {
      const unknownFiles = makeUnknown(release, "valueYamlFiles");
      const noValues = values((all) => {
        delete all.resources;
        delete all.image;
      });
      expect(violations(rule, await edited("dev", unknownFiles, noValues))).toEqual([]);
      expect(await known(unknownFiles, noValues)).toContain("values.resources of release");
    },
  );

  it.each(["dev", "aks-dev", "aks-pools"])("is nothing of %s", async (stack) => {
    expect(violations(mediaPathKnown(), await compliant(stack))).toEqual([]);
  });
});
