import type { Journal } from "../../simulator/engine/journal";

/** Runs a command of the AWS or Azure CLI that adoption prints, in a simulated cloud. One that it does not know is an error. */
export function runInCloud(command: string[], journal: Journal): void {
  const [program, ...words] = command;
  const values = (option: string): string[] => {
    const start = words.indexOf(option) + 1;
    const end = words.findIndex((word, index) => index >= start && word.startsWith("--"));
    if (start === 0) throw new Error(`${command.join(" ")} has no ${option}`);
    return words.slice(start, end < 0 ? undefined : end);
  };
  const [what, action] = program === "aws" ? words : [words.slice(0, 3).join(" "), words[3]]; // az network nsg rule …
  const change = (id: string, edit: (inputs: Record<string, any>) => object): void => {
    const { type, inputs } = existing(id, journal);
    journal.update(type, id, { ...inputs, ...edit(inputs) }, "");
  };
  const remove = (id: string): void => journal.delete(existing(id, journal).type, id, "");
  const tags = (): Record<string, string> =>
    Object.fromEntries(
      values("--tags").map((tag) => /^Key=([^,]*),Value=(.*)$/.exec(tag)!.slice(1) as [string, string]),
    );
  switch (`${program} ${what} ${action}`) {
    case "aws elbv2 add-tags":
      return values("--resource-arns").forEach((id) => change(id, (was) => ({ tags: { ...was.tags, ...tags() } })));
    case "aws ec2 create-tags":
      return values("--resources").forEach((id) => change(id, (was) => ({ tags: { ...was.tags, ...tags() } })));
    case "aws ec2 revoke-security-group-ingress":
    case "aws ec2 revoke-security-group-egress":
      return values("--security-group-rule-ids").forEach(remove);
    case "aws ec2 delete-security-group":
      return remove(values("--group-id")[0]!);
    case "aws elbv2 delete-target-group":
      return remove(values("--target-group-arn")[0]!);
    case "aws elbv2 delete-load-balancer":
      return remove(values("--load-balancer-arn")[0]!);
    case "aws elbv2 wait":
      return;
    case "az network nsg rule update":
      return change(values("--ids")[0]!, () => ({ description: values("--description")[0] }));
    case "az network nsg rule delete":
      return remove(values("--ids")[0]!);
    default:
      throw new Error(`nobody here knows ${command.join(" ")}`);
  }
}

function existing(id: string, { cloud }: Journal) {
  const found = cloud.resources.get(id);
  if (!found) throw new Error(`there is no ${id} in the cloud`);
  return found;
}
