import { unknownValue } from "../../../graph/unknown";
import { noElbHealthCheckAttachment } from "../../../policy/rules/no-elb-health-check-attachment";
import { add, changeNetwork, one, set, type Edit } from "../edited-stack";
import { ruleLaws } from "./rule-laws";

const attachment = "lls-target-eks-compute-0a000001";

/** An Auto Scaling group of the program. */
const group =
  (inputs: object): Edit =>
  (graph) => {
    add({ type: "aws:autoscaling/group:Group", name: "nodes", id: "nodes-1", inputs: { ...inputs, name: "nodes-1" } })(
      graph,
    );
    set(attachment, { autoscalingGroupName: "nodes-1" })(graph);
  };

/** One that attaches itself. */
const listed =
  (inputs: object): Edit =>
  (graph) => {
    const targetGroupArns = [one(graph, "lls-tg").outputs.arn];
    add({ type: "aws:autoscaling/group:Group", name: "nodes", id: "nodes-1", inputs: { targetGroupArns, ...inputs } })(
      graph,
    );
  };

const withoutType = changeNetwork((network) => {
  for (const pool of network.nodePools) for (const each of pool.autoScalingGroups) delete each.healthCheckType;
});

ruleLaws({
  file: __filename,
  factory: noElbHealthCheckAttachment,
  level: "mandatory",
  pointsTo: ["lls-target-eks-compute-0a000001", "nodes"],
  undefinedProperties: [
    { title: "health check type of a group of the program", stack: "dev", edits: [group({})], reported: false },
    {
      title: "health check type of a group that lists the target group",
      stack: "dev",
      edits: [listed({})],
      reported: false,
    },
  ],
  unknownValues: [
    {
      title: "health check type in the facts",
      stack: "dev",
      edits: [withoutType],
      named: "the health check type of Auto Scaling group eks-compute-0a000001",
    },
    {
      title: "health check type of a group of the program",
      stack: "dev",
      edits: [group({ healthCheckType: unknownValue })],
      named: "the health check type of Auto Scaling group nodes",
    },
  ],
  configs: [
    {
      title: "a group of the program with ELB checks",
      stack: "dev",
      edits: [group({ healthCheckType: "ELB" })],
      config: {},
      reported: true,
    },
    {
      title: "a group with ELB among others",
      stack: "dev",
      edits: [group({ healthCheckType: "EC2,ELB" })],
      config: {},
      reported: true,
    },
    {
      title: "a group that lists the target group itself",
      stack: "dev",
      edits: [listed({ healthCheckType: "ELB" })],
      config: {},
      reported: true,
    },
    {
      title: "a group with ELB checks for another target group",
      stack: "dev",
      edits: [listed({ healthCheckType: "ELB", targetGroupArns: ["arn:other"] })],
      config: {},
      reported: false,
    },
  ],
});
