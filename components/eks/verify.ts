import * as pulumi from "@pulumi/pulumi";
import { chart, firstHealthySeconds, healthCheck, ports } from "../lls";

/** The commands by which an operator sees, after `up`, that pods run, the proxy is healthy and the load balancer knows. */
export function verifyCommands(region: string, targetGroupArn: pulumi.Input<string>): pulumi.Output<string[]> {
  const kubectl = `kubectl --namespace ${chart.namespace}`;
  const selector = Object.entries(chart.podLabels)
    .map((label) => label.join("="))
    .join(",");
  const pod = `$(${kubectl} get pods --selector ${selector} --output jsonpath='{.items[0].metadata.name}')`;
  const health = `/api/v1/namespaces/${chart.namespace}/pods/${pod}:${ports.api}/proxy${healthCheck.path}`;
  return pulumi
    .output(targetGroupArn)
    .apply((arn) => [
      `${kubectl} get pods --selector ${selector} --output wide`,
      `kubectl get --raw "${health}"`,
      `aws elbv2 describe-target-health --region ${region} --target-group-arn ${arn} # first healthy after ${firstHealthySeconds} s`,
    ]);
}
