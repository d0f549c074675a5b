import { afterEach, expect, it } from "vitest";
import { mostSenders } from "../../components/eks/security-rules";
import { securityGroupIngressRule } from "../../simulator/aws/security-group-rule";
import type { SimulatedStack } from "../../simulator/engine/simulated-stack";
import { describeEngine, differences, EngineStack, notOpen } from "./engine-stack";
import { stepLines } from "./step-lines";

let engine: EngineStack | undefined;
afterEach(() => engine?.remove());

const blocks = (network: string, count: number): string[] =>
  Array.from({ length: count }, (_, index) => `${network}.${index * 4}/30`);

/** Who may send, by the rules of the load balancer's group: `port cidr`. */
function senders({ journal }: SimulatedStack): string[] {
  const rules = [...journal.cloud.resources.values()].filter(
    ({ type, inputs }) => type === securityGroupIngressRule.type && inputs.ipProtocol === "udp" && inputs.cidrIpv4,
  );
  return rules.map(({ inputs }) => `${inputs.fromPort} ${inputs.cidrIpv4}`).sort();
}

async function comesUp(stack: EngineStack, run: SimulatedStack, wanted: string[]): Promise<void> {
  expect(await run.up()).toMatchObject({ failure: null, diagnostics: [] });
  expect(senders(run)).toEqual([...wanted].sort());
  expect(notOpen(await stack.graph(run))).toEqual([]);
  expect(differences(run)).toEqual({ onlyInState: [], onlyInCloud: [] });
  expect((await run.preview()).steps).toEqual([]);
}

describeEngine("a load balancer with many senders", () => {
  it(`takes another port though ${mostSenders} of them leave no room for a rule more`, async () => {
    const stack = (engine = EngineStack.fresh("dev"));
    const allowedCidrs = blocks("203.0.113", mostSenders);
    const on = (port: number) => allowedCidrs.map((cidr) => `${port} ${cidr}`);
    await stack.with({ config: { allowedCidrs } }, (run) => comesUp(stack, run, on(5004)));
    await stack.with({ config: { allowedCidrs, port: 443 } }, async (run) => {
      const touched = stepLines(await run.preview()).map(({ what }) => what.split(" ").slice(0, 2).join(" "));
      expect(touched.filter((what) => what.endsWith("Rule"))).toEqual(
        allowedCidrs.map(() => "update SecurityGroupIngressRule"),
      );
      await comesUp(stack, run, on(443));
    });
  });

  it("takes others in two steps, as the description of allowedCidrs says", async () => {
    const stack = (engine = EngineStack.fresh("dev"));
    const [before, after] = [blocks("203.0.113", 40), blocks("198.51.100", 40)];
    const on = (cidrs: string[]) => cidrs.map((cidr) => `5004 ${cidr}`);
    await stack.with({ config: { allowedCidrs: before } }, (run) => comesUp(stack, run, on(before)));
    await stack.with({ config: { allowedCidrs: after } }, async (run) => {
      expect((await run.up()).diagnostics.join("\n")).toContain("RulesPerSecurityGroupLimitExceeded");
      // Nobody of before is shut out.
      expect(senders(run)).toEqual(expect.arrayContaining(on(before)));
    });
    await stack.with({ config: { allowedCidrs: before } }, (run) => comesUp(stack, run, on(before)));
    // In each step old and new are 59 together.
    const between = [...before.slice(0, 19), ...after.slice(0, 19)];
    await stack.with({ config: { allowedCidrs: between } }, (run) => comesUp(stack, run, on(between)));
    await stack.with({ config: { allowedCidrs: after } }, (run) => comesUp(stack, run, on(after)));
  });
});
