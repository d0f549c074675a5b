import type * as pulumi from "@pulumi/pulumi";
import { readFileSync } from "node:fs";
import { AksEndpointKind, AksLls, BadInput, EksLls, StreamingProxy } from "../../components";
import { validateAksLls } from "../../components/aks/problems";
import { validateEksLls } from "../../components/eks/problems";
import { validateStreamingProxy } from "../../components/streaming-proxy-problems";
import type { ResourceGraph } from "../../graph/resource-graph";
import * as aks from "./aks/installation";
import * as eks from "./installation";

// Every place in the arguments of the components, with the type that it has in the schema which Pulumi infers: a program in
// JavaScript may give anything there.

export type Args = Record<string, any>;

/** Good arguments of a component. */
export interface Variant {
  component: "EksLls" | "AksLls" | "StreamingProxy";
  title: string;
  args: Args;
}

/** A property in the schema. */
export interface Property {
  type?: string;
  $ref?: string;
  items?: Property;
  /** Of a map whose keys are free: what its entries are. */
  additionalProperties?: Property;
  optional?: boolean;
  /** The value must be known when the program runs. */
  plain?: boolean;
}

/** A place in arguments: its path, its type, its value, and the arguments with another value there. */
export interface Place {
  path: string;
  property: Property;
  value: unknown;
  put: (value: unknown) => Args;
}

interface ObjectType {
  properties?: Record<string, Property>;
}

const schema = JSON.parse(readFileSync("provider/schema.json", "utf8")) as {
  resources: Record<string, { inputProperties: Record<string, Property>; requiredInputs: string[] }>;
  types: Record<string, ObjectType>;
};

const tolerations = [{ key: "gpu", operator: "Exists" }];
const binding = { targets: "targetGroupBinding", address: "existing", egress: "subnetCidrs" } as const;

export const variants: Variant[] = [
  {
    component: "EksLls",
    title: "on Auto Scaling groups",
    args: {
      ...eks.argsOf(eks.plainVariant),
      ...{ streamingProxy: { tolerations }, adopted: { loadBalancerName: "rp-public" } },
    },
  },
  {
    component: "EksLls",
    title: "on a binding, with an Elastic IP and credentials",
    args: eks.argsOf({ ...eks.plainVariant, ...binding, groups: "many", credentials: true }),
  },
  {
    component: "EksLls",
    title: "on addresses",
    args: {
      ...eks.argsOf({ ...eks.plainVariant, targets: "addresses", address: "retained" }),
      adopted: { securityGroupName: "rp", securityGroupDescription: "LLS", targetGroupName: "rp-tg" },
    },
  },
  { component: "AksLls", title: "on NodePorts", args: { ...aks.argsOf(aks.plainVariant), network: aks.network } },
  {
    component: "AksLls",
    title: "behind a load balancer",
    args: aks.argsOf({ ...aks.plainVariant, endpoint: AksEndpointKind.LoadBalancer, credentials: true }),
  },
  {
    component: "AksLls",
    title: "behind a public IP that exists",
    args: aks.argsOf({ ...aks.plainVariant, endpoint: AksEndpointKind.LoadBalancer, address: "existing" }),
  },
  {
    component: "StreamingProxy",
    title: "by itself",
    args: {
      ...{
        imageRegistry: "registry.example.com",
        port: 5004,
        host: "a.example.com",
        availabilityZones: ["us-west-2a"],
      },
      ...{ registryCredentials: { username: "a", password: "b" }, options: { tolerations, nodeSelector: { a: "b" } } },
    },
  },
];

const validations = { EksLls: validateEksLls, AksLls: validateAksLls, StreamingProxy: validateStreamingProxy };

/** What the component's check says; undefined if it takes the arguments. Whatever else is thrown is a defect. */
export function refusalOf({ component }: Variant, args: Args): BadInput | undefined {
  try {
    validations[component](`${component} 'lls'`, args as any);
  } catch (error) {
    if (!(error instanceof BadInput)) throw error;
    return error;
  }
  return undefined;
}

/** Runs a program with one installation 'lls', with explicit providers, in a simulated cloud that has what the arguments name. */
export function installed({ component }: Variant, args: Args): Promise<ResourceGraph> {
  const opts = (providers: pulumi.ProviderResource[]): pulumi.ComponentResourceOptions => ({ providers });
  switch (component) {
    case "EksLls":
      return eks.graphOf((providers) => new EksLls("lls", args as any, opts(providers)));
    case "AksLls":
      return aks.graphOf((providers) => new AksLls("lls", args as any, opts(providers)));
    case "StreamingProxy":
      return eks.graphOf((providers) => new StreamingProxy("lls", args as any, opts(providers)));
  }
}

/** Every place in the arguments of a variant, the arguments themselves first; of what its values do not have, the property only. */
export function placesOf({ component, args }: Variant): Place[] {
  const { inputProperties, requiredInputs } = schema.resources[`nvcf-lls:index:${component}`]!;
  // Other languages have the text of a facts file where TypeScript has the network that was read.
  const { facts, ...others } = inputProperties;
  const own = facts === undefined ? others : { ...others, network: { plain: true } };
  const inputs = Object.fromEntries(
    Object.entries(own).map(([key, property]) => [key, { ...property, optional: !requiredInputs.includes(key) }]),
  );
  const itself: Place = { path: "", property: {}, value: args, put: (value) => value as Args };
  return [itself, ...placesAmong(inputs, args, "", (changed) => changed as Args)];
}

/** Facts are checked by who reads them; free maps have no types. */
const unseen = ["network", "streamingProxy.extraValues", "options.extraValues"];

function placesAmong(properties: Record<string, Property>, args: Args, at: string, put: Place["put"]): Place[] {
  return Object.entries(properties).flatMap(([key, property]) => {
    const path = at === "" ? key : `${at}.${key}`;
    return placesIn({ path, property, value: args[key], put: (value) => put({ ...args, [key]: value }) });
  });
}

function placesIn(place: Place): Place[] {
  const { path, property, value, put } = place;
  const properties = propertiesOf(property);
  if (unseen.includes(path) || value === undefined) return [place];
  if (properties) return [place, ...placesAmong(properties, value as Args, path, put)];
  if (!property.items) return [place];
  const entries = (value as unknown[]).flatMap((entry, index) =>
    placesIn({
      path: `${path}[${index}]`,
      property: property.items!,
      value: entry,
      put: (changed) => put((value as unknown[]).map((other, at) => (at === index ? changed : other))),
    }),
  );
  return [place, ...entries];
}

/** The properties of a place that is a named object; undefined of any other. */
export function propertiesOf({ $ref }: Property): Record<string, Property> | undefined {
  return $ref === undefined ? undefined : schema.types[$ref.slice("#/types/".length)]?.properties;
}

/** Whether a place is an object whose keys are known. */
export function hasKnownKeys({ path, property, value }: Place): boolean {
  if (value === undefined || unseen.includes(path)) return false;
  return path === "" || propertiesOf(property) !== undefined;
}
