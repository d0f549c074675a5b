import { describe, expect, it } from "vitest";
import { asWritten } from "../../policy/as-written";
import { filledIn, withoutFilledIn } from "../../simulator/engine/filled-in";
import { asSecret } from "../../simulator/wire";
import { exampleGraph, exampleStacks } from "../example-stack";

const targetGroup = "aws:lb/targetGroup:TargetGroup";

describe("what Check fills in", () => {
  it.each(exampleStacks)("is told apart from what the program gave, by simulator and pack: %s", async (stack) => {
    const { resources } = await exampleGraph(stack);
    for (const { type, custom, inputs } of resources.filter((resource) => resource.custom)) {
      const filled = filledIn(type, inputs);
      expect(custom && withoutFilledIn(filled)).toEqual(inputs);
      expect(asWritten(filled)).toEqual(inputs);
    }
  });

  it("are the defaults that are not written, listed in each object", () => {
    const given = { port: 30504, targetType: "ip", healthCheck: { port: "30800", interval: 10 } };
    expect(filledIn(targetGroup, given)).toMatchObject({
      ...{ port: 30504, targetType: "ip", slowStart: 0 },
      __defaults: ["lambdaMultiValueHeadersEnabled", "proxyProtocolV2", "slowStart"],
      healthCheck: {
        ...{ port: "30800", interval: 10, protocol: "HTTP", healthyThreshold: 3 },
        __defaults: ["enabled", "healthyThreshold", "protocol", "unhealthyThreshold"],
      },
    });
    expect(filledIn(targetGroup, {})).not.toHaveProperty("healthCheck");
  });

  it("is nothing in secrets, and of providers that do not come from Terraform", () => {
    const secret = asSecret({ password: "hidden" });
    expect(filledIn(targetGroup, { tags: secret })).toMatchObject({ tags: secret });
    const rule = { securityGroupId: "sg-1" };
    for (const type of ["kubernetes:core/v1:Secret", "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"]) {
      expect(filledIn(type, rule)).toEqual(rule);
    }
  });
});
