import { eksMediaPathOpen } from "../../../policy/rules/eks-media-path-open";
import { firstPreview, makeUnknown, set } from "../edited-stack";
import { ruleLaws } from "./rule-laws";

const clientsIn = "lls-nlb-in-udp-media-0.0.0.0/0";
const mediaIn = /-in-udp-30504-nlb$/;

ruleLaws({
  file: __filename,
  factory: eksMediaPathOpen,
  level: "mandatory",
  pointsTo: ["lls"],
  undefinedProperties: [
    {
      title: "groups of the rule's peer",
      stack: "dev",
      edits: [set(mediaIn, { referencedSecurityGroupId: undefined })],
      reported: true,
    },
    {
      title: "protocol of the listener",
      stack: "dev",
      edits: [set("lls-listener", { protocol: undefined })],
      reported: true,
    },
    { title: "tags of the rule", stack: "dev", edits: [set(mediaIn, { tags: undefined })], reported: false },
  ],
  unknownValues: [
    { title: "every id of a first preview", stack: "dev", edits: [firstPreview], named: null },
    { title: "ports of the rule", stack: "dev", edits: [makeUnknown(mediaIn, "fromPort")], named: "E2" },
    { title: "protocol of the rule", stack: "dev", edits: [makeUnknown(mediaIn, "ipProtocol")], named: "E2" },
    { title: "clients of the rule", stack: "dev", edits: [makeUnknown(clientsIn, "cidrIpv4")], named: "E1" },
  ],
});
