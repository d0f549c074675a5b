import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Provider } from "@pulumi/aws/provider";
import * as pulumi from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { iamActions } from "../../../discovery/eks/iam-actions";
import { readEksFacts } from "../../../discovery/eks/read";
import { installationTypes } from "../../../simulator/types";
import { everything } from "./cloud-data";
import { FakeAws } from "./fake-aws";
import { requestOf } from "./requests";

interface Statement {
  Sid: string;
  Effect: string;
  Action: string[];
  Resource: string | string[];
  Condition?: { StringEquals: Record<string, string | string[]> };
}

const text = readFileSync(join(__dirname, "..", "..", "..", "docs", "iam", "eks-policy.json"), "utf8");
const policy = JSON.parse(text) as { Version: string; Statement: Statement[] };
const allowed = [...new Set(policy.Statement.flatMap(({ Action }) => Action))].sort();

describe("the shipped policy", () => {
  it("allows every call of discovery and every operation of the resource types, and nothing more", async () => {
    const aws = new FakeAws(everything());
    await pulumi.runtime.setMocks({ newResource: ({ inputs }) => ({ id: "id", state: inputs }), call: aws.invoke });
    const provider = new Provider("aws", { region: "us-west-2" });
    await readEksFacts(requestOf(), { invoke: { provider }, ec2: aws.ec2, warn: () => undefined });
    expect(aws.calls, "a run that takes every branch").toEqual(Object.keys(iamActions).sort());

    const discovered = aws.calls.map((call) => iamActions[call]);
    const types = installationTypes.filter(({ type }) => type.startsWith("aws:"));
    const operated = types.flatMap(({ permissions }) => Object.values(permissions).flat());
    expect(allowed).toEqual([...new Set([...discovered, ...operated])].sort());
  });

  it("is a policy that IAM takes", () => {
    expect(policy.Version).toBe("2012-10-17");
    const names = policy.Statement.map(({ Sid }) => Sid);
    expect(new Set(names).size).toBe(names.length);
    for (const statement of policy.Statement) {
      expect(statement.Sid).toMatch(/^[A-Za-z0-9]+$/);
      expect(statement.Effect).toBe("Allow");
      for (const action of statement.Action) expect(action).toMatch(/^[a-z0-9]+:[A-Z][A-Za-z]+$/);
      for (const arn of [statement.Resource].flat())
        expect(arn).toMatch(/^(\*|arn:aws:[a-z0-9]+:\*:\*:[a-z-]+(\/net)?\/\*)$/);
    }
    // IAM quotas: 6144 characters of a managed policy, white space not counted.
    expect(JSON.stringify(policy).length).toBeLessThan(6144);
  });

  it("never deletes, releases or untags what has not our tag", () => {
    const ours = (statement: Statement) =>
      statement.Condition?.StringEquals["aws:ResourceTag/lls:provisioner"] === "pulumi";
    const taking = policy.Statement.filter(({ Action }) => Action.some((a) => /:(Delete|Release|Remove)/.test(a)));
    expect(taking.length).toBeGreaterThan(0);
    expect(taking.filter((statement) => !ours(statement))).toEqual([]);
  });
});
