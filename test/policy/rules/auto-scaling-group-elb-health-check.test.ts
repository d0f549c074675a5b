import { autoScalingGroupElbHealthCheck } from "../../../policy/rules/auto-scaling-group-elb-health-check";
import { changeNetwork } from "../edited-stack";
import { byTargetGroupBinding } from "../eks-mistakes";
import { ruleLaws } from "./rule-laws";

const withoutType = changeNetwork((network) => {
  for (const pool of network.nodePools) for (const each of pool.autoScalingGroups) delete each.healthCheckType;
});

ruleLaws({
  file: __filename,
  factory: autoScalingGroupElbHealthCheck,
  level: "advisory",
  pointsTo: ["lls"],
  undefinedProperties: [
    {
      title: "health check type in the facts",
      stack: "dev",
      edits: [...byTargetGroupBinding, withoutType],
      reported: false,
    },
    {
      title: "Auto Scaling groups of the pool",
      stack: "dev",
      edits: [
        ...byTargetGroupBinding,
        changeNetwork((network) => network.nodePools.forEach((pool: any) => (pool.autoScalingGroups = []))),
      ],
      reported: false,
    },
  ],
  unknownValues: [
    // Whoever does not attach a group is not told that its type is unknown.
    {
      title: "health check type of a group that nothing attaches",
      stack: "dev",
      edits: [...byTargetGroupBinding, withoutType],
      named: null,
    },
  ],
});
