import type {
  RegisterResourceOutputsRequest,
  RegisterResourceRequest,
  ResourceInvokeRequest,
} from "@pulumi/pulumi/proto/resource_pb";
import type { Struct } from "google-protobuf/google/protobuf/struct_pb";

/** With what a component registers its children: the engine's resource monitor, or what takes its place without an engine. */
export interface ResourceMonitor {
  registerResource(request: RegisterResourceRequest, callback: Callback<RegisteredResource>): unknown;
  registerResourceOutputs(request: RegisterResourceOutputsRequest, callback: Callback<unknown>): unknown;
  invoke(request: ResourceInvokeRequest, callback: Callback<InvokeResult>): unknown;
}

/** Answer to one call. */
export type Callback<Response> = (error: unknown, response?: Response) => void;

/** What was made of a registration. */
export interface RegisteredResource {
  getUrn(): string;
  /** Empty: none, or not known yet. */
  getId(): string;
  getObject(): Pick<Struct, "toJavaScript"> | undefined;
}

/** What a function answered. */
export interface InvokeResult {
  getFailuresList(): unknown[];
  getReturn(): Pick<Struct, "toJavaScript"> | undefined;
}

/** One call as a promise. */
export function called<Response>(call: (callback: Callback<Response>) => unknown): Promise<Response> {
  return new Promise((resolve, reject) => {
    call((error, response) => (error ? reject(asError(error)) : resolve(response!)));
  });
}

/** gRPC gives objects that are errors, SDK mocks plain ones. */
function asError(error: unknown): Error {
  return error instanceof Error ? error : Object.assign(new Error((error as { message?: string }).message), error);
}
