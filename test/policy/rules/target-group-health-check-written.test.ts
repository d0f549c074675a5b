import { unknownValue } from "../../../graph/unknown";
import { targetGroupHealthCheckWritten } from "../../../policy/rules/target-group-health-check-written";
import { change, makeUnknown, set } from "../edited-stack";
import { ruleLaws } from "./rule-laws";

const tcp = change("lls-tg", ({ healthCheck }) => {
  healthCheck.protocol = "TCP";
  delete healthCheck.path;
  delete healthCheck.matcher;
});

ruleLaws({
  file: __filename,
  factory: targetGroupHealthCheckWritten,
  level: "advisory",
  pointsTo: ["lls-tg"],
  undefinedProperties: [
    ...["protocol", "path", "matcher", "interval", "timeout", "healthyThreshold", "unhealthyThreshold"].map(
      (field) => ({
        ...{ title: field, stack: "dev", reported: field !== "path" },
        edits: [change("lls-tg", ({ healthCheck }) => delete healthCheck[field])],
      }),
    ),
    {
      title: "health check, which is another rule's",
      stack: "dev",
      edits: [set("lls-tg", { healthCheck: undefined })],
      reported: false,
    },
    { title: "path and matcher of a TCP check, which has none", stack: "dev", edits: [tcp], reported: true },
  ],
  unknownValues: [
    {
      title: "health check",
      stack: "dev",
      edits: [makeUnknown("lls-tg", "healthCheck")],
      named: "the health check of target group lls-tg",
    },
    {
      title: "timeout",
      stack: "dev",
      edits: [change("lls-tg", ({ healthCheck }) => (healthCheck.timeout = unknownValue))],
      named: "healthCheck.timeout",
    },
  ],
});
