import { describe, expect, it } from "vitest";
import type { Adoption } from "../../adoption/adoption";
import { findOnEks, type GuideReader } from "../../adoption/eks/found";
import { adopt } from "../../cli/adopt";
import { configSourceOf, readStackFile } from "../../cli/stack-file";
import type { EksFacts } from "../../discovery/eks/facts";
import { currentSeed } from "../../simulator/current-seed";
import { Journal } from "../../simulator/engine/journal";
import { parseStackConfig } from "../../stacks/config";
import { root } from "../cli/temporary-project";
import { factsOf } from "../discovery/eks/dev-facts";
import { source, type Config } from "../stacks/stack-file";
import { answersOf } from "./aws-answers";
import { installByHandOnEks, type ByHand } from "./by-hand";

const cluster = "nvcf-dev";
const addresses: Config = { eks: { targets: { kind: "addresses" } } };

/** A cloud with the guide's installation in it, and what is changed of it by hand. */
function cloudWith(byHand: Omit<ByHand, "cluster"> = {}, edit: Record<string, object> = {}): Journal {
  const journal = new Journal(factsOf("dev.json"));
  installByHandOnEks(journal, { cluster, ...byHand });
  for (const [kind, changed] of Object.entries(edit)) {
    const { type, id, inputs } = [...journal.cloud.resources.values()].find(({ urn }) => urn.endsWith(`::${kind}`))!;
    journal.update(type, id, { ...inputs, ...changed }, "");
  }
  return journal;
}

/** What the dev stack takes over of it. */
async function adoptionOf(journal: Journal, config: Config = {}, reader?: GuideReader): Promise<Adoption> {
  const { network } = currentSeed(journal.cloud, "urn:pulumi:dev::nvcf-lls::pulumi:pulumi:Stack::nvcf-lls-dev");
  const facts = { ...factsOf("dev.json"), network } as EksFacts;
  const found = await findOnEks(cluster, undefined, reader ?? answersOf(journal.cloud));
  const file = readStackFile(root, "dev");
  const changed = { ...file, config: { ...file.config, ...source(config).values } };
  const parsed = parseStackConfig(configSourceOf(changed));
  return (await adopt({ stack: "dev", file: changed, config: parsed }, { facts, found })).adoption;
}

const titles = (things: { title: string }[]): string[] => things.map(({ title }) => title.replace(/ .*/, ""));

describe("what would be replaced", () => {
  it.each<[string, Omit<ByHand, "cluster">, Record<string, object>, Config, string]>([
    ["a load balancer without a group", { securityGroup: false }, {}, {}, "AWS attaches one only when"],
    [
      "one in another subnet",
      { subnetId: "subnet-0a000000000000002" },
      {},
      {},
      "set eks.subnetId to subnet-0a000000000000002",
    ],
    ["an Elastic IP that the stack does not know", { elasticIp: true }, {}, {}, "set eks.addressing to kind elasticIp"],
    [
      "no Elastic IP where the stack wants one",
      {},
      {},
      { eks: { addressing: { kind: "elasticIp" } } },
      "set eks.addressing.kind to dynamic",
    ],
    [
      "another Elastic IP than the stack's",
      { elasticIp: true },
      {},
      { eks: { addressing: { kind: "elasticIp", elasticIp: { allocationId: "eipalloc-0123456789abcdef0" } } } },
      "set elasticIp.allocationId to eipalloc-",
    ],
  ])(
    "%s: it is left, with all that belongs to it, and the program makes a new one",
    async (_, byHand, edit, config, why) => {
      const { taken, left, keys } = await adoptionOf(cloudWith(byHand, edit), config);
      expect(left[0]!.title).toBe("load balancer rp-public-nvcf-dev");
      expect(left[0]!.why).toContain(why);
      expect(titles(taken)).toEqual(["namespace", "Helm"]);
      expect(keys).toEqual({});
      expect(titles(left)).toContain("target");
    },
  );

  it("a target group of addresses, where Auto Scaling groups register instances", async () => {
    const { left, keys } = await adoptionOf(cloudWith());
    expect(left.find(({ title }) => title === "target group nvcf-dev-rp-tg")!.why).toContain(
      "set eks.targets.kind to addresses",
    );
    expect(keys.eks!.adopted).not.toHaveProperty("targetGroupName");
    expect((await adoptionOf(cloudWith(), addresses)).keys.eks!.adopted).toHaveProperty(
      "targetGroupName",
      "nvcf-dev-rp-tg",
    );
  });

  it("a group that is not the guide's: another one takes its place on the load balancer", async () => {
    const { left, taken, keys } = await adoptionOf(cloudWith({}, { group: { tags: {} } }), addresses);
    expect(left.map(({ title }) => title)).toContain("security group nvcf-dev-rp-sg");
    expect(titles(taken)).toEqual(["target", "load", "listener", "namespace", "Helm"]);
    expect(keys.eks!.adopted).not.toHaveProperty("securityGroupName");
  });
});

