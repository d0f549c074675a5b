import { nlbHasSecurityGroup } from "../../../policy/rules/nlb-has-security-group";
import { makeUnknown, remove, set } from "../edited-stack";
import { ruleLaws } from "./rule-laws";

ruleLaws({
  file: __filename,
  factory: nlbHasSecurityGroup,
  level: "mandatory",
  pointsTo: ["lls-lb"],
  undefinedProperties: [
    { title: "groups", stack: "dev", edits: [set("lls-lb", { securityGroups: undefined })], reported: true },
    { title: "an empty list of groups", stack: "dev", edits: [set("lls-lb", { securityGroups: [] })], reported: true },
    { title: "tags", stack: "dev", edits: [set("lls-lb", { tags: undefined })], reported: false },
    {
      title: "groups of a load balancer without a listener for media",
      stack: "dev",
      edits: [set("lls-lb", { securityGroups: undefined }), remove("lls-listener")],
      reported: false,
    },
    {
      title: "groups of a load balancer that listens for TCP alone",
      stack: "dev",
      edits: [set("lls-lb", { securityGroups: undefined }), set("lls-listener", { protocol: "TCP" })],
      reported: false,
    },
  ],
  unknownValues: [
    {
      title: "groups, where dependencies name one",
      stack: "dev",
      edits: [makeUnknown("lls-lb", "securityGroups", "lls-nlb")],
      named: null,
    },
    {
      title: "groups, where nothing names one",
      stack: "dev",
      edits: [makeUnknown("lls-lb", "securityGroups")],
      named: "E1",
    },
  ],
});
