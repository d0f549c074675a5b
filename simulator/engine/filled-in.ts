import { isReference, type WireValue } from "../wire";

/** Key under which providers that come from Terraform list what they filled in (pulumi-terraform-bridge, tfbridge/schema.go). */
const filledInKey = "__defaults";

/** Defaults of an object, and of the objects in it. */
interface Defaults {
  values: Record<string, unknown>;
  inside?: Record<string, Defaults>;
}

/** Defaults in the schemas of terraform-provider-aws 6, which the AWS provider 7 is made from; those that the cloud sets are none. */
const defaultsOf: Record<string, Defaults> = {
  "aws:autoscaling/group:Group": {
    values: {
      forceDelete: false,
      healthCheckGracePeriod: 300,
      metricsGranularity: "1Minute",
      protectFromScaleIn: false,
    },
  },
  "aws:ec2/securityGroup:SecurityGroup": {
    values: { description: "Managed by Pulumi", revokeRulesOnDelete: false },
    inside: { ingress: { values: { self: false } }, egress: { values: { self: false } } },
  },
  "aws:ec2/securityGroupRule:SecurityGroupRule": { values: { self: false } },
  "aws:lb/loadBalancer:LoadBalancer": {
    values: {
      ...{ enableCrossZoneLoadBalancing: false, enableDeletionProtection: false, enableHttp2: true, idleTimeout: 60 },
      loadBalancerType: "application",
    },
  },
  "aws:lb/targetGroup:TargetGroup": {
    values: { lambdaMultiValueHeadersEnabled: false, proxyProtocolV2: false, slowStart: 0, targetType: "instance" },
    inside: {
      healthCheck: {
        values: {
          ...{ enabled: true, healthyThreshold: 3, interval: 30, port: "traffic-port", protocol: "HTTP" },
          unhealthyThreshold: 3,
        },
      },
    },
  },
};

/** Built on the plugin framework: their checks fill in nothing. */
const ofFramework = /^aws:vpc\//;

/** Inputs as `Check` of a provider that comes from Terraform answers them: with the defaults of its schema, and a list of them in every object. */
export function filledIn(type: string, inputs: Record<string, WireValue>): Record<string, WireValue> {
  if (!type.startsWith("aws:") || ofFramework.test(type)) return inputs;
  return filledObject(inputs, defaultsOf[type]);
}

function filledObject(
  object: Record<string, WireValue>,
  defaults: Defaults = { values: {} },
): Record<string, WireValue> {
  const missing = Object.entries(defaults.values).filter(([key]) => object[key] === undefined);
  const entries = Object.entries(object).map(([key, value]): [string, unknown] => {
    return [key, filledValue(value, defaults.inside?.[key])];
  });
  return {
    ...Object.fromEntries(entries),
    ...Object.fromEntries(missing),
    [filledInKey]: missing.map(([key]) => key).sort(),
  };
}

function filledValue(value: WireValue, defaults: Defaults | undefined): WireValue {
  if (Array.isArray(value)) return value.map((entry) => filledValue(entry, defaults));
  if (typeof value !== "object" || value === null || isReference(value) || isSigned(value)) return value;
  return filledObject(value as Record<string, WireValue>, defaults);
}

/** Secrets and assets: what is in them is left alone. */
function isSigned(value: object): boolean {
  return signature in value;
}

/** Marks values that are more than they seem (pulumi: sdk/go/common/resource/properties.go). */
const signature = "4dabf18193072939515e22adb298388d";

/** The same without what was filled in: what the program gave. */
export function withoutFilledIn<Value>(value: Value): Value {
  if (Array.isArray(value)) return (value as unknown[]).map((entry) => withoutFilledIn(entry)) as Value;
  if (typeof value !== "object" || value === null) return value;
  const object = value as Record<string, unknown>;
  const listed = object[filledInKey];
  const left = new Set<unknown>([filledInKey, ...(Array.isArray(listed) ? (listed as unknown[]) : [])]);
  const kept = Object.entries(object).filter(([key]) => !left.has(key));
  return Object.fromEntries(kept.map(([key, entry]) => [key, withoutFilledIn(entry)])) as Value;
}
