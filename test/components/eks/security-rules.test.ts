import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EksEgressKind, EksTargetsKind, ExternalTrafficPolicy, NodeRules, type EksLlsArgs } from "../../../components";
import { formerRuleKey, ruleKey, securityRules, type SecurityRule } from "../../../components/eks/security-rules";
import { eksSettings } from "../../../components/eks/settings";

interface Choice {
  proxies: string[];
  workers: string[];
  port: number;
  nodeRules: NodeRules;
  egress: EksEgressKind;
  policy?: ExternalTrafficPolicy;
  mediaPort?: number;
}

const groupIds = fc.uniqueArray(fc.constantFrom("sg-0a", "sg-0b", "sg-0c", "sg-0d"), { minLength: 1, maxLength: 3 });
const port = fc.integer({ min: 1, max: 65535 });
const choice: fc.Arbitrary<Choice> = fc.record({
  proxies: groupIds,
  workers: groupIds,
  port,
  nodeRules: fc.constantFrom(...Object.values(NodeRules)),
  egress: fc.constantFrom(...Object.values(EksEgressKind)),
  policy: fc.constantFrom(undefined, ...Object.values(ExternalTrafficPolicy)),
  mediaPort: fc.option(port, { nil: undefined }),
});

function rulesOf(choice: Choice): SecurityRule[] {
  const args: EksLlsArgs = {
    cluster: "prod",
    availabilityZone: "us-west-2a",
    vpcId: "vpc-0a",
    subnetId: "subnet-0a",
    imageRegistry: "registry.example.com",
    port: choice.port,
    allowedCidrs: ["198.51.100.0/24", "203.0.113.0/24"],
    proxyNodes: choice.proxies.map((securityGroupId) => ({ securityGroupId })),
    workerNodes: choice.workers.map((securityGroupId) => ({ securityGroupId })),
    targets: { kind: EksTargetsKind.AutoScalingGroups, autoScalingGroups: [{ name: "compute" }] },
    egress: {
      kind: choice.egress,
      ...(choice.egress === EksEgressKind.SubnetCidrs && { subnetCidrs: ["192.0.2.128/26"] }),
    },
    nodeRules: choice.nodeRules,
    streamingProxy: { externalTrafficPolicy: choice.policy, mediaPort: choice.mediaPort },
  };
  return securityRules(eksSettings("EksLls 'lls'", args), { key: "nlb", securityGroupId: "sg-nlb" });
}

/** Rules as an operator writes them down: `group in udp 30504 peer`. */
function lines(rules: SecurityRule[]): string[] {
  return rules
    .map(({ group, direction, protocol, from, to, peer }) => {
      const range = from === to ? `${from}` : `${from}-${to}`;
      return `${group.securityGroupId as string} ${direction} ${protocol} ${range} ${(peer.cidr ?? peer.securityGroupId) as string}`;
    })
    .sort();
}

/** What the documentation asks for, written out without the code under test. */
function wanted(choice: Choice): string[] {
  const all = new Set([
    `sg-nlb in udp ${choice.port} 198.51.100.0/24`,
    `sg-nlb in udp ${choice.port} 203.0.113.0/24`,
    "sg-nlb in icmp 3-4 0.0.0.0/0",
  ]);
  for (const peer of choice.egress === EksEgressKind.SubnetCidrs ? ["192.0.2.128/26"] : choice.proxies) {
    all.add(`sg-nlb out udp 30504 ${peer}`).add(`sg-nlb out tcp 30800 ${peer}`);
  }
  if (choice.nodeRules === NodeRules.Assume) return [...all].sort();
  for (const proxy of choice.proxies) {
    all.add(`${proxy} in udp 30504 sg-nlb`).add(`${proxy} in tcp 30800 sg-nlb`);
    for (const peer of choice.policy === ExternalTrafficPolicy.Local ? [] : choice.proxies) {
      all.add(`${proxy} in udp ${choice.mediaPort ?? "1024-65535"} ${peer}`).add(`${proxy} in tcp 8000 ${peer}`);
    }
    for (const worker of choice.workers) {
      all.add(`${proxy} in udp 3478 ${worker}`).add(`${proxy} in udp 6004 ${worker}`);
      all.add(`${proxy} in tcp 8000 ${worker}`).add(`${worker} in udp 47998-48020 ${proxy}`);
    }
  }
  return [...all].sort();
}

describe("security rules", () => {
  it("are those of the documentation, each once, for every pair of groups", () => {
    fc.assert(
      fc.property(choice, (chosen) => {
        expect(lines(rulesOf(chosen))).toEqual(wanted(chosen));
      }),
    );
  });

  it("open nothing to the world but the port, for the allowed, and path MTU discovery", () => {
    fc.assert(
      fc.property(choice, (chosen) => {
        const cidrs = rulesOf(chosen).filter(({ peer, direction }) => peer.cidr !== undefined && direction === "in");
        expect(cidrs.map(({ group }) => group.key)).toEqual(cidrs.map(() => "nlb"));
        expect(lines(cidrs.filter(({ peer }) => peer.cidr === "0.0.0.0/0"))).toEqual(["sg-nlb in icmp 3-4 0.0.0.0/0"]);
      }),
    );
  });

  it("have names of their own, which neither ids nor positions decide", () => {
    fc.assert(
      fc.property(choice, (chosen) => {
        const keys = rulesOf(chosen).map(ruleKey);
        expect(new Set(keys).size).toBe(keys.length);
        const reversed = { ...chosen, proxies: [...chosen.proxies].reverse(), workers: [...chosen.workers].reverse() };
        expect(rulesOf(reversed).map(ruleKey).sort()).toEqual(keys.sort());
      }),
    );
  });

  it("change in place with the port: there is no room for the new ones beside the old", () => {
    fc.assert(
      fc.property(choice, port, (chosen, port) => {
        expect(rulesOf({ ...chosen, port }).map(ruleKey)).toEqual(rulesOf(chosen).map(ruleKey));
      }),
    );
  });

  it("of senders had the port in their names in 0.1.0, and no other rule has another name", () => {
    fc.assert(
      fc.property(choice, (chosen) => {
        const former = rulesOf(chosen).flatMap((rule) => formerRuleKey(rule) ?? []);
        expect(former).toEqual(
          ["198.51.100.0/24", "203.0.113.0/24"].map((cidr) => `nlb-in-udp-${chosen.port}-${cidr}`),
        );
      }),
    );
  });

  it("have descriptions that EC2 takes", () => {
    fc.assert(
      fc.property(choice, (chosen) => {
        // EC2 API, IpRange.Description.
        for (const { why } of rulesOf(chosen)) expect(why).toMatch(/^[A-Za-z0-9 ._\-:/()#,@[\]+=&;{}!$*]{1,255}$/);
      }),
    );
  });
});
