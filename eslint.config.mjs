import tseslint from "typescript-eslint";
import importX from "eslint-plugin-import-x";
import { createTypeScriptImportResolver } from "eslint-import-resolver-typescript";

// Folders from the bottom up. A folder may import from those before it, and from itself; see the exceptions below.
const layers = ["reachability", "graph", "components", "discovery", "simulator", "stacks", "policy", "cli"];

// Stricter than the order: what a folder may import besides itself.
const allowed = {
  reachability: [],
  graph: ["reachability", "components/lls.ts"],
  components: ["reachability/aws/network.ts", "reachability/azure/network.ts"], // types only, see below
  cli: [...layers.filter((folder) => folder !== "cli"), "index.ts"], // the plan runs the real program
};

/** Import zones: every folder is closed to the folders above it, and to those the list `allowed` leaves out. */
const zones = layers.flatMap((folder, position) => {
  const open = allowed[folder] ?? layers.slice(0, position);
  const others = [...layers, "test", "bench", "index.ts"].filter((other) => other !== folder);
  return others
    .filter((other) => !open.includes(other))
    .map((other) => ({
      target: `./${folder}`,
      from: `./${other}`,
      except: open.filter((path) => path.startsWith(`${other}/`)).map((path) => `./${path.slice(other.length + 1)}`),
      message: `${folder}/ may not import ${other}/: imports point downwards (${layers.join(" < ")}).`,
    }));
});

const cloudSdkRoots = ["@pulumi/aws", "@pulumi/azure-native", "@pulumi/kubernetes", "@pulumi/eks"].map((name) => ({
  name,
  message: `Import a sub-path (${name}/…): the root costs seconds and gigabytes in tsc and loads every service.`,
}));

export default tseslint.config(
  { ignores: ["node_modules/", "dist/", "coverage/", "**/*.{mjs,cjs,mts}", "bin/", "**/*.json"] },
  ...tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: { parserOptions: { project: "./tsconfig.json", tsconfigRootDir: import.meta.dirname } },
    plugins: { "import-x": importX },
    settings: { "import-x/resolver-next": [createTypeScriptImportResolver({ project: "./tsconfig.json" })] },
    rules: {
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/consistent-type-imports": ["error", { prefer: "type-imports" }],
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
      "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
      // Values read from state files, mocks and YAML are unknown by nature; each reader narrows them.
      "@typescript-eslint/no-explicit-any": "off",
      "@typescript-eslint/no-unsafe-assignment": "off",
      "@typescript-eslint/no-unsafe-member-access": "off",
      "@typescript-eslint/no-redundant-type-constituents": "off",
      "@typescript-eslint/require-await": "off",
      "no-restricted-imports": ["error", { paths: cloudSdkRoots }],
      "import-x/no-restricted-paths": ["error", { zones, basePath: import.meta.dirname }],
      "import-x/no-cycle": ["error", { ignoreExternal: true }],
      eqeqeq: "error",
      "max-lines": ["error", { max: 300, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    // Facts are a vocabulary of types: a component may name it, never run code of another folder.
    files: ["components/**/*.ts"],
    rules: {
      "@typescript-eslint/no-restricted-imports": [
        "error",
        {
          paths: cloudSdkRoots,
          patterns: [{ regex: "reachability/", allowTypeImports: true, message: "Types only." }],
        },
      ],
    },
  },
  {
    files: ["test/**/*.ts"],
    rules: {
      "no-restricted-syntax": [
        "error",
        {
          selector: "CallExpression[callee.property.name='apply'] CallExpression[callee.name='expect']",
          message: "An assertion inside apply is never awaited: await the value first.",
        },
        {
          selector:
            "CallExpression[callee.name=/^(it|test)$/] > :first-child:not(Literal):not(TemplateLiteral):not(Identifier):not(MemberExpression)",
          message: "The first argument of a test is its title.",
        },
      ],
      "max-lines": "off",
      "@typescript-eslint/no-unsafe-argument": "off",
      "@typescript-eslint/no-unsafe-call": "off",
      "@typescript-eslint/no-unsafe-return": "off",
    },
  },
);
