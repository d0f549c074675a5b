import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { formatRecovery } from "../../cli/recover/format";
import { stackAnnotation, tags } from "../../components/lls";
import { creating, installed, recoveryOf } from "../recovery/installed";

const page = readFileSync(join(__dirname, "..", "..", "docs", "recovery.md"), "utf8");

/** What the page shows: killed while load balancer and release were made, after an earlier kill that nobody had looked at. */
async function example(): Promise<string> {
  const installation = await installed("EKS, with the defaults");
  const [group] = installation.cloud.objects.filter(({ type }) => type.endsWith(":SecurityGroup"));
  const made = installation.state.resources.filter(({ type }) => type.endsWith(":LoadBalancer"));
  const recovery = recoveryOf({
    ...installation,
    lock: { state: "held", holders: ["runner@ci-7, process 4711, since 2026-01-01T02:00:00Z"] },
    state: creating(
      installation.state,
      made.map(({ urn }) => urn),
    ),
    cloud: { objects: [...installation.cloud.objects, { ...group!, id: "sg-0a000000000000009" }], unread: [] },
  });
  return formatRecovery.text(recovery, "dev");
}

it("the page shows what lls recover prints", async () => {
  const blocks = [...page.matchAll(/^```text\n([^]*?)^```$/gm)].map(([, text]) => text);
  expect(blocks).toEqual([await example()]);
});

it("the page names the marks that things carry", () => {
  for (const mark of [tags.cluster, tags.stack, stackAnnotation, `${tags.provisioner.key}=${tags.provisioner.value}`]) {
    expect(page).toContain(`\`${mark}`);
  }
});
