import { bothNsgLayersOpen } from "../../../policy/rules/both-nsg-layers-open";
import { firstPreview, makeUnknown, set } from "../edited-stack";
import { ruleLaws } from "./rule-laws";

const rule = "lls-nvcf-network/nvcf-dev-aks-nodes-media";

ruleLaws({
  file: __filename,
  factory: bothNsgLayersOpen,
  level: "mandatory",
  pointsTo: ["lls"],
  undefinedProperties: [
    {
      title: "ports of the rule",
      stack: "aks-dev",
      edits: [set(rule, { destinationPortRange: undefined })],
      reported: false,
      named: "A1",
    },
    {
      title: "source of the rule",
      stack: "aks-dev",
      edits: [set(rule, { sourceAddressPrefix: undefined })],
      reported: false,
      named: "A1",
    },
    {
      title: "description of the rule",
      stack: "aks-dev",
      edits: [set(rule, { description: undefined })],
      reported: false,
    },
  ],
  unknownValues: [
    { title: "every id of a first preview", stack: "aks-dev", edits: [firstPreview], named: null },
    {
      title: "every id of a first preview with a load balancer",
      stack: "aks-pools",
      edits: [firstPreview],
      named: null,
    },
    { title: "ports of the rule", stack: "aks-dev", edits: [makeUnknown(rule, "destinationPortRange")], named: "A1" },
    { title: "source of the rule", stack: "aks-dev", edits: [makeUnknown(rule, "sourceAddressPrefix")], named: "A1" },
    { title: "access of the rule", stack: "aks-dev", edits: [makeUnknown(rule, "access")], named: "A1" },
  ],
});
