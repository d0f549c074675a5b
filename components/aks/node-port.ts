import type { Check } from "../checks";
import { nodePorts } from "../lls";
import { portProblem } from "../port";

/**
 * What is wrong with a NodePort, or undefined. AKS has Kubernetes' default range, because nothing of its API sets
 * --service-node-port-range of the API server (Azure/AKS#1150): a rule beyond it would open ports at which no Service can be.
 */
export const nodePortProblem: Check = (value) => {
  const { from, to } = nodePorts;
  const isNodePort = typeof value === "number" && value >= from && value <= to;
  return (
    portProblem(value) ??
    (isNodePort
      ? undefined
      : `must be a NodePort, ${from}-${to}: AKS has no others, and the range cannot be changed there`)
  );
};
