import tseslint from "typescript-eslint";

// Folders from the bottom up. A folder may import from those before it, and from itself.
const layers = [
  ...["reachability", "graph", "components", "discovery", "recovery", "adoption", "simulator", "stacks", "policy"],
  ...["testing", "cli", "provider"],
];

// What a folder may import besides itself, where that is less, or more, than everything below it.
const exceptions = {
  graph: ["reachability", "components/lls"],
  components: ["reachability/internet-ranges"], // and the types of facts, see closedTo
  policy: ["reachability", "graph", "components", "discovery", "stacks/schema-problems"], // a pack loads no program
  testing: ["reachability", "graph", "components", "discovery", "simulator", "policy"], // what a user's tests load, no program
  cli: ["reachability", "graph", "components", "discovery", "recovery", "adoption", "simulator", "stacks", "policy"],
  provider: ["reachability", "components", "discovery"], // nor does a plugin
};

const cloudSdkRoots = ["@pulumi/aws", "@pulumi/azure-native", "@pulumi/kubernetes", "@pulumi/eks"].map((name) => ({
  name,
  message: `Import a sub-path (${name}/…): the root costs seconds and gigabytes in tsc and loads every service.`,
}));

/** What a folder may not import: a relative path that leaves it for a folder that is not below. */
function closedTo(folder) {
  const open = exceptions[folder] ?? layers.slice(0, layers.indexOf(folder));
  const closed = [...layers, "test", "bench", "index"].filter((other) => other !== folder && !open.includes(other));
  const but = open.filter((path) => path.includes("/")).map((path) => `(?!${path}(?:$|/))`);
  const message = `${folder}/ may not import this: imports point downwards (${layers.join(" < ")}).`;
  const leaving = (names) => `^(?:\\.\\./)+${but.join("")}(?:${names.join("|")})(?:$|/)`;
  if (folder !== "components") return [{ regex: leaving(closed), message }];
  // Facts are a vocabulary of types: a component may name it, and run no code of another folder.
  return [
    { regex: leaving(closed.filter((name) => name !== "reachability")), message },
    { regex: leaving(["reachability"]), allowTypeImports: true, message },
  ];
}

export default tseslint.config(
  {
    ignores: [
      "**/node_modules/",
      "**/dist/",
      "docs-api/",
      "coverage/",
      "**/*.{mjs,cjs,mts}",
      "bin/",
      "**/*.json",
      "test/package/programs/",
    ],
  },
  ...tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: { parserOptions: { project: "./tsconfig.json", tsconfigRootDir: import.meta.dirname } },
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
      "@typescript-eslint/no-restricted-imports": ["error", { paths: cloudSdkRoots }],
      eqeqeq: "error",
      "max-lines": ["error", { max: 300, skipBlankLines: true, skipComments: true }],
    },
  },
  ...layers.map((folder) => ({
    files: [`${folder}/**/*.ts`],
    rules: {
      "@typescript-eslint/no-restricted-imports": ["error", { paths: cloudSdkRoots, patterns: closedTo(folder) }],
    },
  })),
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
