import { judgeAks } from "../reachability/azure/flows";
import type { AksInstallation } from "../reachability/azure/installation";
import type { AgentPoolFacts, NetworkSecurityGroupFacts, NsgRuleFacts } from "../reachability/azure/network";
import { openInstallation } from "../test/reachability/azure/installation";
import { growth } from "./growth";
import type { Ratio } from "./limits";
import { seededRandom } from "./random";

const rulesPerGroup = 100;

/** Judging a whole installation, of 5 network security groups with 100 rules each and of 50. */
export function benchReachabilityOnAzure(rounds: number): Ratio {
  return growth(
    {
      name: "reachability on Azure, 5000 rules / 500",
      judge: judgeAks,
      small: installationWith(5),
      large: installationWith(50),
    },
    rounds,
  );
}

/** One pool for each group, which is on its subnet and on its interfaces; all run workers, the first also the proxy. */
function installationWith(groupCount: number): AksInstallation {
  const random = seededRandom(groupCount);
  const pools = Array.from({ length: groupCount }, (_, index) => `pool${index}`);
  const open = openInstallation();
  return {
    ...open,
    name: "bench",
    proxyPools: pools.slice(0, 1),
    workerPools: pools,
    networkSecurityGroups: [],
    network: {
      ...open.network,
      subnets: pools.map((name, index) => ({
        id: `subnets/${name}`,
        cidrs: [`10.0.${index}.0/24`],
        networkSecurityGroupId: `groups/${name}`,
        routeTableId: "",
      })),
      networkSecurityGroups: pools.map((name) => group(name, random)),
      agentPools: pools.map(pool),
    },
  };
}

function pool(name: string): AgentPoolFacts {
  return {
    name,
    labels: {},
    availabilityZones: [],
    subnetId: `subnets/${name}`,
    nicNetworkSecurityGroupIds: [`groups/${name}`],
    applicationSecurityGroupIds: [],
    nodePublicIp: true,
    allowedHostPorts: [],
    vmSize: "Standard_D8s_v5",
    nodeCount: 1,
  };
}

function group(name: string, random: (below: number) => number): NetworkSecurityGroupFacts {
  const rules = Array.from({ length: rulesPerGroup }, (_, index) => rule(100 + index, random));
  return { id: `groups/${name}`, name, managed: true, rules };
}

/** Every second rule is on a port that some flow asks for, every second source is in the virtual network, every eighth denies. */
function rule(priority: number, random: (below: number) => number): NsgRuleFacts {
  const ours = [5004, 30000 + random(2767), 32504, 8000, 6004, 3478, 47998 + random(23)];
  const from = random(2) === 0 ? ours[random(ours.length)]! : random(65_000);
  const first = random(2) === 0 ? "10.0" : `${11 + random(80)}.${random(256)}`;
  return {
    name: `rule-${priority}`,
    priority,
    inbound: random(2) === 0,
    allow: random(8) > 0,
    protocol: ["Udp", "Udp", "Tcp", "*"][random(4)]!,
    sources: random(4) === 0 ? ["Internet"] : [`${first}.${random(256)}.0/${24 + random(9)}`],
    sourceApplicationSecurityGroupIds: [],
    sourcePorts: ["*"],
    destinations: ["*"],
    destinationApplicationSecurityGroupIds: [],
    destinationPorts: [`${from}-${from + random(10)}`],
  };
}
