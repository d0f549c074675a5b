import { afterEach, beforeEach, expect, it } from "vitest";
import { ec2ReaderOf } from "../../discovery/aws-clients";
import { assumed, failed, QueryApi, type ApiAnswer } from "./query-api";

let api: QueryApi;

beforeEach(async () => {
  api = new QueryApi();
  await api.open();
});

afterEach(() => api.close());

const subnets = (id: string, next = ""): ApiAnswer => ({
  body: `<DescribeSubnetsResponse><subnetSet><item><subnetId>${id}</subnetId></item></subnetSet>${next && `<nextToken>${next}</nextToken>`}</DescribeSubnetsResponse>`,
});

const read = () => ec2ReaderOf({ region: "us-west-2" });

it("reads every page", async () => {
  api.answer = ({ form }) => (form.get("NextToken") === "2" ? subnets("subnet-2") : subnets("subnet-1", "2"));
  const found = await read().describeSubnets({ Filters: [{ Name: "vpc-id", Values: ["vpc-1"] }] });
  expect(found.map(({ SubnetId }) => SubnetId)).toEqual(["subnet-1", "subnet-2"]);
  expect(api.requests.map(({ form }) => form.get("Filter.1.Value.1"))).toEqual(["vpc-1", "vpc-1"]);
});

it("reads every page of exclusions, for which the SDK has no paginator", async () => {
  api.answer = ({ form }) => {
    const next = form.get("NextToken") ? "" : "<nextToken>2</nextToken>";
    const item = `<item><exclusionId>vpcbpa-exclude-${form.get("NextToken") ?? 1}</exclusionId></item>`;
    return { body: `<R><vpcBlockPublicAccessExclusionSet>${item}</vpcBlockPublicAccessExclusionSet>${next}</R>` };
  };
  const found = await read().describeVpcBlockPublicAccessExclusions({});
  expect(found.map(({ ExclusionId }) => ExclusionId)).toEqual(["vpcbpa-exclude-1", "vpcbpa-exclude-2"]);
});

it("tries again when EC2 throttles", async () => {
  api.answer = (_, index) => (index === 0 ? failed("RequestLimitExceeded", 503) : subnets("subnet-1"));
  expect(await read().describeSubnets({})).toHaveLength(1);
  expect(api.requests).toHaveLength(2);
});

it("does not try again when EC2 refuses, and passes the code on by which a refusal is known", async () => {
  api.answer = () => failed("UnauthorizedOperation", 403);
  await expect(read().describeSubnets({})).rejects.toMatchObject({ name: "UnauthorizedOperation" });
  expect(api.requests).toHaveLength(1);
});

it("assumes roles one after the other, each with the identity of the one before", async () => {
  api.answer = ({ form }) => {
    return form.get("Action") === "AssumeRole" ? assumed(form.get("RoleArn")) : subnets("subnet-1");
  };
  const role = (name: string) => `arn:aws:iam::123456789012:role/${name}`;
  await ec2ReaderOf({
    region: "us-west-2",
    assumeRoles: [{ roleArn: role("first"), externalId: "example" }, { roleArn: role("second") }],
  }).describeSubnets({});
  expect(api.requests.map(({ form, accessKey }) => [form.get("Action"), form.get("ExternalId"), accessKey])).toEqual([
    ["AssumeRole", "example", "own-key"],
    ["AssumeRole", null, "key-of-first"],
    ["DescribeSubnets", null, "key-of-second"],
  ]);
});
