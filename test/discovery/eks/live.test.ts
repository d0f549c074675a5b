import { Provider } from "@pulumi/aws/provider";
import * as pulumi from "@pulumi/pulumi";
import { afterEach, beforeEach, expect, it } from "vitest";
import { discoverEks, recordedEks } from "../../../discovery";
import { writeEksFacts } from "../../../discovery/eks/facts-file";
import { readLiveEksFacts } from "../../../discovery/eks/live";
import { assumed, failed, QueryApi } from "../query-api";
import { everything } from "./cloud-data";
import { FakeAws } from "./fake-aws";
import { requestOf } from "./requests";

let aws: FakeAws;
let provider: Provider;
let api: QueryApi;

beforeEach(async () => {
  aws = new FakeAws(everything());
  await pulumi.runtime.setMocks(
    { newResource: ({ inputs }) => ({ id: "id", state: inputs }), call: aws.invoke },
    "nvcf-lls",
    "dev",
  );
  provider = new Provider("aws", { region: "us-west-2" });
  api = new QueryApi();
  await api.open();
});

afterEach(() => api.close());

it("live facts are read with the roles of aws:assumeRoles, and stay unknown where AWS refuses", async () => {
  const roles = [{ roleArn: "arn:aws:iam::123456789012:role/reader" }];
  pulumi.runtime.setAllConfig({ "aws:assumeRoles": JSON.stringify(roles) });
  api.answer = ({ form }) =>
    form.get("Action") === "AssumeRole" ? assumed(form.get("RoleArn")) : failed("UnauthorizedOperation", 403);

  const facts = await readLiveEksFacts(requestOf({ subnetId: "subnet-public-a" }), () => provider);
  expect(facts.cluster.name).toBe("nvcf-dev");
  expect(facts.network).toMatchObject({ subnets: [], networkAcls: [], routeTables: [] });
  const signers = api.requests.filter(({ form }) => form.get("Action") !== "AssumeRole").map((r) => r.accessKey);
  expect(new Set(signers)).toEqual(new Set(["key-of-reader"]));
});

it("discoverEks needs no more than cluster and zone", async () => {
  const { facts, selection } = await discoverEks(
    { cluster: "nvcf-dev", availabilityZone: "us-west-2a" },
    { provider, ec2: aws.ec2 },
  );
  expect(facts.region).toBe("us-west-2");
  expect(selection).toMatchObject({
    vpcId: "vpc-1",
    subnetId: "subnet-public-a",
    proxyNodeSecurityGroupIds: ["sg-a"],
    workerNodeSecurityGroupIds: ["sg-cluster"],
    autoScalingGroups: ["asg-compute"],
    proxySubnetCidrs: ["192.0.2.32/27"],
  });
  expect(api.requests).toEqual([]);
});

it("recordedEks finds in a facts file what discoverEks found, and refuses that of another cluster", async () => {
  const args = { cluster: "nvcf-dev", availabilityZone: "us-west-2a" };
  const { facts, ...found } = await discoverEks(args, { provider, ec2: aws.ec2 });
  const text = writeEksFacts(facts, "2026-01-01T00:00:00Z");
  expect(recordedEks(args, text, "dev.json")).toMatchObject(found);
  expect(() => recordedEks({ ...args, cluster: "other" }, text, "dev.json")).toThrow(/^dev\.json: .*cluster\.name/s);
  expect(() => recordedEks(args, "{", "dev.json")).toThrow(/^dev\.json: /);
});
