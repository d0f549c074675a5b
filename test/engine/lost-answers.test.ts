import { afterEach, expect, it } from "vitest";
import type { SimulatedResource } from "../../simulator/cloud";
import { cloudFault } from "./cloud-faults";
import type { CloudOperation, SimulatedBehaviour } from "../../simulator/engine/operation";
import type { SimulatedStack } from "../../simulator/engine/simulated-stack";
import { describeEngine, differences, EngineStack, notOpen, providerOf } from "./engine-stack";

/**
 * What becomes of a creation whose answer with the id is lost, when it is tried again.
 * - `taken over`: the cloud gives the same one again, and nothing is left to do
 * - `twice`: there are two, and the engine knows of the second only
 * - `refused`: the cloud makes no second one as long as the first stands, so every further run fails
 */
type Outcome = "taken over" | "twice" | "refused";

const outcomes: Record<string, Record<string, Outcome>> = {
  dev: {
    "aws:autoscaling/attachment:Attachment": "taken over",
    "aws:ec2/securityGroup:SecurityGroup": "twice",
    "aws:lb/listener:Listener": "taken over",
    "aws:lb/loadBalancer:LoadBalancer": "twice",
    "aws:lb/targetGroup:TargetGroup": "twice",
    "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": "refused",
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": "refused",
    "kubernetes:core/v1:Namespace": "taken over",
    "kubernetes:core/v1:Secret": "taken over",
    "kubernetes:core/v1:ServiceAccountPatch": "taken over",
    "kubernetes:helm.sh/v3:Release": "refused",
  },
  "aks-pools": {
    "azure-native:authorization:RoleAssignment": "refused",
    "azure-native:network:PublicIPAddress": "refused", // its DNS label is taken
    "azure-native:network:SecurityRule": "refused",
    "kubernetes:core/v1:Namespace": "taken over",
    "kubernetes:core/v1:Secret": "taken over",
    "kubernetes:core/v1:Service": "taken over",
    "kubernetes:core/v1:ServiceAccountPatch": "taken over",
    "kubernetes:helm.sh/v3:Release": "refused",
  },
};

const registry = {
  config: { imageRegistry: "registry.example.com/nvcf" },
  secrets: { registryUsername: "lls", registryPassword: "password" },
};

let engine: EngineStack | undefined;
afterEach(() => engine?.remove());

describeEngine.each(Object.keys(outcomes))("%s, of which each answer to a creation is lost once,", (name) => {
  it("comes up when what nobody knows of is taken away", async () => {
    engine = EngineStack.fresh(name);
    const test = engine;
    const lost = new Map<string, CloudOperation>();
    const tried = new Set<string>();
    const behaviour: SimulatedBehaviour = {
      fault(operation) {
        if (operation.kind !== "create") return undefined;
        tried.add(operation.urn);
        if (lost.has(operation.urn)) return undefined;
        lost.set(operation.urn, operation);
        return cloudFault("unanswered", operation);
      },
    };
    await engine.with({ ...registry, behaviour }, async (run) => {
      const found: Record<string, Outcome> = {};
      const again = new Set<string>();
      for (;;) {
        const before = [...lost.keys()];
        tried.clear();
        const { failure } = await run.up();
        const { resources = [] } = run.storedState();
        for (const urn of before.filter((one) => tried.has(one) && !again.has(one))) {
          again.add(urn);
          const { outcome, unknown } = triedAgain(run, resources, urn);
          const { type } = lost.get(urn)!;
          expect(found[type] ?? outcome, urn).toBe(outcome);
          found[type] = outcome;
          // What an operator does who has found it.
          for (const { id } of unknown) run.journal.delete(type, id, providerOf(run, type));
        }
        if (failure === null) break;
      }
      expect(found).toEqual(outcomes[name]);
      expect([...lost.keys()].sort()).toEqual([...run.journal.cloud.resources.values()].map(({ urn }) => urn).sort());
      expect(differences(run)).toEqual({ onlyInState: [], onlyInCloud: [] });
      expect(notOpen(await test.graph(run))).toEqual([]);
      expect((await run.preview()).steps).toEqual([]);
    });
  });
});

/** What has become of a resource, and those of its name that the engine does not know of. */
function triedAgain(
  run: SimulatedStack,
  state: Record<string, any>[],
  urn: string,
): { outcome: Outcome; unknown: SimulatedResource[] } {
  const known = state.find((resource) => resource.urn === urn);
  const unknown = [...run.journal.cloud.resources.values()].filter((one) => one.urn === urn && one.id !== known?.id);
  if (!known) return { outcome: "refused", unknown };
  return { outcome: unknown.length === 0 ? "taken over" : "twice", unknown };
}
