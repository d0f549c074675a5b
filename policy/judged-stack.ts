import type { LlsInstallation } from "../graph/lls-installation";
import type { UnjudgedRelease } from "../graph/lls-installations";
import type { ResourceGraph } from "../graph/resource-graph";
import type { FlowVerdict } from "../reachability/verdict";

/** A stack with everything that rules ask of it, computed once for all rules. */
export interface JudgedStack {
  /** Unknown references are replaced by symbolic ids where dependency edges leave only one way; what is still unknown is `unknownValue`. */
  graph: ResourceGraph;
  /** Installations of LLS in it; empty: only the general rules apply, and they report nothing of LLS. */
  installations: JudgedInstallation[];
  /** Releases of LLS that cannot be judged, each with why. */
  unjudged: UnjudgedRelease[];
  /** Registries from which the configuration lets chart and images come, each as host with an optional path; empty: it says nothing of them. */
  allowedRegistries: readonly string[];
}

/** An installation with the verdict of each of its flows. */
export interface JudgedInstallation {
  found: LlsInstallation;
  /**
   * Verdicts that hold whichever way the unknown references turn out; where they differ, the verdict is `unknown` and the
   * layer says which reference decides.
   */
  flows: FlowVerdict[];
  /** Facts that no resource and no configuration says, in words for an operator: "network ACLs of subnet-…". Empty: nothing is invisible. */
  invisible: string[];
}
