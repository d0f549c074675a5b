import { describe, expect, it } from "vitest";
import { factsNotices } from "../../cli/facts-notices";
import type { EksFacts } from "../../discovery/eks/facts";
import { parseStackConfig, type EksStackConfig } from "../../stacks/config";
import { devFacts } from "../discovery/eks/dev-facts";
import { least, source, type Config } from "../stacks/stack-file";
import { planned } from "./run-lls";
import { temporaryProject } from "./temporary-project";

function notices(change: (facts: EksFacts) => void, more: Config = {}): string[] {
  return factsNotices(parseStackConfig(source({ ...least, ...more })) as EksStackConfig, devFacts(change));
}

describe("notices of facts", () => {
  it("are none where all was read, the registry is the cluster's account's, and workers are in the zone", () => {
    expect(notices(() => undefined)).toEqual([]);
  });

  it("repeat what could not be read", () => {
    expect(notices((facts) => (facts.warnings = ["ec2:DescribeVpcs is denied."]))).toEqual([
      "When the facts were recorded: ec2:DescribeVpcs is denied.",
    ]);
  });

  it("name both accounts where images are another account's, of a private ECR registry alone", () => {
    const elsewhere = (facts: EksFacts) => (facts.account = "210987654321");
    expect(notices(elsewhere)).toEqual([expect.stringMatching(/account 123456789012, .* in account 210987654321:/)]);
    expect(notices(elsewhere, { imageRegistry: "registry.example.com/nvcf" })).toEqual([]);
  });

  it("say that no pool of workers is in the zone, if it is known where they are", () => {
    const privateB = "subnet-0a000000000000004";
    const distant = (facts: EksFacts) => {
      for (const pool of facts.network.nodePools) if (pool.name === "gpu") pool.subnetIds = [privateB];
    };
    expect(notices(distant)).toEqual([
      expect.stringMatching(/^No pool of workers has a subnet in us-west-2a, only in us-west-2b/),
    ]);
    expect(
      notices((facts) => {
        distant(facts);
        facts.network.subnets = [];
      }),
    ).toEqual([]);
  });

  it.each([
    ["autoScalingGroups", {}, /never become targets/],
    ["targetGroupBinding", { targetGroupBinding: { serviceName: "a", servicePort: 1 } }, /elbv2\.k8s\.aws/],
    ["addresses", {}, /go stale/],
  ])("say what EKS Auto Mode means for targets of kind %s", (kind, choice, meaning) => {
    const config = { eks: { targets: { kind, ...choice } } };
    expect(notices((facts) => (facts.cluster.autoMode = true), config)).toEqual([expect.stringMatching(meaning)]);
    expect(notices(() => undefined, config)).toEqual([]);
  });

  it("are printed with the plan", async () => {
    const facts = { ...devFacts(() => undefined), warnings: ["ec2:DescribeVpcs is denied."] };
    const report = await planned(temporaryProject({}, JSON.stringify(facts)));
    expect(report.notices).toContain("When the facts were recorded: ec2:DescribeVpcs is denied.");
  });
});
