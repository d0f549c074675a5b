import { nodeToNodeOpen } from "../../../policy/rules/node-to-node-open";
import { firstPreview, makeUnknown, set } from "../edited-stack";
import { ruleLaws } from "./rule-laws";

const stack = "dev on terraform-groups";
const stun = /-in-udp-3478-/;

ruleLaws({
  file: __filename,
  factory: nodeToNodeOpen,
  level: "mandatory",
  pointsTo: ["lls"],
  undefinedProperties: [
    { title: "peer of the rule", stack, edits: [set(stun, { referencedSecurityGroupId: undefined })], reported: true },
    { title: "description of the rule", stack, edits: [set(stun, { description: undefined })], reported: false },
    {
      title: "media port on AKS",
      stack: "aks-pools",
      edits: [set("nvcf-lls:index:AksLls", { mediaPort: undefined })],
      reported: false,
    },
  ],
  unknownValues: [
    { title: "every id of a first preview", stack, edits: [firstPreview], named: null },
    { title: "last port of the rule", stack, edits: [makeUnknown(stun, "toPort")], named: "E6" },
    { title: "protocol of the rule", stack, edits: [makeUnknown(stun, "ipProtocol")], named: "E6" },
  ],
});
