import { describe, expect, it } from "vitest";
import { stackCloud } from "../../cli/clouds";
import { parseStackConfig } from "../../stacks/config";
import { goodConfigs } from "../stacks/good-configs";
import { source } from "../stacks/stack-file";

describe("prerequisites", () => {
  it.each(Object.entries(goodConfigs))("name the controller that a binding needs, and only then: %s", (_, config) => {
    const stack = parseStackConfig(source(config));
    const { prerequisites } = stackCloud(stack, "nvcf-lls/dev");
    const named = prerequisites.some((line) => line.startsWith("AWS Load Balancer Controller, version 2.2"));
    expect(named).toBe(stack.cloud === "eks" && stack.eks.targets.kind === "targetGroupBinding");
  });
});
