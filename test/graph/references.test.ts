import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { awsReferences } from "../../graph/aws/references";
import { azureReferences } from "../../graph/azure/references";
import { componentReferences } from "../../graph/component-references";
import { parsePath } from "../../graph/property-path";
import { inputsTaking, referencesOf, type References } from "../../graph/references";

// A misspelled type or property would never be found in any stack, and no other test would tell.

const root = join(__dirname, "..", "..");
const text = (...path: string[]): string => readFileSync(join(root, ...path), "utf8");

/** Names of the properties that a text declares. */
const keysOf = (declarations: string): ReadonlySet<string> =>
  new Set([...declarations.matchAll(/^ +(?:readonly )?(\w+)\??:/gm)].map(([, key]) => key!));

const nested = new Map<string, ReadonlySet<string>>();

/** Names of everything nested in inputs or outputs of an SDK. */
function nestedKeys(sdk: string, kind: "input" | "output"): ReadonlySet<string> {
  const keys = nested.get(`${sdk} ${kind}`) ?? keysOf(text("node_modules", "@pulumi", sdk, "types", `${kind}.d.ts`));
  nested.set(`${sdk} ${kind}`, keys);
  return keys;
}

/** What is not declared: the first key of each path among the inputs or outputs of the type, the others anywhere. */
function misspelled(paths: string[], first: ReadonlySet<string>, further: ReadonlySet<string>): string[] {
  return paths.filter((path) => {
    const [top, ...rest] = parsePath(path).filter((key) => typeof key === "string");
    return !first.has(top!) || rest.some((key) => !further.has(key));
  });
}

const inputsOf = (references: References): string[] => [
  ...Object.keys(inputsTaking(references)),
  ...Object.values(references.gives ?? {}).flatMap(({ input }) => input ?? []),
];
const outputsOf = ({ gives, makes }: References): string[] =>
  [...Object.values(gives ?? {}).map(({ output }) => output), ...Object.values(makes ?? {})].filter(
    (path) => path !== "id",
  );

describe("references are of types and properties that the SDK has:", () => {
  const ofProviders = Object.entries({ ...awsReferences, ...azureReferences }).filter(
    ([type]) => !type.startsWith("kubernetes:"),
  );
  it.each(ofProviders)("%s", (token, references) => {
    const [, sdk, module, name] = /^([\w-]+):(\w+)(?:\/\w+)?:(\w+)$/.exec(token)!;
    const file = join(module!, `${name![0]!.toLowerCase()}${name!.slice(1)}`);
    expect(text("node_modules", "@pulumi", sdk!, `${file}.js`)).toContain(`__pulumiType = '${token}'`);
    const declaration = text("node_modules", "@pulumi", sdk!, `${file}.d.ts`);
    const args = declaration.indexOf(`export interface ${name}Args`);
    const [outputs, inputs] = [declaration.slice(0, args), declaration.slice(args)];
    expect(misspelled(inputsOf(references), keysOf(inputs), nestedKeys(sdk!, "input"))).toEqual([]);
    expect(misspelled(outputsOf(references), keysOf(outputs), nestedKeys(sdk!, "output"))).toEqual([]);
  });

  it.each([
    ["nvcf-lls:index:EksLls", "eks"],
    ["nvcf-lls:index:AksLls", "aks"],
  ])("%s", (type, cloud) => {
    const settings = text("components", cloud, "settings.ts");
    const further = keysOf(settings + text("components", cloud, "args.ts"));
    expect(misspelled(inputsOf(componentReferences[type]!), keysOf(settings), further)).toEqual([]);
  });
});

it("every list of elements that is a set or a list is written as one", () => {
  const all = Object.values({ ...awsReferences, ...azureReferences, ...componentReferences });
  const sets = all.flatMap(({ takesSet, takesEach }) => Object.keys({ ...takesSet, ...takesEach }));
  expect(sets.filter((path) => !path.includes("[]"))).toEqual([]);
});

it("API versions and older module names of a type make no difference", () => {
  expect(referencesOf("azure-native:network/v20240501:Subnet")).toBe(referencesOf("azure-native:network:Subnet"));
  expect(referencesOf("aws:alb/listener:Listener")).toBe(referencesOf("aws:lb/listener:Listener"));
  expect(referencesOf("aws:iam/role:Role")).toBeUndefined();
});
