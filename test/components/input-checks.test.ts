import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { clusterNameProblem, regionOfZone, zoneProblem } from "../../components/aws-names";
import { chartProblem } from "../../components/chart-reference";
import { ipv4AddressProblem, ipv4CidrProblem, isPrivateRange, publicCidrProblem } from "../../components/cidr";
import { hostProblem, publicHostProblem } from "../../components/host";
import { portProblem } from "../../components/port";
import { isEcrRegistry, registryProblem } from "../../components/registry";
import { addressesOf } from "../../reachability/addresses";
import { routable } from "../../reachability/internet";
import { isEmpty } from "../../reachability/intervals";

type Row = [check: (value: unknown) => string | undefined, value: unknown, problem: string];

describe("input checks", () => {
  it.each<Row>([
    [portProblem, 0, "1-65535"],
    [portProblem, 70000, "1-65535"],
    [portProblem, 5004.5, "whole number"],
    [portProblem, "5004 ", "whole number"],
    [portProblem, NaN, "whole number"],
    [clusterNameProblem, "", "1-100"],
    [clusterNameProblem, "a".repeat(101), "1-100"],
    [clusterNameProblem, "_prod", "1-100"],
    [clusterNameProblem, "prod\n", "1-100"],
    [zoneProblem, "us-west-2", "such as us-west-2a"],
    [zoneProblem, "usw2-az1", "such as us-west-2a"],
    [zoneProblem, "us-east-1-wl1-bos-wlz-1", "such as us-west-2a"],
    [ipv4CidrProblem, "198.51.100.7/24", "write 198.51.100.0/24"],
    [ipv4CidrProblem, "198.51.100.7", "write 198.51.100.7/32"],
    [ipv4CidrProblem, "198.51.100.0/33", "IPv4 CIDR"],
    [ipv4CidrProblem, "198.51.100.0/024", "write 198.51.100.0/24"],
    [ipv4CidrProblem, "198.51/16", "IPv4 CIDR"],
    [ipv4CidrProblem, "2001:db8::/32", "IPv6 clients cannot reach it"],
    [ipv4CidrProblem, undefined, "IPv4 CIDR"],
    [publicCidrProblem, "10.0.0.0/8", "private range"],
    [publicCidrProblem, "100.64.0.0/10", "private range"],
    [publicCidrProblem, "0.0.0.0/8", "reserved range"],
    [publicCidrProblem, "224.0.0.0/4", "reserved range"],
    [publicCidrProblem, "255.255.255.255/32", "reserved range"],
    [ipv4AddressProblem, "192.0.2", "IPv4 address"],
    [ipv4AddressProblem, "2001:db8::1", "IPv4 address"],
    [hostProblem, "https://stream.example.com", "without scheme"],
    [hostProblem, "stream.example.com:5004", "without scheme and port"],
    [hostProblem, "-a.example.com", "host name"],
    [hostProblem, "256.1.1.1", "IPv4 address"],
    [publicHostProblem, "stream.example.com:5004", "without scheme and port"],
    [publicHostProblem, "10.0.0.4", "is a private address"],
    [publicHostProblem, "100.64.1.2", "is a private address"],
    [publicHostProblem, "127.0.0.1", "is a private address"],
    [publicHostProblem, "0.0.0.0", "is a reserved address"],
    [registryProblem, "registry.example.com:99999/nvcf", "port of 1-65535"],
    [registryProblem, "", "host and path prefix"],
    [registryProblem, "https://registry.example.com/nvcf", "write registry.example.com/nvcf"],
    [registryProblem, "https://user:secret@registry.example.com/nvcf", "must not contain credentials"],
    [registryProblem, "registry.example.com/nvcf/", "write registry.example.com/nvcf"],
    [registryProblem, "registry.example.com/ nvcf", "white space"],
    [registryProblem, "registry.example.com/NVCF", "lower case"],
    [registryProblem, "nvcf", "a dot or a port"],
    [registryProblem, "registry.example.com/nvcf:3.0.0", "host and path"],
    [chartProblem, "https://charts.example.com/gdn-streaming", "oci://"],
    [chartProblem, "oci://registry.example.com/nvcf/gdn-streaming:3.0.0", "chartVersion"],
    [chartProblem, "oci://user:secret@registry.example.com/gdn-streaming", "helm registry login"],
    [chartProblem, "oci://registry.example.com/", "oci://<registry>/gdn-streaming"],
    [chartProblem, "gdn-streaming", "local .tgz"],
  ])("%o refuses %j: %s", (check, value, problem) => {
    expect(check(value)).toContain(problem);
  });

  it.each<[(value: unknown) => string | undefined, unknown]>([
    [portProblem, 1],
    [portProblem, 65535],
    [clusterNameProblem, `${"a_-9".repeat(25)}`],
    [zoneProblem, "us-gov-west-1b"],
    [zoneProblem, "us-west-2-lax-1a"],
    [ipv4CidrProblem, "10.0.0.0/8"],
    [publicCidrProblem, "0.0.0.0/0"],
    [publicCidrProblem, "203.0.113.7/32"],
    [publicCidrProblem, "10.0.0.0/7"], // 11.0.0.0/8 is public
    [publicCidrProblem, "128.0.0.0/1"], // so is its first half
    [ipv4AddressProblem, "192.0.2.10"],
    [hostProblem, "10.0.0.4"],
    [publicHostProblem, "203.0.113.7"],
    [publicHostProblem, "10.example.com"],
    [hostProblem, "stream.example.com"],
    [registryProblem, "localhost:5000"],
    [registryProblem, "123456789012.dkr.ecr.us-west-2.amazonaws.com/team_a/nv-cf.x"],
    [chartProblem, "./charts/gdn-streaming-3.0.0.tgz"],
    [chartProblem, "oci://127.0.0.1:5000/gdn-streaming"],
  ])("%o takes %j", (check, value) => {
    expect(check(value)).toBeUndefined();
  });

  it("never repeats a chart reference, which may hold a password", () => {
    expect(chartProblem("oci://user:secret@registry.example.com/gdn-streaming")).not.toContain("secret");
  });

  it("blames no load balancer, which on AKS there need not be", () => {
    for (const cidr of ["2001:db8::/32", "10.0.0.0/8"]) expect(publicCidrProblem(cidr)).not.toMatch(/load balancer/);
  });

  it("finds host bits as arithmetic does", () => {
    fc.assert(
      fc.property(fc.nat({ max: 0xffffffff }), fc.integer({ min: 0, max: 32 }), (address, length) => {
        const text = [24, 16, 8, 0].map((shift) => (address >>> shift) & 255).join(".");
        const hostBits = address % 2 ** (32 - length);
        expect(ipv4CidrProblem(`${text}/${length}`) === undefined).toBe(hostBits === 0);
      }),
    );
  });

  it("takes as browsers' exactly the blocks that a verdict has an audience in", () => {
    for (let length = 0; length <= 12; length++) {
      for (let block = 0; block < 2 ** length; block++) {
        const address = block * 2 ** (32 - length);
        const cidr = `${Math.floor(address / 2 ** 24)}.${(address >>> 16) & 255}.0.0/${length}`;
        const audience = routable(addressesOf(cidr));
        expect([cidr, publicCidrProblem(cidr) === undefined]).toEqual([cidr, !isEmpty(audience)]);
      }
    }
  });

  it.each([
    ["192.168.4.0/24", true],
    ["172.31.0.0/16", true],
    ["172.32.0.0/16", false],
    ["169.254.0.0/16", true],
    ["0.0.0.0/0", false],
  ])("%s is private: %s", (cidr, isPrivate) => {
    expect(isPrivateRange(cidr)).toBe(isPrivate);
  });

  it.each([
    ["us-west-2a", "us-west-2"],
    ["us-gov-west-1b", "us-gov-west-1"],
    ["us-west-2-lax-1a", "us-west-2"],
    ["ap-southeast-4c", "ap-southeast-4"],
  ])("%s is a zone of %s", (zone, region) => {
    expect(regionOfZone(zone)).toBe(region);
  });

  it("has no region for what is no zone", () => {
    expect(() => regionOfZone("us-west-2")).toThrow(RangeError);
  });

  it.each([
    ["123456789012.dkr.ecr.us-west-2.amazonaws.com/nvcf", true],
    ["123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn", true],
    ["123456789012.dkr-ecr.us-west-2.on.aws/nvcf", true],
    ["public.ecr.aws/nvcf", false],
    ["nvcr.io/nvcf", false],
  ])("%s is ECR: %s", (registry, ecr) => {
    expect(isEcrRegistry(registry)).toBe(ecr);
  });
});
