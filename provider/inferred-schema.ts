import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Analyzer } from "@pulumi/pulumi/provider/experimental/analyzer";
import { generateSchema, type PackageSpec, type Property } from "@pulumi/pulumi/provider/experimental/schema";

const root = join(__dirname, "..");

/** Files whose comments the analyzer would miss: it stops to read comments once it has every component. */
const described = ["components/streaming-proxy-args", "reachability/aws/network", "reachability/azure/network"];

/** What Pulumi's own analyzer infers from the components' sources, for the languages that are not TypeScript. */
export function inferredSchema(): PackageSpec {
  const { version, description } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
    version: string;
    description: string;
  };
  const { components, typeDefinitions, dependencies } = analyzed(["AksLls", "EksLls", "StreamingProxy"]);
  const schema = generateSchema("nvcf-lls", version, description, components, typeDefinitions, dependencies);
  // The analyzer has them, the generator leaves them out.
  for (const { name, description } of Object.values(typeDefinitions)) {
    const type = schema.types[`nvcf-lls:index:${name}`];
    if (type && description !== undefined) type.description = description;
  }
  return forOtherLanguages(schema);
}

/** The analyzer wants tsconfig.json and index.ts in one folder, as in a package that holds nothing but components. */
function analyzed(names: string[]): ReturnType<Analyzer["analyze"]> {
  const folder = mkdtempSync(join(tmpdir(), "nvcf-lls-schema-"));
  try {
    const compilerOptions = { rootDir: "/", types: [] };
    const config = { extends: join(root, "tsconfig.json"), compilerOptions, include: [], files: ["index.ts"] };
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(config));
    const imports = described.map((file) => `import ${JSON.stringify(join(root, file))};`);
    const entry = [...imports, `export * from ${JSON.stringify(join(root, "components"))};`];
    writeFileSync(join(folder, "index.ts"), entry.join("\n"));
    return new Analyzer(folder, "nvcf-lls", {}, new Set(names)).analyze();
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What the text of a facts file is to other languages. */
const facts: Property & { optional: true } = {
  type: "string",
  optional: true,
  plain: true,
  description:
    "Text of the file that `lls facts` wrote for this cluster: what the media path is judged by. It is checked, rules of this stack are taken out of it, and the rest is registered as the output `network`, for verdicts and policies. It decides nothing.",
};

/**
 * The three things in which the arguments differ from those of TypeScript:
 * - Other languages cannot call discovery, which makes the argument `network`. They have the file that `lls facts` wrote, as `facts`.
 * - A provider is no property of an argument on the way from another process.
 * - TypeScript has one kind of number. All of ours are whole, and other languages print 5004.0 for what is not.
 */
function forOtherLanguages(schema: PackageSpec): PackageSpec {
  for (const { inputProperties = {} } of Object.values(schema.resources)) {
    if (!("network" in inputProperties)) continue;
    delete inputProperties.network;
    inputProperties.facts = facts;
  }
  delete schema.types["nvcf-lls:index:AksNetworkSecurityGroup"]?.properties?.provider;
  const whole = (key: string, value: unknown): unknown => (key === "type" && value === "number" ? "integer" : value);
  return JSON.parse(JSON.stringify(schema, whole)) as PackageSpec;
}
