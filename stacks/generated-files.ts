import { readFileSync } from "node:fs";
import { join } from "node:path";
import { format, resolveConfig } from "prettier";
import { parse } from "yaml";
import { contractJsonSchema } from "./contract-schema";
import { withConfigSection } from "./project-file";
import { stackFileSchema } from "./stack-file-schema";

/**
 * The files that follow from the schemas of stack configuration and contract, as they should be.
 * @param root folder of Pulumi.yaml
 * @returns path below `root` -> content
 */
export async function generatedFiles(root: string): Promise<Record<string, string>> {
  const projectFile = readFileSync(join(root, "Pulumi.yaml"), "utf8");
  const { name } = parse(projectFile) as { name: string };
  const files = {
    "Pulumi.yaml": withConfigSection(projectFile),
    "components/contract/contract.schema.json": JSON.stringify(contractJsonSchema()),
    "stacks/stack-file.schema.json": JSON.stringify(stackFileSchema(name)),
  };
  const formatted = Object.entries(files).map(async ([path, content]) => {
    const filepath = join(root, path);
    return [path, await format(content, { ...(await resolveConfig(filepath)), filepath })] as const;
  });
  return Object.fromEntries(await Promise.all(formatted));
}
