import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, isAbsolute, join } from "node:path";
import { promisify } from "node:util";
import type { SimulatedResource } from "../../simulator/cloud";
import type { SimulatedStack } from "../../simulator/engine/simulated-stack";
import { LanguageHost } from "./language-host";

const run = promisify(execFile);

/** Commands of the clouds, which an operator has and a test has not. */
const cloudTools = ["aws", "az", "helm", "kubectl"];

/** What runs the lines that `lls recover` prints, in a shell, letter by letter: the real Pulumi CLI, and stand-ins for the clouds' tools. */
export class Operator {
  private constructor(
    private readonly folder: string,
    private readonly host: LanguageHost,
  ) {}

  /** Where the stand-ins write what they were asked for, word by word. */
  private get asked(): string {
    return join(this.folder, "asked");
  }

  static async onDuty(): Promise<Operator> {
    const folder = mkdtempSync(join(tmpdir(), "lls-operator-"));
    const host = await LanguageHost.serve(join(folder, "bin"));
    const operator = new Operator(folder, host);
    for (const tool of cloudTools) {
      const script = `#!/bin/sh\nprintf '%s\\0' ${tool} "$@" > '${operator.asked}'\n`;
      writeFileSync(join(folder, "bin", tool), script, { mode: 0o755 });
    }
    return operator;
  }

  /**
   * Runs the lines in a text, and answers them.
   * @param only those that begin so. Default: all
   */
  async follow(text: string, stack: SimulatedStack, only = ""): Promise<string[]> {
    const lines = [...text.matchAll(/^ {5}(\S.*)$/gm)].map(([, line]) => line!).filter((line) => line.startsWith(only));
    for (const line of lines) await this.type(line, stack);
    return lines;
  }

  dismiss(): void {
    this.host.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Runs a line. */
  async type(line: string, { cli, journal }: SimulatedStack): Promise<void> {
    const folders = [join(this.folder, "bin"), ...(isAbsolute(cli.command) ? [dirname(cli.command)] : [])];
    const env = { ...process.env, ...cli.env, PATH: [...folders, process.env.PATH].join(delimiter) };
    const [tool = ""] = line.split(" ");
    await run("/bin/sh", ["-c", line], { cwd: cli.cwd, env }).catch((error: { stdout: string; stderr: string }) => {
      throw new Error(`${line}\n${error.stdout}\n${error.stderr}`);
    });
    if (!cloudTools.includes(tool)) return;
    const words = readFileSync(this.asked, "utf8").split("\0").slice(0, -1);
    const deleted = deletionOf(words);
    if (deleted === undefined) return;
    const found = [...journal.cloud.resources].filter(([, resource]) => deleted(resource));
    if (found.length !== 1) throw new Error(`${found.length} things are meant by ${line}`);
    for (const [key, { type, id }] of found) journal.delete(type, id, key.split("|")[0]!);
  }
}

/** What a command of a cloud's tool deletes; undefined: nothing. Anything but the lines that are known is an error. */
function deletionOf([tool, ...words]: string[]): ((resource: SimulatedResource) => boolean) | undefined {
  const { verb, options } = parsed(words);
  const only = (name: string): string => {
    const value = options.get(name);
    if (value === undefined) throw new Error(`${tool} ${verb} lacks --${name}`);
    return value;
  };
  const is =
    (type: string, id: string) =>
    (resource: SimulatedResource): boolean =>
      resource.type.endsWith(`:${type}`) && resource.id === id;
  switch (`${tool} ${verb}`) {
    case "aws ec2 delete-security-group":
      return is("SecurityGroup", only("group-id"));
    case "aws ec2 revoke-security-group-ingress":
    case "aws ec2 revoke-security-group-egress":
      return (resource) =>
        resource.id === only("security-group-rule-ids") && resource.inputs.securityGroupId === only("group-id");
    case "aws ec2 release-address":
      return is("Eip", only("allocation-id"));
    case "aws elbv2 delete-load-balancer":
      return is("LoadBalancer", only("load-balancer-arn"));
    case "aws elbv2 wait load-balancers-deleted":
      return undefined;
    case "aws elbv2 delete-target-group":
      return is("TargetGroup", only("target-group-arn"));
    case "aws elbv2 delete-listener":
      return is("Listener", only("listener-arn"));
    case "aws autoscaling detach-load-balancer-target-groups":
      return is("Attachment", `${only("auto-scaling-group-name")},${only("target-group-arns")}`);
    case "az network nsg rule delete":
      return is("SecurityRule", only("ids"));
    case "az network public-ip delete":
      return is("PublicIPAddress", only("ids"));
    case "az role assignment delete":
      return is("RoleAssignment", only("ids"));
    default:
      throw new Error(`not a line that is known: ${[tool, ...words].join(" ")}`);
  }
}

/** Words before the first option, and options with one value each. */
function parsed(words: string[]): { verb: string; options: Map<string, string> } {
  const first = words.findIndex((word) => word.startsWith("--"));
  const options = new Map<string, string>();
  for (let at = first; at < words.length; at += 2) options.set(words[at]!.slice(2), words[at + 1] ?? "");
  return { verb: words.slice(0, first).join(" "), options };
}
