import { expect, it } from "vitest";
import { unknownValue } from "../../../graph/unknown";
import { targetPoolInZone } from "../../../policy/rules/target-pool-in-zone";
import { eksStack } from "../../graph/eks-stack";
import { change, makeUnknown, set, violations } from "../edited-stack";
import { ruleLaws } from "./rule-laws";

const zones = (edit: (values: any) => void) => change("lls-proxy-release", ({ values }) => edit(values));

it.each([false, true])(
  "names the label that no pool of an EKS stack has, and the pools, before they exist or after: %s",
  (preview) => {
    const values = {
      nodeSelector: { pool: "media" },
      availabilityZones: { enabled: true, zones: ["us-west-2a"] },
    };
    const found = violations(targetPoolInZone(), eksStack({ preview, inputs: { release: { values } } }));
    expect(found.map(({ message }) => message).join()).toContain(
      "no node can run the proxy: no pool has the label pool with the value that is asked for " +
        "(pools: proxy: label node-type, zone us-west-2a; gpu: label nvcf.nvidia.com/workload, zone us-west-2a)",
    );
  },
);

ruleLaws({
  file: __filename,
  factory: targetPoolInZone,
  level: "mandatory",
  pointsTo: ["lls"],
  undefinedProperties: [
    { title: "zones", stack: "dev", edits: [zones((values) => delete values.availabilityZones)], reported: true },
    {
      title: "list of zones",
      stack: "dev",
      edits: [zones((values) => delete values.availabilityZones.zones)],
      reported: true,
    },
    {
      title: "zones on AKS, where every zone does",
      stack: "aks-dev",
      edits: [zones((values) => delete values.availabilityZones)],
      reported: false,
    },
    {
      title: "node selector, where the chart's own does",
      stack: "dev",
      edits: [zones((values) => delete values.nodeSelector)],
      reported: false,
    },
  ],
  unknownValues: [
    {
      title: "zones",
      stack: "dev",
      edits: [zones((values) => (values.availabilityZones.zones = unknownValue))],
      named: "the zones of release lls-proxy-release",
    },
    {
      title: "one zone",
      stack: "aks-dev",
      edits: [zones((values) => (values.availabilityZones.zones[0] = unknownValue))],
      named: "the zones of release lls-proxy-release",
    },
    {
      title: "values, which are in a file",
      stack: "dev",
      edits: [set("lls-proxy-release", { values: { env: { lbPort: "5004" } }, valueYamlFiles: [{}] })],
      named: "the zones of release lls-proxy-release",
    },
    {
      title: "subnet of the load balancer",
      stack: "dev",
      edits: [makeUnknown("lls-lb", "subnets")],
      named: "the zones of the load balancer's subnets",
    },
  ],
});
