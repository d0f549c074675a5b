import type * as ec2Sdk from "@aws-sdk/client-ec2";
import type * as credentialsSdk from "@aws-sdk/credential-providers";
import type { Ec2Reader } from "./eks/ec2-reader";

/** Whom to be towards AWS: the same choices as the provider's, so that ids and facts come from one account. */
export interface AwsConnection {
  /** Region of the cluster. */
  region: string;
  /** Profile of the AWS configuration files. Default: the SDK's own chain (environment, profile `default`, instance role, …). */
  profile?: string;
  /** Roles to assume, one after the other. */
  assumeRoles?: AwsAssumedRole[];
}

/** A role to assume. */
export interface AwsAssumedRole {
  /** ARN of the role. */
  roleArn: string;
  /** External id that its trust policy asks for. */
  externalId?: string;
  /** Name of the session in CloudTrail. Default `nvcf-lls`. */
  sessionName?: string;
}

/** Attempts of one call; the SDK's adaptive mode slows down while EC2 throttles. */
const maxAttempts = 10;

/** Reads EC2 through the AWS SDK, which is loaded with the first call: a plan with a facts file never loads it. */
export function ec2ReaderOf(connection: AwsConnection): Ec2Reader {
  let opened: ReturnType<typeof open> | undefined;
  const ec2 = () => (opened ??= open(connection));
  return {
    describeSubnets: async (input) => {
      const { sdk, config } = await ec2();
      return all(sdk.paginateDescribeSubnets(config, input), (page) => page.Subnets);
    },
    describeInstances: async (input) => {
      const { sdk, config } = await ec2();
      const reservations = await all(sdk.paginateDescribeInstances(config, input), (page) => page.Reservations);
      return reservations.flatMap(({ Instances }) => Instances ?? []);
    },
    describeSecurityGroups: async (input) => {
      const { sdk, config } = await ec2();
      return all(sdk.paginateDescribeSecurityGroups(config, input), (page) => page.SecurityGroups);
    },
    describeSecurityGroupRules: async (input) => {
      const { sdk, config } = await ec2();
      return all(sdk.paginateDescribeSecurityGroupRules(config, input), (page) => page.SecurityGroupRules);
    },
    describeNetworkAcls: async (input) => {
      const { sdk, config } = await ec2();
      return all(sdk.paginateDescribeNetworkAcls(config, input), (page) => page.NetworkAcls);
    },
    describeRouteTables: async (input) => {
      const { sdk, config } = await ec2();
      return all(sdk.paginateDescribeRouteTables(config, input), (page) => page.RouteTables);
    },
    describeVpcs: async (input) => {
      const { sdk, config } = await ec2();
      return all(sdk.paginateDescribeVpcs(config, input), (page) => page.Vpcs);
    },
    describeVpcBlockPublicAccessOptions: async () => {
      const { sdk, client } = await ec2();
      const answer = await client.send(new sdk.DescribeVpcBlockPublicAccessOptionsCommand({}));
      return answer.VpcBlockPublicAccessOptions;
    },
    describeVpcBlockPublicAccessExclusions: async (input) => {
      const { sdk, client } = await ec2();
      return allExclusions(sdk, client, input.Filters);
    },
    describeManagedPrefixLists: async (input) => {
      const { sdk, config } = await ec2();
      return all(sdk.paginateDescribeManagedPrefixLists(config, input), (page) => page.PrefixLists);
    },
    getManagedPrefixListEntries: async (input) => {
      const { sdk, config } = await ec2();
      return all(sdk.paginateGetManagedPrefixListEntries(config, input), (page) => page.Entries);
    },
    describeLaunchTemplateVersions: async (input) => {
      const { sdk, config } = await ec2();
      return all(sdk.paginateDescribeLaunchTemplateVersions(config, input), (page) => page.LaunchTemplateVersions);
    },
  };
}

async function open(connection: AwsConnection) {
  const [sdk, credentials] = await Promise.all([
    import("@aws-sdk/client-ec2"),
    import("@aws-sdk/credential-providers"),
  ]);
  const client = new sdk.EC2Client(clientConfig(connection, credentials));
  return { sdk, client, config: { client } };
}

type Credentials = ReturnType<typeof credentialsSdk.fromTemporaryCredentials>;

/** What every client of a connection has in common. */
export interface ClientConfig {
  region: string;
  credentials: Credentials;
  retryMode: "adaptive";
  maxAttempts: number;
}

/** Region, credentials and retries of a connection. */
export function clientConfig(connection: AwsConnection, credentials: typeof credentialsSdk): ClientConfig {
  return {
    region: connection.region,
    credentials: credentialsOf(connection, credentials),
    retryMode: "adaptive",
    maxAttempts,
  };
}

function credentialsOf({ profile, region, assumeRoles = [] }: AwsConnection, sdk: typeof credentialsSdk) {
  const own: Credentials = sdk.fromNodeProviderChain({
    profile,
    clientConfig: { region },
  });
  return assumeRoles.reduce(
    (masterCredentials, { roleArn, externalId, sessionName }) =>
      sdk.fromTemporaryCredentials({
        masterCredentials,
        params: { RoleArn: roleArn, ExternalId: externalId, RoleSessionName: sessionName ?? "nvcf-lls" },
        clientConfig: { region },
      }),
    own,
  );
}

/** The items of every page. */
export async function all<Page, Item>(
  pages: AsyncIterable<Page>,
  items: (page: Page) => Item[] | undefined,
): Promise<Item[]> {
  const list: Item[] = [];
  for await (const page of pages) list.push(...(items(page) ?? []));
  return list;
}

/** The SDK has no paginator for this call. */
async function allExclusions(
  sdk: typeof ec2Sdk,
  client: ec2Sdk.EC2Client,
  filters: ec2Sdk.Filter[] | undefined,
): Promise<ec2Sdk.VpcBlockPublicAccessExclusion[]> {
  const list: ec2Sdk.VpcBlockPublicAccessExclusion[] = [];
  let next: string | undefined;
  do {
    const page = await client.send(
      new sdk.DescribeVpcBlockPublicAccessExclusionsCommand({ Filters: filters, NextToken: next }),
    );
    list.push(...(page.VpcBlockPublicAccessExclusions ?? []));
    next = page.NextToken;
  } while (next);
  return list;
}
