import { afterEach, expect, it } from "vitest";
import type { ResourceGraph } from "../../graph/resource-graph";
import type { Config } from "../stacks/stack-file";
import { describeEngine, differences, EngineStack, notOpen } from "./engine-stack";

const allocation = (id: string) => ({
  addressing: { kind: "elasticIp", elasticIp: { allocationId: `eipalloc-0a00000000000000${id}` } },
});

/** Where the load balancer can have its address from. */
const addressings: Record<string, Record<string, unknown>> = {
  dynamic: {},
  new: { addressing: { kind: "elasticIp" } },
  given: allocation("1"),
  other: allocation("2"),
};

const zones: Config[] = [{}, { availabilityZone: "us-west-2b" }];

/** A way from addressing to addressing. */
interface Walk {
  title: string;
  /** What is in the stack file all the way. */
  eks: Record<string, unknown>;
  addressings: string[];
}

const walks: Walk[] = [
  {
    title: "named by Pulumi",
    eks: {},
    // Every addressing stands next to every other and to itself, once (a de Bruijn sequence).
    addressings: [
      ...["dynamic", "dynamic", "new", "dynamic", "given", "dynamic", "other", "new", "new"],
      ...["given", "new", "other", "given", "given", "other", "other", "dynamic"],
    ],
  },
  {
    // Two load balancers of one name cannot stand side by side.
    title: "taken over with its name",
    eks: { adopted: { loadBalancerName: "rp-public-nvcf-dev" } },
    addressings: ["dynamic", "dynamic", "new", "new", "dynamic"],
  },
];

interface Address {
  arn?: unknown;
  allocationId?: unknown;
  publicIp?: unknown;
}

function addressOf({ resources }: ResourceGraph): Address {
  const outputs = (type: string) => resources.find((one) => one.type.endsWith(`:${type}`))?.outputs ?? {};
  const { arn, subnetMappings } = outputs("LoadBalancer");
  const [mapping] = (subnetMappings ?? []) as { allocationId?: string }[];
  return { arn, allocationId: mapping?.allocationId, publicIp: outputs("Eip").publicIp };
}

let engine: EngineStack | undefined;
afterEach(() => engine?.remove());

describeEngine.each(walks)("the load balancer of dev, $title,", ({ eks, addressings: walk }) => {
  it("is replaced from every addressing to every other, in the same zone or another, and an Elastic IP that stays is kept", async () => {
    engine = EngineStack.fresh("dev");
    const stack = engine;
    let zone = 0;
    let before: Address = {};
    for (const [step, addressing] of walk.entries()) {
      const stays = addressing === walk[step - 1];
      // Without another addressing it takes another zone to replace the load balancer.
      if (stays || step % 2 === 0) zone = 1 - zone;
      const title = `step ${step}, ${addressing}`;
      await stack.with({ config: { eks: { ...eks, ...addressings[addressing] }, ...zones[zone] } }, async (run) => {
        expect(await run.up(), title).toMatchObject({ failure: null, diagnostics: [] });
        const graph = await stack.graph(run);
        expect(notOpen(graph), title).toEqual([]);
        expect(differences(run), title).toEqual({ onlyInState: [], onlyInCloud: [] });

        const { arn, ...address } = addressOf(graph);
        expect(arn, title).not.toBe(before.arn);
        expect(address.allocationId !== undefined, title).toBe(addressing !== "dynamic");
        if (stays) expect(before, title).toMatchObject(address);
        before = { arn, ...address };
      });
    }
    await stack.with({}, async (run) => {
      expect(await run.destroy()).toMatchObject({ failure: null });
      expect([...run.journal.cloud.resources.keys()]).toEqual([]);
    });
  });
});
