import { mediaPathKnown } from "../../../policy/rules/media-path-known";
import { changeNetwork, type Edit } from "../edited-stack";
import { ruleLaws } from "./rule-laws";

const noFacts: Edit = (graph) => {
  for (const { outputs } of graph.resources) delete outputs.network;
};

ruleLaws({
  file: __filename,
  factory: mediaPathKnown,
  level: "advisory",
  pointsTo: ["lls"],
  undefinedProperties: [
    { title: "facts on EKS", stack: "dev", edits: [noFacts], reported: true },
    { title: "facts on AKS", stack: "aks-dev", edits: [noFacts], reported: true },
    {
      title: "groups of the nodes",
      stack: "dev",
      edits: [changeNetwork((network) => network.nodePools.forEach((pool: any) => delete pool.interfaces))],
      reported: true,
    },
  ],
  unknownValues: [
    {
      title: "facts: all that is visible is open",
      stack: "dev",
      edits: [changeNetwork((network) => delete network.blockPublicAccess)],
      named: "open (assumed): E1",
    },
    {
      title: "groups of the nodes: not even assumed",
      stack: "dev",
      edits: [changeNetwork((network) => network.nodePools.forEach((pool: any) => delete pool.interfaces))],
      named: "unknown: E2",
    },
  ],
});
