import ipaddr from "ipaddr.js";
import { CloudError } from "../cloud-error";
import { isServiceTag } from "./service-tags";

/** What a rule says of one end: a single prefix, or a list of several. */
interface Prefixes {
  one?: string;
  several?: string[];
}

/**
 * Checks the addresses of one end of a rule.
 * @param subject the rule, for messages
 * @throws CloudError
 */
export function checkAddressPrefixes(subject: string, { one, several = [] }: Prefixes): void {
  const refuse = (code: string, reason: string): never => {
    throw new CloudError(code, `${subject} ${reason}`);
  };
  const known = (text: string): boolean => text === "*" || isServiceTag(text);
  const named = several.filter(known);
  // terraform-provider-azurerm#5617: tags are for the singular property.
  if (named.length > 0) {
    refuse(
      "SecurityRuleParameterContainsUnsupportedValue",
      `has ${named.join(", ")} in a list, where only CIDRs may be`,
    );
  }
  const cidrs = [...(one === undefined || one === "" || known(one) ? [] : [one]), ...several];
  // azure-powershell#4557: with host bits it is none either.
  const bad = cidrs.filter((text) => !isPrefix(text));
  if (bad.length > 0) {
    refuse("SecurityRuleInvalidAddressPrefix", `has ${bad.join(", ")}, which is no address prefix and no service tag`);
  }
  const ranges = cidrs.map(parse);
  // terraform-provider-azurerm#12534.
  if (new Set(ranges.map(([address]) => address.kind())).size > 1) {
    refuse("ResourceCannotContainAddressPrefixesFromDifferentAddressFamilies", "has IPv4 and IPv6 addresses");
  }
  // cloud-provider-azure#6775.
  for (const [index, inner] of ranges.entries()) {
    const outer = ranges.findIndex((range, at) => at !== index && holds(range, inner));
    if (outer < 0) continue;
    refuse("OverlappingSubnetsNotPermittedInSecurityRule", `has ${cidrs[index]}, which lies within ${cidrs[outer]}`);
  }
}

type Range = [ipaddr.IPv4 | ipaddr.IPv6, number];

function isPrefix(text: string): boolean {
  if (!text.includes("/")) return ipaddr.IPv4.isValidFourPartDecimal(text) || ipaddr.IPv6.isValid(text);
  if (!ipaddr.isValidCIDR(text)) return false;
  const [address] = parse(text);
  const library = address.kind() === "ipv4" ? ipaddr.IPv4 : ipaddr.IPv6;
  return library.networkAddressFromCIDR(text).toString() === address.toString();
}

function parse(text: string): Range {
  if (text.includes("/")) return ipaddr.parseCIDR(text);
  const address = ipaddr.parse(text);
  return [address, address.kind() === "ipv4" ? 32 : 128];
}

function holds([outer, length]: Range, [inner, more]: Range): boolean {
  return outer.kind() === inner.kind() && more >= length && inner.match(outer, length);
}
