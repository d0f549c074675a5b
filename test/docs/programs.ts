import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import * as ec2 from "@aws-sdk/client-ec2";
import * as elb from "@aws-sdk/client-elastic-load-balancing-v2";
import { lls, type Ended } from "../cli/run-lls";
import { root } from "../cli/temporary-project";
import { optionsOf, type Command } from "./shell";

/** Says what is wrong with a command of a program; undefined: nothing. */
export type Check = (command: Command) => Promise<string | undefined> | string | undefined;

/** Every program that a page may run. One that is not here is an error of the page, or a check that is missing. */
export const programs: Record<string, Check> = {
  npx: (command) => checkNpx(command),
  npm: (command) => checkNpm(command),
  lls: (command) => checkLls(command),
  pulumi: (command) => checkPulumi(command),
  aws: (command) => checkAws(command),
  az: listed({
    "role definition create": ["--role-definition"],
    "role assignment create": ["--role", "--assignee", "--scope"],
    "aks get-credentials": ["--resource-group", "--name", "--file"],
    "acr login": ["--name", "--expose-token", "--query", "--output"],
    "network nsg list": ["--query", "--output"],
    "resource list": ["--tag", "--query", "--output"],
    "role assignment list": ["--all", "--query", "--output"],
  }),
  helm: listed({ "registry login": ["--username", "--password-stdin"] }),
  kubectl: listed({ "get namespace": ["--ignore-not-found"] }),
};

/** Commands of which neither a definition nor the program is here: each was read once in the program's own reference. */
function listed(known: Record<string, string[]>): Check {
  return (command) => {
    const name = Object.keys(known).find((words) => command.words.slice(1).join(" ").startsWith(words));
    if (name === undefined) return "nobody has read of this command";
    const unknown = optionsOf(command).filter((option) => !known[name]!.includes(option));
    return unknown.length > 0 ? `has options that nobody has read of: ${unknown.join(", ")}` : undefined;
  };
}

const scripts = (JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { scripts: Record<string, string> })
  .scripts;

function checkNpm({ words, text }: Command): Promise<string | undefined> | string | undefined {
  const [, verb = "", ...rest] = words;
  if (["ci", "install", "pack", "audit"].includes(verb)) return undefined;
  const script = verb === "run" ? rest.find((word) => !word.startsWith("-")) : verb;
  if (script === undefined || !(script in scripts)) return `package.json has no script ${script}`;
  const command = /^node bin\/lls\.js (\w+)$/.exec(scripts[script]!)?.[1];
  const given = words.includes("--") ? words.slice(words.indexOf("--") + 1) : [];
  return command === undefined ? undefined : checkLls({ words: ["lls", command, ...given], text });
}

function checkNpx({ words, text }: Command): Promise<string | undefined> | string | undefined {
  const [program = ""] = words.slice(1).filter((word) => !word.startsWith("-"));
  const check = program === "npx" ? undefined : programs[program];
  return check
    ? check({ words: words.slice(words.indexOf(program)), text })
    : `npx runs ${program}, which nobody here knows`;
}

const helps = new Map<string, Promise<Ended>>();

async function checkLls(command: Command): Promise<string | undefined> {
  const [, name = "", ...rest] = command.words;
  const help = helps.get(name) ?? lls(root, name, "--help");
  helps.set(name, help);
  const { code, out } = await help;
  if (code !== 0 || !out.startsWith(`Usage: lls ${name}`)) return `lls has no command ${name}`;
  const options = new Set(out.match(/--[a-z][a-z-]*/g));
  const unknown = optionsOf(command).filter((option) => !options.has(option));
  if (unknown.length > 0) return `lls ${name} has no ${unknown.join(", ")}`;
  const [argument] = rest;
  if (argument === undefined || argument.startsWith("-")) return undefined;
  const choices = /\(choices: ([^)]*)\)/.exec(out.replace(/\s+/g, " "))?.[1] ?? "";
  return choices.includes(`"${argument}"`) ? undefined : `lls ${name} does not take ${argument}`;
}

/** Flags of the Pulumi CLI by command, out of its `--help`; test/engine/pulumi-help.test.ts compares them with the CLI. */
export const pulumiFlags = JSON.parse(
  readFileSync(join(root, "test", "golden", "docs", "pulumi-flags.json"), "utf8"),
) as Record<string, string[]>;

function checkPulumi(command: Command): string | undefined {
  const [, first = "", second = ""] = command.words;
  const name = `${first} ${second}` in pulumiFlags ? `${first} ${second}` : first;
  const flags = pulumiFlags[name];
  if (!flags) return `test/golden/docs/pulumi-flags.json has no pulumi ${name}`;
  const unknown = optionsOf(command).filter((option) => !flags.includes(option));
  return unknown.length > 0 ? `pulumi ${name} has no ${unknown.join(", ")}` : undefined;
}

/** AWS CLI, global options. */
const everywhere = ["--region", "--profile", "--query", "--output"];

/** The CLI's commands and options are those of the API: `describe-target-health --target-group-arn`, DescribeTargetHealth, TargetGroupArn. */
function checkAws(command: Command): string | undefined {
  const [, service = "", action = ""] = command.words;
  const options = optionsOf(command).filter((option) => !everywhere.includes(option));
  const sdks: Record<string, [object, string]> = {
    ec2: [ec2, "@aws-sdk/client-ec2"],
    elbv2: [elb, "@aws-sdk/client-elastic-load-balancing-v2"],
  };
  if (sdks[service]) {
    const [sdk, name] = sdks[service];
    if (!(`${pascal(action)}Command` in sdk)) return `there is no ${pascal(action)} in ${service}`;
    const types = readFileSync(
      join(dirname(require.resolve(`${name}/package.json`)), "dist-types", "commands", `${pascal(action)}Command.d.ts`),
      "utf8",
    );
    const unknown = options.filter((option) => !new RegExp(`\\b${pascal(option.slice(2))}:`).test(types));
    return unknown.length > 0 ? `${pascal(action)} takes no ${unknown.join(", ")}` : undefined;
  }
  return listed({
    "ecr get-login-password": everywhere,
    "resourcegroupstaggingapi get-resources": [...everywhere, "--tag-filters"],
  })(command) as string | undefined;
}

function pascal(name: string): string {
  return name.replace(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
