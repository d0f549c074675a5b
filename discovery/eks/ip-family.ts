import type { Problem } from "../../components/bad-input";
import type { EksClusterFacts } from "./facts";

/** What is wrong with a cluster whose pods have IPv6 addresses only: load balancer, targets and rules are made for IPv4. */
export function ipFamilyProblems({ name, ipFamily }: EksClusterFacts): Problem[] {
  if (ipFamily !== "ipv6") return [];
  const reason =
    "its pods and services have IPv6 addresses (ipFamily ipv6), and LLS is installed for IPv4 only; a cluster keeps its address family for life, so name one that was made with ipv4";
  return [{ path: "cluster", value: name, reason }];
}
