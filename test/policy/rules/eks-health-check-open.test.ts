import { eksHealthCheckOpen } from "../../../policy/rules/eks-health-check-open";
import { firstPreview, makeUnknown, set } from "../edited-stack";
import { ruleLaws } from "./rule-laws";

const healthIn = /-in-tcp-30800-nlb$/;
const healthOut = /^lls-nlb-out-tcp-30800-/;

ruleLaws({
  file: __filename,
  factory: eksHealthCheckOpen,
  level: "mandatory",
  pointsTo: ["lls"],
  undefinedProperties: [
    {
      title: "peer of the rule",
      stack: "dev",
      edits: [set(healthIn, { referencedSecurityGroupId: undefined })],
      reported: true,
    },
    {
      title: "description of the rule",
      stack: "dev",
      edits: [set(healthIn, { description: undefined })],
      reported: false,
    },
    {
      title: "health check, which is another rule's",
      stack: "dev",
      edits: [set("lls-tg", { healthCheck: undefined })],
      reported: false,
    },
  ],
  unknownValues: [
    { title: "every id of a first preview", stack: "dev", edits: [firstPreview], named: null },
    { title: "first port of the rule", stack: "dev", edits: [makeUnknown(healthIn, "fromPort")], named: "E3" },
    {
      title: "protocol of the load balancer's rule",
      stack: "dev",
      edits: [makeUnknown(healthOut, "ipProtocol")],
      named: "E3",
    },
  ],
});
