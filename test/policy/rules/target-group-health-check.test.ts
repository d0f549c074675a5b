import { unknownValue } from "../../../graph/unknown";
import { targetGroupHealthCheck } from "../../../policy/rules/target-group-health-check";
import { change, makeUnknown, set } from "../edited-stack";
import { ruleLaws } from "./rule-laws";

const without = (field: string) => change("lls-tg", ({ healthCheck }) => delete healthCheck[field]);
const withPath = (path: string) => change("lls-tg", ({ healthCheck }) => (healthCheck.path = path));

ruleLaws({
  file: __filename,
  factory: targetGroupHealthCheck,
  level: "mandatory",
  pointsTo: ["lls-tg", "lls-tg-2"],
  undefinedProperties: [
    { title: "health check", stack: "dev", edits: [set("lls-tg", { healthCheck: undefined })], reported: true },
    { title: "port", stack: "dev", edits: [without("port")], reported: true },
    { title: "path", stack: "dev", edits: [without("path")], reported: true },
    {
      title: "protocol, matcher, times and thresholds",
      stack: "dev",
      edits: ["protocol", "matcher", "interval", "timeout", "healthyThreshold", "unhealthyThreshold", "enabled"].map(
        without,
      ),
      reported: false,
    },
  ],
  unknownValues: [
    {
      title: "health check",
      stack: "dev",
      edits: [makeUnknown("lls-tg", "healthCheck")],
      named: "the health check of target group lls-tg",
    },
    ...["port", "path", "protocol", "matcher", "timeout", "enabled"].map((field) => ({
      ...{ title: field, stack: "dev", named: `healthCheck.${field} of target group lls-tg` },
      edits: [change("lls-tg", ({ healthCheck }) => (healthCheck[field] = unknownValue))],
    })),
  ],
  configs: [
    {
      title: "another path that the proxy answers",
      stack: "dev",
      edits: [withPath("/healthz")],
      config: { paths: ["/healthz"] },
      reported: false,
    },
    {
      title: "another path that it does not",
      stack: "dev",
      edits: [withPath("/healthz")],
      config: { paths: ["/ready"] },
      reported: true,
    },
    {
      title: "the documented path, if another is the only one",
      stack: "dev",
      edits: [],
      config: { paths: ["/healthz"] },
      reported: true,
    },
  ],
});
