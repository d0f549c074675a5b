import { CloudError } from "../cloud-error";
import type { AdmissionRequest } from "../simulated-type";
import type { Tags } from "./same-stack";

/** Inputs of everything that has a name. */
export interface NamedInputs {
  name?: string;
  namePrefix?: string;
  tags?: Tags;
}

/**
 * Physical name of a resource: the given one, or the logical name with 7 hex digits as the provider makes it
 * (pulumi-terraform-bridge, autonaming: `<name>-<7 hex>`, refused when it would not fit).
 * @param limit longest name that the service takes
 * @throws CloudError
 */
export function physicalName(request: AdmissionRequest<NamedInputs>, limit: number): string {
  const { inputs, name } = request;
  if (inputs.name !== undefined) return inputs.name;
  if (inputs.namePrefix !== undefined) return inputs.namePrefix + request.hex(26, "name"); // as the Terraform provider
  if (name.length + 8 > limit) {
    throw new CloudError("InvalidName", `the name '${name}' plus 7 random characters is longer than ${limit}`);
  }
  return `${name}-${request.hex(7, "name")}`;
}

/**
 * Name of a load balancer or target group: at most 32 letters, digits and hyphens, no hyphen at either end, a load
 * balancer's not beginning with `internal-`. Source: Elastic Load Balancing API, CreateLoadBalancer and CreateTargetGroup.
 * @throws CloudError
 */
export function loadBalancingName(request: AdmissionRequest<NamedInputs>): string {
  const name = physicalName(request, 32);
  const problem =
    name.length > 32
      ? "is longer than 32 characters"
      : !/^[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?$/.test(name)
        ? "may have only letters, digits and hyphens, and no hyphen at either end"
        : name.startsWith("internal-")
          ? "may not begin with internal-"
          : undefined;
  if (problem) throw new CloudError("ValidationError", `the name '${name}' ${problem}`);
  return name;
}

/** Characters of a tag's key and value. Source: Elastic Load Balancing API, Tag; EC2 takes any. */
const loadBalancingTagText = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

/**
 * Checks the tags of a load balancer, listener or target group, those of the provider included.
 * @throws CloudError
 */
export function checkLoadBalancingTags({ inputs, provider }: AdmissionRequest<{ tags?: Tags }>): void {
  const given: unknown = provider.defaultTags;
  const defaults = (typeof given === "string" ? JSON.parse(given) : given) as { tags?: Tags } | undefined;
  for (const [key, value] of Object.entries({ ...defaults?.tags, ...inputs.tags })) {
    const wrong = [
      { what: "key", text: key, least: 1, most: 128 },
      { what: "value", text: value, least: 0, most: 256 },
    ].find(({ text, least, most }) => {
      const characters = [...text].length;
      return !loadBalancingTagText.test(text) || characters < least || characters > most;
    });
    if (!wrong) continue;
    throw new CloudError(
      "ValidationError",
      `the ${wrong.what} '${wrong.text}' of a tag must have ${wrong.least}-${wrong.most} letters, digits, spaces and _.:/=+-@`,
    );
  }
}

/** Characters of a security group's name and description and of a rule's description. Source: EC2 API, CreateSecurityGroup and IpRange. */
const securityGroupText = /^[a-zA-Z0-9. _\-:/()#,@[\]+=&;{}!$*]{0,255}$/;

/**
 * Checks a text of a security group or rule.
 * @throws CloudError
 */
export function checkSecurityGroupText(property: string, text: string | undefined): void {
  if (text === undefined || securityGroupText.test(text)) return;
  throw new CloudError(
    "InvalidParameterValue",
    `${property} '${text}' must have at most 255 characters of a-z, A-Z, 0-9, spaces and ._-:/()#,@[]+=&;{}!$*`,
  );
}
