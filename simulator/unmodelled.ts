import { createHash } from "node:crypto";
import * as runtime from "@pulumi/pulumi/runtime";
import { plainType } from "../graph/plain-type";
import { messageOf } from "./is-error";
import type { SimulatedMocks } from "./mocks";
import { NotSimulated } from "./not-simulated";
import { simulatedComponents, simulatedTypes } from "./types";
import { openValue, type WireValue } from "./wire";

/** A resource as the program sees it once it is made. */
export interface Created {
  id: string;
  outputs: Record<string, WireValue>;
}

/** A resource that the simulator has no model of. */
export interface UnmodelledRequest {
  type: string;
  name: string;
  urn: string;
  inputs: Record<string, WireValue>;
  provider: string;
  custom: boolean;
  /** It exists already. */
  id?: string;
}

/** Packages of which the simulator models what matters for an installation: a type of theirs that it does not know may matter too. */
const packages = new Set([...simulatedTypes.keys(), ...simulatedComponents.keys()].map(packageOf));

/** True of a type that the simulator has no model of. */
export function isUnmodelled(type: string, { custom, remote }: { custom: boolean; remote: boolean }): boolean {
  if (remote) return !simulatedComponents.has(type);
  return custom && !type.startsWith("pulumi:providers:") && !simulatedTypes.has(type);
}

/** Takes what the simulator has no model of: asks the mocks, and echoes what no mock answers. */
export class Unmodelled {
  /** URNs of the resources whose outputs are only their inputs. */
  readonly echoed: string[] = [];
  private readonly mocks: SimulatedMocks;
  private readonly preview: boolean;

  constructor(mocks: SimulatedMocks, preview: boolean) {
    this.mocks = mocks;
    this.preview = preview;
  }

  /**
   * Makes a resource, or reads one. A resource of a package that the simulator does not model at all gives back its inputs.
   * @throws NotSimulated for one of a package that it models
   */
  create(request: UnmodelledRequest): Created | Promise<Created> {
    if (this.mocks.newResource === undefined || this.preview) return this.echo(request);
    return this.mocked(request);
  }

  /**
   * Answers a function or a method.
   * @throws whatever the mock throws
   * @returns undefined if no mock answers
   */
  async call(
    token: string,
    inputs: Record<string, any>,
    provider: string,
  ): Promise<Record<string, WireValue> | undefined> {
    const answer: unknown = await this.mocks.call?.({ token, inputs, ...(provider && { provider }) });
    if (answer === undefined) return undefined;
    if (!isRecord(answer))
      throw new Error(`mocks.call has to answer ${token} with an object or undefined, not ${inWords(answer)}`);
    return serialized(token, answer);
  }

  private async mocked(request: UnmodelledRequest): Promise<Created> {
    const { type, name, urn, custom, id = "" } = request;
    const inputs = openValue(request.inputs) as Record<string, any>;
    let answer: unknown;
    try {
      answer = await this.mocks.newResource!({ type, name, inputs, provider: request.provider, custom, id });
    } catch (error) {
      throw new Error(`${urn}: mocks.newResource: ${messageOf(error)}`, { cause: error });
    }
    if (answer === undefined) return this.echo(request);
    if (!isRecord(answer) || !isRecord(answer.state) || (custom && typeof answer.id !== "string"))
      throw new Error(`${urn}: mocks.newResource has to answer { id, state } or undefined, not ${inWords(answer)}`);
    return { id: id || ((answer.id as string | undefined) ?? ""), outputs: await serialized(urn, answer.state) };
  }

  private echo({ type, name, urn, inputs, custom, id = "" }: UnmodelledRequest): Created {
    if (packages.has(packageOf(type))) throw notSimulated(type, urn, custom, id);
    this.echoed.push(urn);
    const made = `${name}-${createHash("sha256").update(urn).digest("hex").slice(0, 7)}`;
    return { id: id || (custom && !this.preview ? made : ""), outputs: openValue(inputs) as Record<string, unknown> };
  }
}

function notSimulated(type: string, urn: string, custom: boolean, id: string): NotSimulated {
  if (id !== "") {
    const message = `${urn}: the simulator cannot read existing resources, here ${id}`;
    return new NotSimulated("existing resource", type, [], message);
  }
  const [kind, known] = custom
    ? (["resource type", simulatedTypes.keys()] as const)
    : (["component", simulatedComponents.keys()] as const);
  return new NotSimulated(kind, type, known, `${urn}: the simulator does not know the ${kind} ${type}`);
}

function packageOf(type: string): string {
  return plainType(type).split(":")[0]!;
}

async function serialized(label: string, values: Record<string, unknown>): Promise<Record<string, WireValue>> {
  return (await runtime.serializeProperties(label, values)) as Record<string, WireValue>;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function inWords(value: unknown): string {
  return JSON.stringify(value) ?? typeof value;
}
