import { getGroup } from "@pulumi/aws/autoscaling/getGroup";
import type * as pulumi from "@pulumi/pulumi";
import { all, clientConfig, type AwsConnection } from "../../discovery/aws-clients";
import type { AwsObjectReader } from "./reader";

/**
 * Reads AWS through its SDK, and Auto Scaling groups through the provider, as discovery does. The SDK is loaded with the first call.
 * @param invoke the provider; it has to lead where `connection` leads
 */
export function awsObjectReaderOf(connection: AwsConnection, invoke: pulumi.InvokeOptions): AwsObjectReader {
  let opened: ReturnType<typeof open> | undefined;
  const clients = () => (opened ??= open(connection));
  return {
    describeSecurityGroups: async (input) => {
      const { ec2, config } = await clients();
      return all(ec2.paginateDescribeSecurityGroups(config.ec2, input), (page) => page.SecurityGroups);
    },
    describeSecurityGroupRules: async (input) => {
      const { ec2, config } = await clients();
      return all(ec2.paginateDescribeSecurityGroupRules(config.ec2, input), (page) => page.SecurityGroupRules);
    },
    describeAddresses: async (input) => {
      const { ec2, config } = await clients();
      const answer = await config.ec2.client.send(new ec2.DescribeAddressesCommand(input)); // has no pages
      return answer.Addresses ?? [];
    },
    describeLoadBalancers: async () => {
      const { elb, config } = await clients();
      return all(elb.paginateDescribeLoadBalancers(config.elb, {}), (page) => page.LoadBalancers);
    },
    describeTargetGroups: async () => {
      const { elb, config } = await clients();
      return all(elb.paginateDescribeTargetGroups(config.elb, {}), (page) => page.TargetGroups);
    },
    describeListeners: async (input) => {
      const { elb, config } = await clients();
      return all(elb.paginateDescribeListeners(config.elb, input), (page) => page.Listeners);
    },
    describeTags: async (input) => {
      const { elb, config } = await clients();
      const answer = await config.elb.client.send(new elb.DescribeTagsCommand(input)); // has no pages
      return answer.TagDescriptions ?? [];
    },
    describeTargetHealth: async (input) => {
      const { elb, config } = await clients();
      const answer = await config.elb.client.send(new elb.DescribeTargetHealthCommand(input)); // has no pages
      return answer.TargetHealthDescriptions ?? [];
    },
    getGroup: async (name) => (await getGroup({ name }, invoke)).targetGroupArns,
  };
}

async function open(connection: AwsConnection) {
  const [ec2, elb, credentials] = await Promise.all([
    import("@aws-sdk/client-ec2"),
    import("@aws-sdk/client-elastic-load-balancing-v2"),
    import("@aws-sdk/credential-providers"),
  ]);
  const config = clientConfig(connection, credentials);
  return {
    ec2,
    elb,
    config: {
      ec2: { client: new ec2.EC2Client(config) },
      elb: { client: new elb.ElasticLoadBalancingV2Client(config) },
    },
  };
}
