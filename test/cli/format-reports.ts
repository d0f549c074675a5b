import type { LayerVerdict, Missing, Verdict } from "../../reachability/verdict";
import type { PlanReport, ReportedFlow, ReportedResource } from "../../cli/report";

/** Reports as `lls plan` makes them, small enough to read. */

const stackUrn = "urn:pulumi:dev::nvcf-lls::pulumi:pulumi:Stack::nvcf-lls-dev";
const componentUrn = "urn:pulumi:dev::nvcf-lls::nvcf-lls:index:EksLls::lls";

function resource(type: string, name: string, parent: string | null, custom: boolean): ReportedResource {
  return {
    urn: `urn:pulumi:dev::nvcf-lls::${parent === null ? "" : "nvcf-lls:index:EksLls$"}${type}::${name}`,
    type,
    name,
    parent,
    custom,
    inputs: { tags: { Project: "nvcf", "lls:cluster": "ncp-prod" }, password: "[secret]" },
    dependencies: [],
  };
}

const resources: ReportedResource[] = [
  { ...resource("pulumi:pulumi:Stack", "nvcf-lls-dev", null, false), urn: stackUrn },
  { ...resource("nvcf-lls:index:EksLls", "lls", stackUrn, false), urn: componentUrn },
  resource("aws:ec2/securityGroup:SecurityGroup", "lls-nlb", componentUrn, true),
  resource("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "lls-nlb-media", componentUrn, true),
  resource("kubernetes:helm.sh/v3:Release", "lls-release", componentUrn, true),
  resource("pulumi:providers:aws", "aws", stackUrn, true),
];

/** A layer that lets everything through. */
export function openLayer(name: string, rule: string | null = null): LayerVerdict {
  return { name, verdict: "open", rule, missing: [], code: null, reason: "allowed" };
}

/** Packets that are missing, from sources to ports. */
export function missing(sources: string[], ports: string[]): Missing {
  return { sources, destinations: [], ports, sourcePorts: [] };
}

/** A flow with the given layers. */
export function flow(id: string, from: string, to: string, verdict: Verdict, layers: LayerVerdict[]): ReportedFlow {
  return {
    installation: "lls",
    id,
    from,
    to,
    protocol: "UDP",
    ports: "5004",
    need: "required",
    verdict,
    layers,
    notes: [],
  };
}

/** A report with these flows, and counts that fit. */
export function reportOf(flows: ReportedFlow[], changes: Partial<PlanReport> = {}): PlanReport {
  const required = flows.filter((each) => each.need === "required");
  const count = (verdict: Verdict) => required.filter((each) => each.verdict === verdict).length;
  return {
    stack: "dev",
    cloud: "eks",
    assumed: false,
    facts: {
      file: "facts/dev.json",
      recordedAt: "2026-07-01T08:00:00Z",
      account: "123456789012",
      cluster: "ncp-prod",
    },
    resources,
    flows,
    policies: [],
    notJudged: ["Signalling: the browser's way to the intermediary proxy."],
    prerequisites: ["The control plane is installed with addons.lls.enabled."],
    notices: [],
    summary: {
      resources: resources.length,
      open: count("open"),
      closed: count("closed"),
      partial: count("partial"),
      unknown: count("unknown"),
      violations: changes.policies?.length ?? 0,
    },
    ...changes,
  };
}

const media = flow("E1", "browser", "NLB", "open", [
  openLayer("VPC Block Public Access"),
  openLayer("network ACL acl-0a1b2c of subnet-0a1b2c, inbound", "100"),
  openLayer("security group of the load balancer, inbound", "lls-nlb-media"),
]);
const back = flow("E1r", "NLB", "browser", "open", [
  openLayer("network ACL acl-0a1b2c of subnet-0a1b2c, outbound", "100"),
]);
const toNode = flow("E2", "NLB", "proxy node", "open", [openLayer("security group sg-0d4e5f, inbound", "sgr-0a")]);
const api: ReportedFlow = {
  ...flow("E5", "worker pod", "proxy pod", "open", [openLayer("security group sg-0d4e5f, inbound", "sgr-0b")]),
  protocol: "TCP",
  ports: "8000",
};
const hairpin: ReportedFlow = {
  ...flow("E10", "pod on a target node", "NLB", "closed", [
    {
      name: "client address preservation",
      verdict: "closed",
      rule: null,
      missing: [],
      code: null,
      reason: "A target cannot reach its own load balancer while the client's address is preserved.",
    },
  ]),
  need: "advisory",
  notes: ["Only pods that stream from their own cluster are concerned."],
};

const deniedToNode: ReportedFlow = {
  ...toNode,
  verdict: "closed",
  layers: [
    openLayer("listener and target group"),
    {
      name: "network ACL acl-0d4e5f of subnet-0d4e5f, inbound",
      verdict: "closed",
      rule: "90",
      missing: [missing(["0.0.0.0/0"], ["30504"])],
      code: "SUBNET_ACL_RESTRICTION",
      reason: "Rule 90 denies UDP 30504 from the clients before any rule allows it.",
    },
  ],
};

const partialBack: ReportedFlow = {
  ...back,
  verdict: "partial",
  layers: [
    {
      name: "network ACL acl-0a1b2c of subnet-0a1b2c, outbound",
      verdict: "partial",
      rule: "100",
      missing: [
        missing(
          Array.from({ length: 9 }, (_, index) => `198.51.100.${16 * index}/28`),
          ["1024-32767", "61001-65535"],
        ),
      ],
      code: null,
      reason: "Rule 100 allows the way back to ports 32768-61000 only.",
    },
  ],
};

const unreadNode: ReportedFlow = {
  ...toNode,
  installation: "lls-b",
  verdict: "unknown",
  layers: [
    {
      name: "security group sg-0d4e5f, inbound",
      verdict: "unknown",
      rule: null,
      missing: [],
      code: null,
      reason: "The rules of sg-0d4e5f were not read.",
    },
  ],
};

/** One report per golden file. */
export const reports: Record<string, PlanReport> = {
  open: reportOf([media, back, toNode, api, hairpin]),
  closed: reportOf([media, back, deniedToNode, api]),
  partial: reportOf([media, partialBack, toNode, api], {
    notices: ["The facts are 40 days old: record them again with lls facts --stack dev."],
  }),
  assumed: reportOf([media, back, toNode, api], { assumed: true, facts: null }),
  several: reportOf([media, toNode, { ...media, installation: "lls-b" }, unreadNode], {
    policies: [
      {
        policy: "lls-media-port-only",
        level: "mandatory",
        urn: "urn:pulumi:dev::nvcf-lls::aws:ec2/securityGroup:SecurityGroup::other",
        message: "TCP 22 is open to the world.",
        severity: "high",
        remediation: "Name the addresses that need the port.",
      },
      {
        policy: "lls-media-port-only",
        level: "mandatory",
        urn: componentUrn,
        message: "TCP 8000 is open to the world.",
        severity: "high",
        remediation: "Name the addresses that need the port.",
      },
      { policy: "lls-tags", level: "advisory", urn: componentUrn, message: "The tag Project is missing." },
    ],
  }),
};
