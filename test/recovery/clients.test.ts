import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { awsObjectReaderOf } from "../../recovery/aws/clients";
import { azureObjectReaderOf } from "../../recovery/azure/reader";
import { assumed, failed, QueryApi, type ApiAnswer } from "../discovery/query-api";

describe("AWS", () => {
  let api: QueryApi;
  beforeEach(async () => {
    api = new QueryApi();
    await api.open();
  });
  afterEach(() => api.close());

  const reader = (assumeRoles?: { roleArn: string }[]) => awsObjectReaderOf({ region: "us-west-2", assumeRoles }, {});
  const answer = (action: string, result: string): ApiAnswer => ({
    body: `<${action}Response><${action}Result>${result}</${action}Result></${action}Response>`,
  });
  const balancers = (arn: string, next = ""): ApiAnswer =>
    answer(
      "DescribeLoadBalancers",
      `<LoadBalancers><member><LoadBalancerArn>${arn}</LoadBalancerArn><Type>network</Type></member></LoadBalancers>${next}`,
    );

  it("is read page by page, and throttling is waited for", async () => {
    api.answer = ({ form }, index) => {
      if (index === 0) return failed("Throttling", 400);
      return form.get("Marker") === "2" ? balancers("arn:2") : balancers("arn:1", "<NextMarker>2</NextMarker>");
    };
    const found = await reader().describeLoadBalancers();
    expect(found.map(({ LoadBalancerArn }) => LoadBalancerArn)).toEqual(["arn:1", "arn:2"]);
  });

  it("is asked for the tags of what was found, and for addresses by their tags", async () => {
    api.answer = ({ form }) =>
      form.get("Action") === "DescribeTags"
        ? answer(
            "DescribeTags",
            "<TagDescriptions><member><ResourceArn>arn:1</ResourceArn><Tags><member><Key>k</Key><Value>v</Value></member></Tags></member></TagDescriptions>",
          )
        : {
            body: "<DescribeAddressesResponse><addressesSet><item><allocationId>eipalloc-1</allocationId></item></addressesSet></DescribeAddressesResponse>",
          };
    expect(await reader().describeTags({ ResourceArns: ["arn:1"] })).toEqual([
      { ResourceArn: "arn:1", Tags: [{ Key: "k", Value: "v" }] },
    ]);
    const addresses = await reader().describeAddresses({ Filters: [{ Name: "tag:lls:stack", Values: ["p/s"] }] });
    expect(addresses).toEqual([{ AllocationId: "eipalloc-1" }]);
    const forms = api.requests.map(({ form }) => form.get("ResourceArns.member.1") ?? form.get("Filter.1.Value.1"));
    expect(forms).toEqual(["arn:1", "p/s"]);
  });

  it("is read as the roles of the stack", async () => {
    api.answer = ({ form }) =>
      form.get("Action") === "AssumeRole" ? assumed(form.get("RoleArn")) : balancers("arn:1");
    await reader([{ roleArn: "arn:aws:iam::123456789012:role/lls" }]).describeLoadBalancers();
    expect(api.requests.at(-1)?.accessKey).toBe("key-of-lls");
  });
});

describe("Azure", () => {
  it("is asked for the role assignments of one identity, and for nothing outside a page's own cloud", async () => {
    const asked: URL[] = [];
    const group = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/addresses";
    const reader = azureObjectReaderOf({
      token: async () => "token",
      fetch: async (input) => {
        asked.push(new URL(input));
        const nextLink = asked.length === 1 ? `https://management.azure.com${group}?page=2` : undefined;
        return Response.json({ value: [{ id: `${asked.length}` }], nextLink });
      },
    });
    expect(await reader.roleAssignments(group, "00000000-0000-0000-0000-00000000000a")).toEqual([
      { id: "1" },
      { id: "2" },
    ]);
    expect(asked[0]!.pathname).toBe(`${group}/providers/Microsoft.Authorization/roleAssignments`);
    expect(asked[0]!.searchParams.get("$filter")).toBe("principalId eq '00000000-0000-0000-0000-00000000000a'");
    expect(await reader.publicIpAddresses(group)).toHaveLength(1);
    expect(asked[2]!.pathname).toBe(`${group}/providers/Microsoft.Network/publicIPAddresses`);
  });
});
