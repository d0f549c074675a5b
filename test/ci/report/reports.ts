import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Report } from "../../../.ci/report/read.mjs";

/** What `pulumi preview --diff` prints of a change; shortened. */
export const changes = `Previewing update (prod):
  pulumi:pulumi:Stack: (same)
    [urn=urn:pulumi:prod::nvcf-lls::pulumi:pulumi:Stack::nvcf-lls-prod]
    ~ nvcf-lls:index:EksLls: (update)
        ~ aws:lb/listener:Listener: (update)
            [id=arn:aws:elasticloadbalancing:us-west-2:123456789012:listener/net/lls-lb-d52dc5c/d79fb8a32bed3ed4/f036f8a49a40b50b]
          ~ port: 5004 => 6000
Resources:
    + 1 to create
    ~ 4 to update
    - 1 to delete
    6 changes. 18 unchanged
`;

/** What it prints where nothing changes. */
export const noChanges = `Previewing update (prod):
  pulumi:pulumi:Stack: (same)
    [urn=urn:pulumi:prod::nvcf-lls::pulumi:pulumi:Stack::nvcf-lls-prod]
Resources:
    23 unchanged
`;

/** A report with these files. */
export function report(stack: string, files: Record<string, string>): Report {
  return { stack, file: (name) => files[name] ?? "" };
}

/** Writes reports below a folder, as the pipelines leave them: by folder, then by file. */
export function writeReports(folder: string, reports: Record<string, Record<string, string>>): void {
  for (const [name, files] of Object.entries(reports)) {
    mkdirSync(join(folder, name), { recursive: true });
    for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, name, file), text);
  }
}
