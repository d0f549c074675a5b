import { afterAll, expect, it } from "vitest";
import { describeEngine, EngineStack } from "./engine-stack";
import { isRepaired, testHandEdits, testLostMark } from "./hand-edits";

const nodeResourceGroup = "lls-mc_nvcf-aks-pools_nvcf-aks-pools_westeurope";
const nicRule = (pool: string): string => `SecurityRule ${nodeResourceGroup}/aks-${pool}-20000001-nsg-media`;
const subnetRule = (pool: string): string => `SecurityRule lls-nvcf-network/nvcf-pools-${pool}-media`;
const namespace = "Namespace lls-proxy-namespace";
const release = "Release lls-proxy-release";
const service = "Service lls-service";
const publicIp = "PublicIPAddress lls-ip";
const right = "RoleAssignment lls-ip-join";

testHandEdits("aks-pools", [
  {
    name: "rules removed, moved, narrowed and turned into a deny",
    edits: [
      { touches: subnetRule("compute") },
      { touches: nicRule("compute") },
      { touches: subnetRule("gpua"), change: { priority: 410 } },
      { touches: nicRule("gpua"), change: { destinationPortRanges: ["5004"] } },
      { touches: subnetRule("gpub"), change: { access: "Deny" } },
    ],
    repair: [
      `create ${subnetRule("compute")}`,
      `create ${nicRule("compute")}`,
      `update ${subnetRule("gpua")}: priority`,
      `update ${nicRule("gpua")}: destinationPortRanges`,
      `update ${subnetRule("gpub")}: access`,
    ],
  },
  {
    name: "the Service deleted, a right to the address taken away, the release uninstalled",
    edits: [{ touches: service }, { touches: right }, { touches: release }],
    repair: [`create ${service}`, `create ${right}`, `create ${release}`],
  },
  {
    name: "the DNS label taken off the address",
    edits: [{ touches: publicIp, change: { dnsSettings: undefined } }],
    // The name is not known before the label is back; then it is the same, and the release stays as it is.
    repair: [`update ${publicIp}: dnsSettings`, `update ${release}: values`],
  },
  {
    name: "the namespace deleted",
    edits: [{ touches: namespace }],
    repair: [`create ${namespace}`, `create ${release}`, `create ${service}`],
  },
]);

testLostMark(
  "aks-pools",
  subnetRule("gpua"),
  { description: "opened by the network team" },
  (message, id) => {
    const found = new RegExp(`az network nsg rule update --ids ${id} --description "([^"]+)"`).exec(message);
    expect(found).not.toBeNull();
    return { description: found![1] };
  },
  [`update ${subnetRule("gpua")}: description`],
);

describeEngine("aks-pools, where somebody", () => {
  const engine = EngineStack.fresh("aks-pools");
  afterAll(() => engine.remove());

  it("adds a pool: its two network security groups get their rules", async () => {
    const before: any = structuredClone(engine.facts);
    before.network.agentPools.pop();
    before.network.subnets.pop();
    before.network.networkSecurityGroups = before.network.networkSecurityGroups.filter(
      ({ name }: any) => !/gpub/.test(name),
    );
    await engine.with({ facts: before }, async (run) => {
      expect(await run.up()).toMatchObject({ failure: null });
    });
    await engine.with({}, (run) =>
      isRepaired(engine, run, [`create ${nicRule("gpub")}`, `create ${subnetRule("gpub")}`]),
    );
  });
});
