import type { ResourceCallRequest, ResourceInvokeRequest } from "@pulumi/pulumi/proto/resource_pb";
import { struct } from "./answers";
import type { SimulatedCloud } from "./cloud";
import { CloudError } from "./cloud-error";
import type { Callback, InvokeResult } from "./component/resource-monitor";
import { messageOf } from "./is-error";
import { NotSimulated } from "./not-simulated";
import type { Unmodelled } from "./unmodelled";
import { openValue, type WireValue } from "./wire";

/** gRPC status; the SDK takes it for the end of the engine: it drops what waits for the call and raises no further error. */
export const cancelled = { code: 1, details: "the simulated run has failed", message: "the simulated run has failed" };
/** gRPC status of an error that a program may catch. */
const failedCall = 2;

/** Answers functions of providers and methods of resources. What the cloud refuses goes to the caller, who may catch it; what nobody knows ends the run. */
export class FunctionCalls {
  /** How many there were. */
  requests = 0;
  private readonly cloud: SimulatedCloud;
  private readonly unmodelled: Unmodelled;
  private readonly fail: (error: unknown) => void;

  /** @param fail ends the run */
  constructor(cloud: SimulatedCloud, unmodelled: Unmodelled, fail: (error: unknown) => void) {
    this.cloud = cloud;
    this.unmodelled = unmodelled;
    this.fail = fail;
  }

  /** A provider function. */
  invoke(request: ResourceInvokeRequest, callback: Callback<InvokeResult>): void {
    this.requests++;
    const token = request.getTok();
    const args = argsOf(request);
    try {
      callback(null, resultOf(this.cloud.invoke(token, args)));
    } catch (error) {
      if (error instanceof NotSimulated) void this.ask(token, args, request.getProvider(), error, callback);
      else this.refuse(token, error, callback, error instanceof CloudError);
    }
  }

  /** A method of a resource. */
  call(request: ResourceCallRequest, callback: Callback<InvokeResult>): void {
    this.requests++;
    const token = request.getTok();
    void this.ask(token, argsOf(request), request.getProvider(), new NotSimulated("method", token), callback);
  }

  /** Lets the program's own mocks answer for what is not simulated. */
  private async ask(
    token: string,
    args: Record<string, any>,
    provider: string,
    unknown: NotSimulated,
    callback: Callback<InvokeResult>,
  ): Promise<void> {
    let answer: Record<string, WireValue> | undefined;
    try {
      answer = await this.unmodelled.call(token, args, provider);
    } catch (error) {
      return this.refuse(token, error, callback, true);
    }
    if (answer === undefined) this.refuse(token, unknown, callback, false);
    else callback(null, resultOf(answer));
  }

  /** @param caught whether the program may catch it and go on */
  private refuse(token: string, error: unknown, callback: Callback<InvokeResult>, caught: boolean): void {
    if (!caught) {
      this.fail(error);
      return callback(cancelled);
    }
    const details = `${token}: ${messageOf(error)}`;
    callback({ code: failedCall, details, message: details });
  }
}

function argsOf(request: ResourceInvokeRequest | ResourceCallRequest): Record<string, any> {
  return openValue(request.getArgs()?.toJavaScript() ?? {}) as Record<string, any>;
}

function resultOf(result: Record<string, WireValue>): InvokeResult {
  const answer = { getFailuresList: () => [], getReturndependenciesMap: () => undefined };
  return { ...answer, getReturn: () => struct(result) };
}