describe("what is taken over", () => {
  it("is all of it, where nothing has to be replaced", async () => {
    const { taken, left, keys, marks } = await adoptionOf(cloudWith(), addresses);
    expect(titles(taken)).toEqual(["security", "target", "load", "rule", "rule", "listener", "namespace", "Helm"]);
    expect(titles(left)).toEqual(["egress"]);
    expect(keys).toEqual({
      eks: {
        adopted: {
          loadBalancerName: "rp-public-nvcf-dev",
          securityGroupName: "nvcf-dev-rp-sg",
          securityGroupDescription: "Security group for LLS streaming NLB (UDP 5004)",
          targetGroupName: "nvcf-dev-rp-tg",
        },
      },
    });
    const marked = marks.flat();
    for (const { id, type } of taken) expect(marked.includes(id), id).toBe(type.startsWith("aws:"));
  });

  it("is no rule of the nodes that the stack counts on: none is deleted", async () => {
    const { taken, left } = await adoptionOf(cloudWith(), {
      eks: { nodeRules: "assume", targets: { kind: "addresses" } },
    });
    expect([...taken, ...left].filter(({ title }) => title.includes("of sg-0a000000000000001"))).toEqual([]);
    expect(titles(left)).toEqual(["egress"]);
  });

  it("needs no keys that the stack file has already", async () => {
    const { keys } = await adoptionOf(cloudWith(), addresses);
    const config = { eks: { ...(addresses.eks as object), ...keys.eks } };
    expect((await adoptionOf(cloudWith(), config)).keys).toEqual({});
  });

  it("keeps the release in place where the stack would replace it", async () => {
    const { keys } = await adoptionOf(cloudWith(), { streamingProxy: { rollout: "recreate" } });
    expect(keys.streamingProxy).toEqual({ rollout: "surge" });
  });

  it("does not depend on the order of AWS's answers", async () => {
    const journal = cloudWith({ elasticIp: true });
    const answers = answersOf(journal.cloud);
    const reversed = Object.fromEntries(
      Object.entries(answers).map(([name, ask]) => [
        name,
        async (input: never) => [...(await (ask as (input: never) => Promise<unknown[]>)(input))].reverse(),
      ]),
    ) as unknown as GuideReader;
    expect(await adoptionOf(journal, addresses, reversed)).toEqual(await adoptionOf(journal, addresses));
  });

  it("goes to the stack's profile", async () => {
    const { marks, left } = await adoptionOf(cloudWith(), { "aws:profile": "streaming" });
    for (const command of [...marks, ...left.flatMap(({ remove }) => remove)]) {
      expect(command.slice(-4)).toEqual(["--region", "us-west-2", "--profile", "streaming"]);
    }
  });
});

describe("the load balancer", () => {
  /** A further one, beside the guide's. */
  function another(journal: Journal, name: string, tags: Record<string, string>): string {
    const type = "aws:lb/loadBalancer:LoadBalancer";
    const inputs = { name, loadBalancerType: "network", subnets: ["subnet-0a000000000000001"], tags };
    return journal.create(type, `urn:pulumi:by-hand::by-hand::${type}::${name}`, inputs, "").id;
  }

  const tags = { "lls:cluster": cluster };

  it("is the one of the guide's name, whatever others there are", async () => {
    const journal = cloudWith();
    another(journal, "other", tags);
    expect((await findOnEks(cluster, undefined, answersOf(journal.cloud))).loadBalancer.name).toBe(
      "rp-public-nvcf-dev",
    );
  });

  it("is found by its tags where it has another name, among more than one call can ask for", async () => {
    const journal = new Journal(factsOf("dev.json"));
    for (let number = 0; number < 25; number++) another(journal, `other-${number}`, {});
    another(journal, "streaming", tags);
    another(journal, "of-pulumi", { ...tags, "lls:provisioner": "pulumi" });
    expect((await findOnEks(cluster, undefined, answersOf(journal.cloud))).loadBalancer.name).toBe("streaming");
  });

  it("can be given by name or ARN", async () => {
    const journal = cloudWith();
    const arn = another(journal, "other", {});
    for (const given of ["other", arn]) {
      expect((await findOnEks(cluster, given, answersOf(journal.cloud))).loadBalancer.arn).toBe(arn);
    }
  });

  it.each<[string, string[], string | undefined, RegExp]>([
    ["none", [], undefined, /no network load balancer is called rp-public-nvcf-dev or tagged lls:cluster=nvcf-dev/],
    ["several", ["b", "a"], undefined, /several network load balancers are tagged lls:cluster=nvcf-dev: a, b; give/],
    [
      "one that does not exist",
      ["a"],
      "missing",
      /--load-balancer: there is no network load balancer .* \(got "missing"\)/,
    ],
  ])("%s: an error that names the option", async (_, names, given, message) => {
    const journal = new Journal(factsOf("dev.json"));
    for (const name of names) another(journal, name, tags);
    await expect(findOnEks(cluster, given, answersOf(journal.cloud))).rejects.toThrow(message);
  });
});
