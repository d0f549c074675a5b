import * as pulumi from "@pulumi/pulumi";
import { firstHealthySeconds } from "../lls";
import { proxyCommands } from "../verify";

/** The commands by which an operator sees, after `up`, that pods run, the proxy is healthy and the load balancer knows. */
export function verifyCommands(region: string, targetGroupArn: pulumi.Input<string>): pulumi.Output<string[]> {
  return pulumi
    .output(targetGroupArn)
    .apply((arn) => [
      ...proxyCommands(),
      `aws elbv2 describe-target-health --region ${region} --target-group-arn ${arn} # first healthy after ${firstHealthySeconds} s`,
    ]);
}
