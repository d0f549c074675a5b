import { simulatedObjects } from "../../cli/recover/simulated";
import type { AksFacts } from "../../discovery/aks/facts";
import type { EksFacts } from "../../discovery/eks/facts";
import type { CloudObject } from "../../recovery/cloud-object";
import { kindOf } from "../../recovery/kinds";
import { recoveryOf, type Recovery, type RecoveryInput } from "../../recovery/recovery";
import type { StackState, StateResource } from "../../recovery/stack-state";
import { factsOf as aksFacts } from "../discovery/aks/aks-facts";
import { factsOf as eksFacts } from "../discovery/eks/dev-facts";
import { runProgram } from "../run-program";
import type { Config } from "../stacks/stack-file";

/** An installation that stands, and is in the state. */
export interface Installed extends Omit<RecoveryInput, "planned"> {
  planned: { resources: Awaited<ReturnType<typeof runProgram>>["graph"]["resources"] };
}

interface Installation {
  facts: EksFacts | AksFacts;
  config: Config;
  secrets?: Record<string, string>;
}

/** Installations that together have every kind of thing that the program makes. */
export const installations: Record<string, Installation> = {
  "EKS, with the defaults": { facts: eksFacts("dev.json"), config: {} },
  "EKS, with an Elastic IP, addresses and a pull secret": {
    facts: eksFacts("dev.json"),
    config: {
      imageRegistry: "registry.example.com/nvcf",
      eks: { addressing: { kind: "elasticIp" }, targets: { kind: "addresses", addresses: ["192.0.2.140"] } },
    },
    secrets: { registryUsername: "lls", registryPassword: "pass-of-the-registry" },
  },
  "EKS, with a target group binding": {
    facts: eksFacts("dev.json"),
    config: {
      eks: {
        targets: { kind: "targetGroupBinding", targetGroupBinding: { serviceName: "streaming-proxy", servicePort: 1 } },
      },
    },
  },
  "AKS, with a load balancer": {
    facts: aksFacts("aks-pools.json"),
    config: {
      streamingProxy: { mediaPort: 49100 },
      aks: { endpoint: "both", publicIp: { resourceGroup: "nvcf-aks-pools", dnsLabel: "stream" } },
    },
  },
};

const made = new Map<string, Promise<Installed>>();

/** An installation of that name, with ids that no plan makes up. Each caller gets its own. */
export async function installed(name: string): Promise<Installed> {
  const found = made.get(name) ?? install(name);
  made.set(name, found);
  return structuredClone(await found);
}

async function install(name: string): Promise<Installed> {
  const { facts, config, secrets } = installations[name]!;
  const { graph, cloud } = await runProgram(facts, config, secrets);
  const found = simulatedObjects(cloud).objects;
  const generated = found.filter(({ type }) => !kindOf(type)!.isNamed).map(({ id }) => id);
  const real = <Value>(value: Value): Value =>
    JSON.parse(
      generated.reduce(
        (text, id) => text.replaceAll(JSON.stringify(id), JSON.stringify(`${id}0`)),
        JSON.stringify(value),
      ),
    ) as Value;
  const resources = graph.resources.map(({ urn, type, custom, id, inputs, parent, provider }): StateResource => ({
    ...{ urn, type, custom, inputs },
    ...(id !== undefined && { id }),
    ...(parent !== undefined && { parent }),
    ...(provider !== undefined && { provider }),
  }));
  return {
    stack: "dev",
    owner: { owner: "nvcf-lls/dev", cluster: facts.cluster.name },
    lock: { state: "free" },
    state: { resources: real(resources), pending: [] },
    cloud: { objects: real(found), unread: [] },
    planned: { resources: graph.resources },
    place: { region: "us-west-2", server: "https://cluster.example.com" },
  };
}

/** The state as a program leaves it that was killed while it made some resources. */
export function creating(state: StackState, urns: string[]): StackState {
  const isKilled = ({ urn }: StateResource): boolean => urns.includes(urn);
  return {
    resources: state.resources.filter((resource) => !isKilled(resource)),
    pending: state.resources.filter(isKilled).map(({ id: _, ...resource }) => ({ operation: "creating", resource })),
  };
}

/** The resource that an object is in the state. */
export function resourceOf({ state }: Installed, { type, id }: CloudObject): StateResource {
  return state.resources.find((resource) => resource.type === type && resource.id === id)!;
}

/** All commands, in order. */
export function commandsOf({ steps }: Recovery): string[] {
  return steps.flatMap(({ commands }) => commands);
}

export { recoveryOf };
