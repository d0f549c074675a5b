// Runs the team's program with the SDK's own mocks, as its unit tests may.
import * as pulumi from "@pulumi/pulumi";
import { BadInput, EksLls } from "nvcf-lls/eks";
import { install } from "./installation.js";

async function main(): Promise<void> {
  const made: string[] = [];
  await pulumi.runtime.setMocks(
    {
      newResource: ({ type, name, inputs }) => {
        made.push(type);
        return { id: `${name}-id`, state: { ...inputs, arn: `arn:${name}`, dnsName: `${name}.example.com` } };
      },
      call: () => ({}),
    },
    "team",
    "prod",
  );
  const lls = install();
  const endpoint = await new Promise((resolve) =>
    pulumi.all([lls.endpointHost, lls.endpointPort]).apply(([host, port]) => resolve(`${host}:${port}`)),
  );
  let refusal = "none";
  try {
    new EksLls("again", {} as never);
  } catch (error) {
    refusal = error instanceof BadInput ? error.message : `another error: ${String(error)}`;
  }
  console.log(JSON.stringify({ endpoint, made, refusal }));
}

void main();
