import { judgeEks } from "../reachability/aws/flows";
import type { EksInstallation, NodeGroupSet } from "../reachability/aws/installation";
import type { SecurityGroupFacts, SecurityGroupRuleFacts } from "../reachability/aws/network";
import { openInstallation } from "../test/reachability/installation";
import { growth } from "./growth";
import type { Ratio } from "./limits";
import { seededRandom } from "./random";

/** Judging a whole installation, about 50 flows. */
export function benchReachabilityOnAws(rounds: number): Ratio {
  return growth(
    {
      name: "reachability on AWS, 20000 rules / 2000",
      judge: judgeEks,
      small: installationWith(2_000),
      large: installationWith(20_000),
    },
    rounds,
  );
}

/** An installation whose wirings have `ruleCount` rules together: half in a group that all share, the rest in a group of their own. */
function installationWith(ruleCount: number): EksInstallation {
  const random = seededRandom(ruleCount);
  const proxies = ["proxy-a", "proxy-b"];
  const workers = ["gpu-a", "gpu-b", "gpu-c", "gpu-d"];
  const own = [...proxies, ...workers];
  const wiring = (pool: string, index: number): NodeGroupSet => ({
    pools: [pool],
    subnetId: `subnet-${index % 3}`,
    securityGroupIds: [`sg-${pool}`, "sg-shared"],
    node: true,
    pods: true,
  });
  const open = openInstallation();
  return {
    ...open,
    name: "bench",
    clients: ["0.0.0.0/0"],
    loadBalancer: { subnetIds: ["subnet-0"], securityGroupIds: ["sg-shared"], crossZone: false },
    proxyNodes: proxies.map(wiring),
    workerNodes: workers.map(wiring),
    securityGroups: [
      group("shared", ruleCount / 2, random),
      ...own.map((pool) => group(pool, Math.round(ruleCount / 2 / own.length), random)),
    ],
    network: {
      ...open.network!,
      subnets: [0, 1, 2].map((index) => ({
        id: `subnet-${index}`,
        availabilityZone: "us-west-2a",
        cidr: `10.0.${index}.0/24`,
        ipv6Cidrs: [],
        networkAclId: "acl-1",
        routeTableId: "rtb-1",
      })),
      networkAcls: [
        {
          id: "acl-1",
          entries: [false, true].map((egress) => ({
            ruleNumber: 100,
            egress,
            allow: true,
            protocol: "-1",
            cidr: "0.0.0.0/0",
          })),
        },
      ],
      routeTables: [
        { id: "rtb-1", gatewayIds: [], routes: [{ destination: "0.0.0.0/0", target: "igw-1", state: "active" }] },
      ],
      securityGroups: [],
      nodePools: [],
    },
  };
}

function group(name: string, ruleCount: number, random: (below: number) => number): SecurityGroupFacts {
  const rules = Array.from({ length: ruleCount }, (_, index) => rule(`sgr-${name}-${index}`, random));
  return { id: `sg-${name}`, name, tags: {}, rules };
}

/** Every second rule is on a port that some flow asks for, and every second peer is in the VPC. */
function rule(id: string, random: (below: number) => number): SecurityGroupRuleFacts {
  const ours = [5004, 30504, 30800, 8000, 6004, 3478, 47998 + random(23)];
  const fromPort = random(2) === 0 ? ours[random(ours.length)]! : random(65_000);
  const first = random(2) === 0 ? "10.0" : `${11 + random(80)}.${random(256)}`;
  return {
    id,
    egress: random(2) === 0,
    protocol: random(3) === 0 ? "tcp" : "udp",
    fromPort,
    toPort: fromPort + random(2) * random(10),
    cidr: `${first}.${random(256)}.${random(256)}/${24 + random(9)}`,
    tags: {},
  };
}
