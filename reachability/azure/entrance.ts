import { everyIpv4 } from "../addresses";
import { describeAddresses } from "../describe";
import { intersect, type IntervalSet } from "../intervals";
import { judge, judgeAllAlike, type Judgement } from "../judgement";
import { extent, regionOf } from "../region";
import type { Verdict } from "../verdict";
import type { AksInstallation } from "./installation";
import { boxOf, type Packets } from "./packets";
import { addressesOfEach } from "./virtual-network";

/** NodePorts are reached at public addresses of the nodes, or through a firewall in front of them. */
export function judgeNodeEntrance(packets: Packets, { firewallAddresses }: AksInstallation): Judgement {
  const name = "public address of the nodes";
  const { label, nodePublicIp } = packets.to;
  if (firewallAddresses.length > 0) {
    return alike(packets, "open", name, `the firewall ${firewallAddresses.join(", ")} stands in front`);
  }
  if (nodePublicIp === undefined) {
    return alike(packets, "unknown", name, `it is not known whether each ${label} has a public address`);
  }
  if (!nodePublicIp) {
    const instead =
      "choose endpoint `loadBalancer`, put a firewall in front, or make the pool anew with node public IPs";
    return alike(
      packets,
      "closed",
      name,
      `no ${label} has a public address, so browsers cannot reach its NodePorts: ${instead}`,
    );
  }
  return admitSources(packets, name, everyIpv4, `each ${label} has a public IPv4 address`);
}

/**
 * The load balancer has a rule for the service, and sends to nodes of the proxy whose probe (flow A3) answers; without a probe to every node.
 * @param probe undefined: nothing is probed
 */
export function judgeLoadBalancerRule(
  packets: Packets,
  probe: Verdict | undefined,
  installation: AksInstallation,
): Judgement {
  const name = "load balancer rule with a backend that is up";
  const { network, ports, proxyPools } = installation;
  if (proxyPools.length === 0) {
    return network && network.agentPools.length > 0
      ? alike(packets, "closed", name, "no agent pool can run the proxy: none has its labels and zone")
      : alike(packets, "unknown", name, "the agent pools were not read");
  }
  const { undecided = [] } = installation.loadBalancer ?? {};
  if (undecided.length > 0) {
    return alike(packets, "unknown", name, `what the service says of ${undecided.join(", ")} is not known yet`);
  }
  if (probe === undefined) {
    return admitSources(packets, name, everyIpv4, `UDP ${ports.listener} goes to every node, none is probed`);
  }
  const port = `TCP ${installation.loadBalancer?.healthCheckNodePort ?? "of the service's own health check"}`;
  if (probe === "closed")
    return alike(packets, "closed", name, `no backend is up: the probe on ${port} (A3) is closed`);
  if (probe !== "open") {
    return alike(
      packets,
      "unknown",
      name,
      `it is not known whether a backend is up: the probe on ${port} (A3) is ${probe}`,
    );
  }
  return admitSources(packets, name, everyIpv4, `UDP ${ports.listener} goes to nodes that answer the probe on ${port}`);
}

/** CIDRs that the service takes packets from. */
export function judgeSourceRanges(packets: Packets, { loadBalancer }: AksInstallation): Judgement {
  const name = "source ranges of the service";
  const ranges = loadBalancer?.sourceRanges ?? [];
  if (ranges.length === 0) return alike(packets, "open", name, "the service takes packets from everywhere");
  return admitSources(packets, name, addressesOfEach(ranges), `the service takes packets from ${ranges.join(", ")}`);
}

/** Lets packets of these sources through, and no others. */
function admitSources(packets: Packets, name: string, sources: IntervalSet, fact: string): Judgement {
  const asked = boxOf(packets);
  const admitted = regionOf({ ...asked, sources: intersect(asked.sources, sources) });
  return judge(asked, packets.protocol, ["sources"], { admitted, possible: admitted }, (verdict, lost) => {
    const others = describeAddresses(extent(lost, "sources"), asked.sources);
    return { name, rule: null, code: null, reason: verdict === "open" ? fact : `${fact}, not from ${others}` };
  });
}

function alike(packets: Packets, verdict: Exclude<Verdict, "partial">, name: string, reason: string): Judgement {
  return judgeAllAlike(boxOf(packets), packets.protocol, verdict, { name, rule: null, code: null, reason });
}
