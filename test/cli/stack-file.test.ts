import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { listStacks, readStackFile } from "../../cli/stack-file";
import { BadInput } from "../../components/bad-input";

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "stack-file-"));
  write("Pulumi.yaml", "name: nvcf-lls\nruntime: nodejs\n");
});

afterEach(() => {
  rmSync(directory, { recursive: true });
});

function write(name: string, text: string): void {
  const file = join(directory, name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

/** Reads the stack `dev` with this stack file. */
function read(stackFile: string) {
  write("Pulumi.dev.yaml", stackFile);
  return readStackFile(directory, "dev");
}

/** The message of the BadInput that reading throws. */
function refusal(reading: () => unknown): string {
  try {
    reading();
  } catch (error) {
    expect(error).toBeInstanceOf(BadInput);
    return (error as BadInput).message;
  }
  throw new Error("nothing was refused");
}

describe("values", () => {
  // What Pulumi 3.230 itself makes of each, recorded from its Go packages `workspace` and `config`.
  it.each([
    ["cluster: ncp-prod", "nvcf-lls:cluster", "ncp-prod"],
    ["nvcf-lls:cluster: ncp-prod", "nvcf-lls:cluster", "ncp-prod"],
    ["aws:region: us-west-2", "aws:region", "us-west-2"],
    ["aws:config:region: us-west-2", "aws:region", "us-west-2"],
    ["port: 5004", "nvcf-lls:port", "5004"],
    ["negative: -5", "nvcf-lls:negative", "-5"],
    ["half: 1.5", "nvcf-lls:half", "1.5"],
    ['account: "012345678901"', "nvcf-lls:account", "012345678901"],
    ['tag: "2024-01-01"', "nvcf-lls:tag", "2024-01-01"],
    ["flag: true", "nvcf-lls:flag", "true"],
    ["flag: True", "nvcf-lls:flag", "true"],
    ["word: yes", "nvcf-lls:word", "yes"],
    ["nothing:", "nvcf-lls:nothing", ""],
    ["nothing: ~", "nvcf-lls:nothing", ""],
    ['empty: ""', "nvcf-lls:empty", ""],
    ["text: |\n    a\n    b", "nvcf-lls:text", "a\nb\n"],
    ["object: { b: 1, a: [true, null, 1.5] }", "nvcf-lls:object", '{"a":[true,null,1.5],"b":1}'],
    ["object: {}", "nvcf-lls:object", "{}"],
    ["list: [a, 1]", "nvcf-lls:list", '["a",1]'],
    ["numbers: { 1: x }", "nvcf-lls:numbers", '{"1":"x"}'],
    ["notSecret: { secure: 5 }", "nvcf-lls:notSecret", '{"secure":5}'],
    ["a: &a { q: 1 }\n  merged: { <<: *a, r: 2 }", "nvcf-lls:merged", '{"q":1,"r":2}'],
    ["tagged: !!str 12", "nvcf-lls:tagged", "12"],
  ])("%s", (line, key, value) => {
    expect(read(`config:\n  ${line}\n`).config).toHaveProperty([key], value);
  });

  it("knows project and file, and sorts the keys", () => {
    const { project, file, config } = read("config:\n  port: 1\n  cluster: a\n  aws:region: us-west-2\n");
    expect(project).toBe("nvcf-lls");
    expect(file).toBe("Pulumi.dev.yaml");
    expect(Object.keys(config)).toEqual(["aws:region", "nvcf-lls:cluster", "nvcf-lls:port"]);
  });

  it("takes a file without config, as `pulumi stack init` writes it", () => {
    expect(read("encryptionsalt: v1:abc=\n").config).toEqual({});
    expect(read("config:\n").config).toEqual({});
  });
});

describe("secrets", () => {
  it("are opaque wherever they stand", () => {
    const stack = read(
      [
        "config:",
        "  registryPassword: { secure: AAABBB }",
        "  nested: { user: a, password: { secure: CCCDDD } }",
        "  list: [{ secure: EEEFFF }]",
        "  plain: a",
      ].join("\n"),
    );
    expect(stack.config).toEqual({
      "nvcf-lls:list": '["[secret]"]',
      "nvcf-lls:nested": '{"password":"[secret]","user":"a"}',
      "nvcf-lls:plain": "a",
      "nvcf-lls:registryPassword": "[secret]",
    });
    const secret = ["nvcf-lls:list", "nvcf-lls:nested", "nvcf-lls:registryPassword"];
    expect(stack.secretKeys).toEqual(secret);
    expect(stack.opaqueKeys).toEqual(secret);
  });

  it.each(["'hunter2", '"a" hunter2', "!hunter2", "*hunter2", "|hunter2", "@hunter2", "{hunter2"])(
    "are not printed where %s is no valid value",
    (password) => {
      const message = refusal(() => read(`config:\n  registryPassword: ${password}\n`));
      expect(message).not.toContain("hunter2");
    },
  );
});

describe("Pulumi.yaml", () => {
  it("gives defaults and values that the stack file may replace", () => {
    write(
      "Pulumi.yaml",
      [
        "name: nvcf-lls",
        "config:",
        "  port: { type: integer, default: 5004 }",
        "  cloud: { type: string }",
        "  short: x",
        "  list: [a, 1]",
        "  options: { type: object, default: { a: 1.5 } }",
        "  aws:region: us-west-2",
        "  azure-native:location: { value: westeurope }",
      ].join("\n"),
    );
    expect(read("config:\n  short: y\n  aws:region: eu-west-1\n").config).toEqual({
      "aws:region": "eu-west-1",
      "azure-native:location": "westeurope",
      "nvcf-lls:list": '["a",1]',
      "nvcf-lls:options": '{"a":1.5}',
      "nvcf-lls:port": "5004",
      "nvcf-lls:short": "y",
    });
  });

  it("may hold numbers of any form outside of config", () => {
    write("Pulumi.yaml", "name: nvcf-lls\nversion: 1.0\n");
    expect(read("config:\n  cluster: a\n").config).toEqual({ "nvcf-lls:cluster": "a" });
  });

  it("may keep the stack files in another folder", () => {
    write("Pulumi.yaml", "name: nvcf-lls\nstackConfigDir: stacks\n");
    write("stacks/Pulumi.prod.yaml", "config:\n  cluster: a\n");
    expect(readStackFile(directory, "prod").config).toEqual({ "nvcf-lls:cluster": "a" });
    expect(listStacks(directory)).toEqual(["prod"]);
  });
});

describe("environments", () => {
  it.each([
    ["environment: [prod/aws, shared]", "(prod/aws, shared)"],
    ["environment: prod/aws", "(prod/aws)"],
    ["environment: { values: { a: 1 } }", "imports are not read"],
  ])("%s is noted, not read", (line, named) => {
    const { notes } = read(`${line}\nconfig:\n  cluster: a\n`);
    expect(notes).toHaveLength(1);
    expect(notes[0]).toContain(named);
  });

  it("are not mentioned where there are none", () => {
    expect(read("config: {}\n").notes).toEqual([]);
  });
});

describe("scalars that Pulumi reads as another text", () => {
  it.each(["012345678901", "0123", "0o17", "0x10", "1.0", "1e3", "+5", "9007199254740993", ".nan", "2024-01-01"])(
    "%s stays as it is written, and is told with the place where it stands",
    (text) => {
      const { config, rewritten } = read(`config:\n  a: ${text}\n  aws:b: { c: [x, ${text}] }\n`);
      expect(config).toEqual({ "aws:b": JSON.stringify({ c: ["x", text] }), "nvcf-lls:a": text });
      const reason = expect.stringMatching(/put it in quotes/) as string;
      expect(rewritten).toEqual([
        { key: "nvcf-lls:a", path: [], text, reason },
        { key: "aws:b", path: ["c", 1], text, reason },
      ]);
    },
  );

  it("are told wherever an alias puts them", () => {
    const { config, rewritten } = read("config:\n  a: &a { q: 01 }\n  b: [*a]\n");
    expect(config).toEqual({ "nvcf-lls:a": '{"q":"01"}', "nvcf-lls:b": '[{"q":"01"}]' });
    expect(rewritten.map(({ key, path }) => [key, ...path])).toEqual([
      ["nvcf-lls:a", "q"],
      ["nvcf-lls:b", 0, "q"],
    ]);
  });

  it("are refused at once in Pulumi.yaml", () => {
    write("Pulumi.yaml", "name: nvcf-lls\nconfig: { port: { default: 05 } }\n");
    expect(refusal(() => read("config: {}\n"))).toMatch(
      /^Pulumi\.yaml: 1 problem\n {2}config\.nvcf-lls:port\.default: /,
    );
  });
});

describe("what is refused", () => {
  it.each([
    ["a sequence", "- a\n", "must be a map"],
    ["an empty file", "", "the file is empty"],
    ["nothing but a comment", "# later\n", "the file is empty"],
    ["config that is a list", "config: []\n", "config: must be a map"],
    ["config that is a text", "config: text\n", "config: must be a map"],
    ["a key given twice", "config:\n  a: 1\n  a: 2\n", "line 3, column 3"],
    ["a key given twice in two forms", "config:\n  a: 1\n  nvcf-lls:a: 2\n", "nvcf-lls:a is given twice"],
    ["a key of too many parts", "config:\n  a:b:c: 1\n", "config.a:b:c: not a config key"],
    ["a key without a name", 'config:\n  "aws:": 1\n', "config.aws:: not a config key"],
    ["broken YAML", "config:\n  a: [1, 2\n", "not valid YAML"],
    ["broken indentation", "config:\n  a: 1\n   b: 2\n", "line 2, column 6"],
    ["a tag of a language", "config:\n  a: !!js/function 'x'\n", "line 2, column 6"],
    ["an unknown alias", "config:\n  a: *nowhere\n", "Unresolved alias"],
    ["an alias of what it stands in", "config: &a\n  b: *a\n", "within the value of its own anchor"],
    ["two documents", "config: {}\n---\nconfig: {}\n", "line 2"],
    ["a map as key", "config:\n  ? { b: 1 }\n  : c\n", "line 2, column 5: a key must be text, not a map"],
    ["a number as key that loses its zero", "config:\n  a: { 01: c }\n", "line 2, column 8: a key must be text"],
  ])("%s", (_what, text, part) => {
    const message = refusal(() => read(text));
    expect(message).toContain("Pulumi.dev.yaml");
    expect(message).toContain(part);
  });

  it("an alias that would fill the memory", () => {
    const lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"];
    for (let level = 1; level < 9; level++) {
      lines.push(
        `a${level}: &a${level} [${Array(9)
          .fill(`*a${level - 1}`)
          .join(", ")}]`,
      );
    }
    expect(refusal(() => read(`config:\n  ${lines.join("\n  ")}\n`))).toContain("alias");
  });

  it("every problem of a file at once", () => {
    expect(refusal(() => read("config:\n  a: { 01: 1, 02: 2 }\n"))).toContain("2 problems");
    expect(refusal(() => read("config:\n  a:b:c: 1\n  d:e:f: 2\n"))).toContain("2 problems");
  });

  it.each(["../dev", "org/dev", "a\\b", "", "a b"])("the stack name %j", (stack) => {
    expect(refusal(() => readStackFile(directory, stack))).toContain("bare name of a stack");
  });

  it("a stack without a file: the others are named", () => {
    write("Pulumi.prod.yaml", "config: {}\n");
    write("Pulumi.dev.yaml", "config: {}\n");
    expect(refusal(() => readStackFile(directory, "staging"))).toContain("the stacks here are dev, prod");
  });

  it("a link that leads nowhere, which is not said to be there", () => {
    write("Pulumi.prod.yaml", "config: {}\n");
    symlinkSync("nowhere.yaml", join(directory, "Pulumi.dev.yaml"));
    expect(refusal(() => readStackFile(directory, "dev"))).toBe(
      "Pulumi.dev.yaml: 1 problem\n  file: does not exist; the stacks here are prod",
    );
  });

  it("a stack where there are none", () => {
    expect(refusal(() => readStackFile(directory, "dev"))).toContain("there is no stack file");
  });

  it("a folder without Pulumi.yaml", () => {
    rmSync(join(directory, "Pulumi.yaml"));
    expect(refusal(() => read("config: {}\n"))).toContain("run this in the folder of a Pulumi project");
    expect(refusal(() => listStacks(directory))).toContain("Pulumi.yaml");
  });

  it.each([
    ["runtime: nodejs\n", "name: must be the project's name"],
    ["name: [a]\n", "name: must be the project's name"],
    ["name: a\nstackConfigDir: 5\n", "stackConfigDir: must be a folder"],
    ["name: a\nconfig: folder\n", "config: must be a map"],
    ["name: 'a\n", "Pulumi.yaml"],
  ])("a Pulumi.yaml of %j", (text, part) => {
    write("Pulumi.yaml", text);
    expect(refusal(() => read("config: {}\n"))).toContain(part);
  });

  it("a folder in place of the file", () => {
    mkdirSync(join(directory, "Pulumi.dev.yaml"));
    expect(refusal(() => readStackFile(directory, "dev"))).toContain("cannot be read (EISDIR)");
  });
});

describe("listStacks", () => {
  it("names the stacks that have a file, and nothing else", () => {
    for (const name of ["Pulumi.prod.yaml", "Pulumi.dev.yaml", "Pulumi.dev.deploy.yaml", "Pulumi.txt", "x.yaml"]) {
      write(name, "config: {}\n");
    }
    expect(listStacks(directory)).toEqual(["dev", "prod"]);
  });
});
