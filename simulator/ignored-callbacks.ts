import { Callback } from "@pulumi/pulumi/proto/callback_pb";
import type { RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";
import type { NotApplied } from "./not-applied";

const hooks = [
  ["beforeCreate", "getBeforeCreateList"],
  ["afterCreate", "getAfterCreateList"],
  ["beforeUpdate", "getBeforeUpdateList"],
  ["afterUpdate", "getAfterUpdateList"],
  ["beforeDelete", "getBeforeDeleteList"],
  ["afterDelete", "getAfterDeleteList"],
  ["onError", "getOnErrorList"],
] as const;

/** Options of a registration for which an engine would call the program back. */
export function notAppliedTo(urn: string, request: RegisterResourceRequest): NotApplied[] {
  const binding = request.getHooks();
  const bound = hooks.filter(([, list]) => binding !== undefined && binding[list]().length > 0);
  const transforms = request.getTransformsList().length > 0 ? ["transforms"] : [];
  return [...transforms, ...bound.map(([hook]) => `hooks.${hook}`)].map((option) => ({ urn, option }));
}

/**
 * Takes the place of the server on which the SDK waits for an engine to call transforms and hooks (@pulumi/pulumi/runtime/callbacks).
 * Nobody calls them here; which resource has some stands in its registration.
 */
export class IgnoredCallbacks {
  private readonly note: (option: string) => void;

  /** @param note takes what a program sets for the whole stack */
  constructor(note: (option: string) => void) {
    this.note = note;
  }

  /** SDK: the option `transforms`. */
  readonly registerTransform = async (): Promise<Callback> => new Callback();

  /** SDK: `runtime.registerResourceTransform`. */
  readonly registerStackTransform = (): void => this.note("transforms");

  /** SDK: `runtime.registerInvokeTransform`. */
  readonly registerStackInvokeTransform = (): void => this.note("invokeTransforms");

  /** SDK: a `ResourceHook` was made. */
  readonly registerResourceHook = async (): Promise<void> => undefined;

  /** SDK: an `ErrorHook` was made. */
  readonly registerErrorHook = async (): Promise<void> => undefined;

  /** SDK: waits for the transforms of the stack. */
  readonly awaitStackRegistrations = async (): Promise<void> => undefined;

  /** SDK: the end. */
  readonly shutdown = (): void => undefined;
}
